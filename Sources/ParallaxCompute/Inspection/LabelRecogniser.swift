/// Labels of features.
struct LabelRecogniser: Recogniser {
    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        if place.isFolder { return folder(place) }
        guard place.isText || place.head(2).elementsEqual(GzipFile.magic), let source = try? LabelSource(place.url), source.featureCount > 0 else { return nil }
        // Prose may hold a line that looks like a row; labels are labels nearly everywhere.
        guard source.complaint == nil || source.badRows * 10 <= source.featureCount, let label = source.labels.min(by: { $0.feature < $1.feature })?.label else { return nil }
        var found = Inspection(place, kind: .labels, family: "feature labels (\(source.formatName))")
        let features = source.labels.map(\.feature)
        found.note("features", Set(features).count)
        if let low = features.min(), let high = features.max() { found.note("indices", "\(low) to \(high)") }
        found.note("first label", label.text.shortened)
        if let detail = label.detail { found.note("its score", detail) }
        if let complaint = source.complaint { found.odd.append(complaint.description) }
        return found
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
