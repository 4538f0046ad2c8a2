import Foundation

/// Labels of features.
struct LabelRecogniser: Recogniser {
    /// Of a longer file the beginning says whether it holds labels.
    private static let telling = 1 << 20

    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        if place.isFolder { return folder(place) }
        guard place.isText || place.head(2).elementsEqual(GzipStream.magic), isLikely(place) else { return nil }
        let source: LabelSource
        do {
            source = try LabelSource(place.url)
        } catch let complaint as Complaint where complaint.expected == FeatureKey.question {
            var found = Inspection(place, kind: .labels, family: "feature labels (a table of several columns that could be meant)")
            found.odd.append(complaint.description)
            return found
        } catch {
            return nil
        }
        guard isLabels(source), let lowest = source.labels.indices.min(by: { source.labels.feature($0) < source.labels.feature($1) })
        else { return nil }
        let label = source.labels[lowest].label
        var found = Inspection(place, kind: .labels, family: "feature labels (\(source.formatName))")
        found.note("features", source.labels.count)
        if let high = source.labels.indices.map({ source.labels.feature($0) }).max() {
            found.note("indices", "\(source.labels.feature(lowest)) to \(high)")
        }
        found.note("first label", label.text.shortened)
        if let detail = label.detail { found.note("its score", detail) }
        if let complaint = source.complaint { found.odd.append(complaint.description) }
        return found
    }

    private func isLikely(_ place: InspectedPlace) -> Bool {
        guard place.size > Self.telling else { return true }
        do {
            return isLabels(try LabelSource(place.url, limit: Self.telling))
        } catch {
            return (error as? Complaint)?.expected == FeatureKey.question
        }
    }

    /// Prose may hold a line that looks like a row; labels are labels nearly everywhere.
    private func isLabels(_ source: LabelSource) -> Bool {
        source.featureCount > 0 && (source.complaint == nil || source.badRows * 10 <= source.featureCount)
    }

    /// Folders of labels have names of their own (an export's or delphi's), so that no other folder is read for them.
    private func folder(_ place: InspectedPlace) -> Inspection? {
        guard place.has("explanations") || place.has("features"), let labels = try? FeatureLabels.open(place.url) else { return nil }
        var found = Inspection(place, kind: .labels, family: "feature labels (a folder of an export)")
        found.note("features", labels.count)
        found.odd += labels.complaints.map(\.description)
        return found
    }
}

/// Tensors in a safetensors, .npy, .npz or PyTorch file: what `compare` and `encode` take, or weights without their folder.
struct TensorRecogniser: Recogniser {
    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        guard !place.isFolder else { return nil }
        let head = place.head(9)
        let isZip = TensorFiles.isZip(head)
        let isNumpy = head.starts(with: NumpyHeader.magic)
        let isSafetensors = head.count == 9 && head[8] == UInt8(ascii: "{") && head[4..<8].allSatisfy { $0 == 0 }
        guard isZip || isNumpy || isSafetensors else { return nil }
        var found = Inspection(
            place, kind: .tensors, family: isZip ? "NumPy archive (.npz)" : isNumpy ? "NumPy array (.npy)" : "safetensors file")
        if isZip, let archive = try? ZipArchive(MappedFile(place.url.path, holes: true)), PyTorchFile.pickle(in: archive) != nil {
            found.family = "PyTorch checkpoint (.pt)"
        }
        do {
            let file = try TensorFiles.open(place.url.path)
            var outlines: [TensorOutline] = [], odd: [String] = []
            for name in file.names {
                do { outlines.append(try file.outline(of: name)) } catch {
                    odd.append("\(error)")
                }
            }
            found.add(odd, odd.count, "more tensors that cannot be read")
            found.name(foreign: file.foreign)
            let facts = WeightFacts(outlines)
            found.describe(facts)
            found.note("tensors", outlines.count)
            found.odd += facts.storedOtherwise(than: nil)
            if let file = file as? SafetensorsFile {
                for (key, value) in file.metadata.sorted(by: { $0.key < $1.key }).prefix(16) { found.note(key.shortened, value.shortened) }
            }
            describeStates(facts, &found)
            do { try MappedFile(place.url.path).checkWhole() } catch { found.odd.append("\(error)") }
        } catch {
            found.kind = .unknown
            found.odd.append("\(error)")
        }
        return found
    }

    /// Captured states and lone weights are told by their keys.
    private func describeStates(_ facts: WeightFacts, _ found: inout Inspection) {
        if let states = facts.outlines["hidden_states"], states.shape.count == 3, let tokens = facts.outlines["token_ids"]?.shape.first {
            found.family += ", captured states"
            found.note("states", "[sites, tokens, d] = \(states.shape)")
            if states.shape[1] != tokens { found.odd.append("hidden_states has \(states.shape[1]) tokens, token_ids has \(tokens).") }
            if let sites = facts.outlines["sites"]?.shape.first, sites != states.shape[0] {
                found.odd.append("hidden_states has \(states.shape[0]) sites, the list of sites has \(sites).")
            }
        } else if facts.outlines["W_dec"] != nil || facts.outlines["w_dec"] != nil {
            found.odd.append("These look like the weights of a dictionary without their configuration: name the folder they belong to.")
        }
    }
}

/// A workspace file, or a folder with a `parallax.yaml`.
struct WorkspaceRecogniser: Recogniser {
    private static let keys: Set<String> = ["model", "dictionaries", "verbalizers", "documents", "statistics", "claims"]

    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        let file = place.isFolder ? place.file(Workspace.fileName) : place.url
        // Other text may happen to be YAML as well: a workspace has at least one of its keys, and is short enough to parse.
        guard !place.isFolder || place.has(Workspace.fileName),
            let mapping = place.isFolder ? InspectedPlace.mapping(file) : place.mapping,
            mapping.contains(where: { $0.key.string.map(Self.keys.contains) ?? false }), !isJSON(place)
        else { return nil }
        let workspace = try Workspace.open(file)
        var found = Inspection(place, kind: .workspace, family: "Parallax workspace")
        if let model = workspace.model { found.note("model", model.path) }
        for entry in workspace.dictionaries { found.note("dictionary", entry.path.path + (entry.labels == nil ? "" : " (labelled)")) }
        for entry in workspace.verbalizers {
            let parts = [entry.av.map { "AV \($0.path)" }, entry.ar.map { "AR \($0.path)" }, entry.explanations.map { "texts \($0.path)" }]
                .compactMap(\.self)
            found.note("verbalizer \(entry.name.shortened)", parts.joined(separator: ", "))
        }
        let documents = DocumentCollection(workspace.documents)
        found.note("documents", documents.count)
        if let statistics = workspace.statistics { found.note("statistics", statistics.path) }
        let claims = workspace.claims
        let files =
            [("rules", claims.rules), ("calibration", claims.calibration), ("verdicts", claims.verdicts), ("mimic", claims.mimic)]
            + claims.truth.map { ("truth", $0) }
        for case (let name, let file?) in files { found.note("claims, \(name)", file.path) }
        found.odd = Complaint.some(workspace.complaints + documents.complaints).map(\.description)
        return found
    }

    /// JSON is YAML, too, but a configuration or a document in JSON is no workspace.
    private func isJSON(_ place: InspectedPlace) -> Bool {
        place.head(256).first { $0 > 0x20 }.map { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") } ?? false
    }
}
