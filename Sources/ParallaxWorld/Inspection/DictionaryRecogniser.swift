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
        if configuration.outputSize != configuration.inputSize {
            found.note("width of the reconstruction (d_out)", configuration.outputSize)
        }
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
            if configuration.isTranscoder {
                found.note("reconstructs", placement.isTargetKnown ? placement.target.description : "another site, which nothing names")
            }
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
        note(
            "verified",
            family.verifiedAgainst.map { "features and reconstructions are those of \($0)" }
                ?? "not verified against its own library: the published formula")
    }
}

/// A SAELens folder: `cfg.json` and `sae_weights.safetensors`, as version 6 writes them, or the flat keys from before.
struct SAELensRecogniser: Recogniser {
    private static let weightsName = "sae_weights.safetensors"
    private static let known: Set<String> = [
        "standard", "gated", "topk", "jumprelu", "transcoder", "skip_transcoder", "jumprelu_transcoder", "jumprelu_skip_transcoder",
        "temporal", "matching_pursuit"
    ]

    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        guard let configuration = place.configuration("cfg.json"),
            configuration["d_sae"] != nil || configuration["d_in"] != nil && place.has(Self.weightsName)
        else { return nil }
        let architecture = configuration["architecture"]?.string ?? "standard"
        var found = Inspection(place, kind: .dictionary, family: "SAELens dictionary (\(architecture.shortened))")
        if configuration["architecture"]?.string == nil { found.odd.append("cfg.json names no architecture; \"standard\" is assumed.") }
        found.describe(
            family: SAELensFamily(),
            evidence: "cfg.json has \(["d_in", "d_sae"].filter { configuration[$0] != nil }.joined(separator: " and "))")
        if Self.known.contains(architecture), !SAELensFamily.architectures.contains(architecture) {
            found.odd.append("Dictionaries of architecture \(architecture) are not computed.")
        }
        if !Self.known.contains(architecture) {
            found.odd.append("\"\(architecture.shortened)\" is no architecture that SAELens writes for inference.")
        }
        version(configuration, &found)
        let fields = ConfigurationFields(path: place.url.appending(path: "cfg.json").path, values: configuration.object ?? [:])
        site(fields, &found)
        for (key, name) in [("d_in", "width of the activations (d_in)"), ("d_sae", "features (d_sae)"), ("k", "k")] {
            found.note(name, configuration[key])
        }
        found.note("model", configuration["metadata"]?["model_name"] ?? configuration["model_name"])
        do {
            found.note(
                "trained on prompts", try SAELensFamily.prependsBOS(fields).map { .string($0 ? "that begin with BOS" : "without BOS") })
        } catch {
            found.odd.append("\(error)")
        }
        found.note(
            "b_dec subtracted from the input",
            architecture.contains("transcoder") ? .bool(false) : configuration["apply_b_dec_to_input"] ?? .bool(true))
        found.activation = activation(architecture, configuration, &found)
        normalisation(configuration, place, &found)
        weights(architecture, configuration, place, &found)
        return found
    }

    private func version(_ configuration: JSONValue, _ found: inout Inspection) {
        let version = (configuration["metadata"]?["sae_lens_version"] ?? configuration["sae_lens_version"])?.string
        found.note("SAELens version", version.map { .string($0) })
        let major = version.flatMap { Int(foreign: $0.prefix { $0 != "." }) }
        if (major ?? 0) < 6 {
            found.odd.append(
                "cfg.json is from before SAELens 6 (\(version?.shortened ?? "no version in it")): its keys are read by their older names.")
        }
    }

    private func site(_ fields: ConfigurationFields, _ found: inout Inspection) {
        do {
            let (hook, notes) = try SAELensFamily.hookName(fields)
            found.odd += notes.map { "It \($0)." }
            if let hook {
                found.site = try Site(hookName: hook).description
            } else {
                found.odd.append("cfg.json names no hook_name. \(DictionaryRecogniser.noSite)")
            }
        } catch {
            found.odd.append("\(error)")
        }
    }

    private func activation(_ architecture: String, _ configuration: JSONValue, _ found: inout Inspection) -> String {
        switch architecture {
        case "topk":
            guard let k = configuration["k"]?.integer, k > 0 else {
                found.odd.append("A topk dictionary needs k, cfg.json has none.")
                return "top k, then ReLU"
            }
            if let features = configuration["d_sae"]?.integer, k > features {
                found.odd.append("k is \(k), but there are only \(features) features.")
            }
            return "top \(k), then ReLU"
                + (configuration["rescale_acts_by_decoder_norm"]?.bool == true ? ", ranked by activation times decoder norm" : "")
        case let name where name.hasPrefix("jumprelu"): return "JumpReLU (a threshold for each feature)"
        case "gated": return "gated ReLU"
        default: return configuration["activation_fn"]?.string ?? configuration["activation_fn_str"]?.string ?? "ReLU"
        }
    }

    private func normalisation(_ configuration: JSONValue, _ place: InspectedPlace, _ found: inout Inspection) {
        let key = configuration["normalize_activations"]
        let value = key?.string ?? (key?.bool == true ? "expected_average_only_in" : "none")
        found.normalisation = value.shortened
        if value == "expected_average_only_in", !place.has("activation_scaler.json") {
            found.odd.append(
                "Activations are to be scaled to an average norm, but the scale stands in no file of the folder (activation_scaler.json).")
        }
        if let reshape = configuration["reshape_activations"]?.string, reshape != "none" {
            found.note("activations reshaped", reshape.shortened)
        }
        if let options = (configuration["metadata"]?["model_from_pretrained_kwargs"] ?? configuration["model_from_pretrained_kwargs"])?
            .object, !options.isEmpty
        {
            found.odd.append(
                "It was trained on a model with processed weights (\(options.keys.sorted().listed(atMost: 4))): activations of the plain model differ."
            )
        }
    }

    private func weights(_ architecture: String, _ configuration: JSONValue, _ place: InspectedPlace, _ found: inout Inspection) {
        let facts: WeightFacts
        do {
            // The file of that name, or whatever else there is told by its tensors.
            let file: any TensorFile =
                try place.has(Self.weightsName) ? SafetensorsFile(place.file(Self.weightsName).path) : DictionaryPlace(place.url).file
            facts = WeightFacts(try file.names.map { try file.outline(of: $0) })
            found.name(foreign: file.foreign)
        } catch {
            found.odd.append("\(error)")
            return
        }
        found.describe(facts)
        found.odd += facts.storedOtherwise(than: configuration["dtype"]?.string)
        let width = configuration["d_in"]?.integer, features = configuration["d_sae"]?.integer
        for (key, value) in [("d_in", width), ("d_sae", features)] where value == nil {
            found.odd.append("cfg.json lacks \(key) (a whole number).")
        }
        let output =
            configuration["d_out"]?.integer ?? configuration["metadata"]?["d_out"]?.integer
            ?? (architecture.contains("transcoder") ? nil : width)
        var checks: [String?] = [
            facts.disagreement("W_enc", shape: [width, features], meaning: "[d_in, d_sae]"),
            facts.disagreement("W_dec", shape: [features, output], meaning: "[d_sae, d_out]"),
            facts.disagreement("b_dec", shape: [output], meaning: "[d_out]")
        ]
        if architecture == "gated" {
            checks += ["b_gate", "b_mag", "r_mag"].map { facts.disagreement($0, shape: [features], meaning: "[d_sae]") }
        } else {
            checks.append(facts.disagreement("b_enc", shape: [features], meaning: "[d_sae]"))
        }
        if architecture.contains("skip") { checks.append(facts.disagreement("W_skip", shape: [output, width], meaning: "[d_out, d_in]")) }
        if architecture.hasPrefix("jumprelu") { checks.append(facts.disagreement("threshold", shape: [features], meaning: "[d_sae]")) }
        found.odd += checks.compactMap(\.self)
        // What is wrong is said above; of one that can be read, what plays no part.
        if let opened = try? DictionaryPlace(place.url), let checkpoint = try? DictionaryFamilies.read(opened), !checkpoint.unused.isEmpty {
            found.odd.append("It \(DictionaryCheckpoint.note(unused: checkpoint.unused)).")
        }
    }
}
