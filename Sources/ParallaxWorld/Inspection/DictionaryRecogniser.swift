import Foundation

/// A dictionary of any family, by the contents of a folder or file. SAELens folders have a recogniser of their own, which says more.
struct DictionaryRecogniser: Recogniser {
    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        if place.isFolder, let files = try? DictionaryPlace.weights(in: place.url).files, files.count > 1 { return set(of: files, place) }
        guard let opened = try? DictionaryPlace(place.url), opened.looksLikeDictionary else { return nil }
        let recognised: (family: any DictionaryFamily, evidence: String)?
        do {
            recognised = try DictionaryFamilies.recognise(opened)
        } catch {
            var found = Inspection(place, kind: .dictionary, family: "a dictionary whose configuration is damaged")
            found.odd.append("\(error)")
            return found
        }
        guard let (family, evidence) = recognised else { return nil }
        var found = Inspection(place, kind: .dictionary, family: "\(family.name) dictionary")
        found.describe(family: family, evidence: evidence)
        var outlines: [TensorOutline] = [], odd: [String] = []
        for name in opened.file.names {
            do { outlines.append(try opened.file.outline(of: name)) } catch { odd.append("\(error)") }
        }
        found.add(odd, odd.count, "more tensors that cannot be read")
        found.name(foreign: opened.file.foreign)
        let facts = WeightFacts(outlines)
        found.describe(facts)
        found.odd += facts.storedOtherwise(than: nil)
        do {
            describe(try DictionaryFamilies.read(opened), &found)
        } catch {
            found.odd.append("\(error)")
        }
        return found
    }

    private func describe(_ checkpoint: DictionaryCheckpoint, _ found: inout Inspection) {
        let configuration = checkpoint.configuration
        found.note("width of the activations (d_in)", configuration.inputSize)
        if configuration.outputSize != configuration.inputSize { found.note("width of the reconstruction (d_out)", configuration.outputSize) }
        found.note("features (d_sae)", configuration.featureCount)
        found.note("model", configuration.modelName.map { .string($0) })
        found.note("b_dec subtracted from the input", .bool(configuration.subtractsDecoderBias))
        found.note("trained on prompts", configuration.prependsBOS.map { .string($0 ? "that begin with BOS" : "without BOS") })
        if configuration.hasSkip { found.note("skip connection", "added to the reconstruction") }
        if let l0 = configuration.statedL0 { found.note("features active, as stated", l0) }
        found.activation = configuration.ruleText
        found.normalisation = "\(configuration.normalisation)"
        found.odd += configuration.notes.map { "It \($0)." }
        do {
            guard let placement = try DictionaryPlacement(configuration, override: nil) else {
                found.odd.append(Self.noSite)
                return
            }
            found.site = placement.site.description
            if configuration.isTranscoder { found.note("reconstructs", placement.isTargetKnown ? placement.target.description : "another site, which nothing names") }
        } catch {
            found.odd.append("\(error)")
        }
    }

    static let noSite =
        "Nothing says its site: given activations are encoded without; elsewhere name it (site: blocks.3.hook_resid_post in a workspace, DIR@blocks.3.hook_resid_post behind --dictionary)."

    /// A folder of one file a layer.
    private func set(of files: [any TensorFile], _ place: InspectedPlace) -> Inspection {
        var found = Inspection(place, kind: .dictionary, family: "a set of \(files.count) dictionaries")
        found.note("files", files.map { URL(filePath: $0.path).lastPathComponent }.listed())
        found.odd.append("One dictionary is opened at a time: name one of the files.")
        return found
    }
}

extension Inspection {
    /// The family's evidence, and what its figures have been held against.
    mutating func describe(family: any DictionaryFamily, evidence: String) {
        note("recognised by", evidence)
        note("verified", family.verifiedAgainst.map { "features and reconstructions are those of \($0)" } ?? "not verified against its own library: the published formula")
    }
}
