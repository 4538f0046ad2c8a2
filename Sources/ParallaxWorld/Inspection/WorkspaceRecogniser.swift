/// A workspace file, or a folder with a `parallax.yaml`.
struct WorkspaceRecogniser: Recogniser {
    private static let keys: Set<String> = ["model", "dictionaries", "verbalizers", "documents", "statistics", "claims"]

    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        let file = place.isFolder ? place.file(Workspace.fileName) : place.url
        // Other text may happen to be YAML as well: a workspace has at least one of its keys, and is short enough to parse.
        guard place.isFolder ? place.has(Workspace.fileName) : place.isText, let mapping = InspectedPlace.mapping(file),
            mapping.contains(where: { $0.key.string.map(Self.keys.contains) ?? false }), !isJSON(place)
        else { return nil }
        let workspace = try Workspace.open(file)
        var found = Inspection(place, kind: .workspace, family: "Parallax workspace")
        if let model = workspace.model { found.note("model", model.path) }
        for entry in workspace.dictionaries { found.note("dictionary", entry.path.path + (entry.labels == nil ? "" : " (labelled)")) }
        for entry in workspace.verbalizers {
            let parts = [entry.av.map { "AV \($0.path)" }, entry.ar.map { "AR \($0.path)" }, entry.explanations.map { "texts \($0.path)" }].compactMap(\.self)
            found.note("verbalizer \(entry.name.shortened)", parts.joined(separator: ", "))
        }
        let documents = DocumentCollection(workspace.documents)
        found.note("documents", documents.count)
        if let statistics = workspace.statistics { found.note("statistics", statistics.path) }
        let claims = workspace.claims
        let files = [("rules", claims.rules), ("calibration", claims.calibration), ("verdicts", claims.verdicts), ("mimic", claims.mimic)] + claims.truth.map { ("truth", $0) }
        for case (let name, let file?) in files { found.note("claims, \(name)", file.path) }
        found.odd = Complaint.some(workspace.complaints + documents.complaints).map(\.description)
        return found
    }

    /// JSON is YAML, too, but a configuration or a document in JSON is no workspace.
    private func isJSON(_ place: InspectedPlace) -> Bool {
        place.head(256).first { $0 > 0x20 }.map { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") } ?? false
    }
}
