/// Labels of features.
struct LabelRecogniser: Recogniser {
    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        guard place.isText, let file = try? LabelFile(place.url), file.count > 0 else { return nil }
        // Prose may hold a line that looks like a row; labels are labels nearly everywhere.
        guard file.complaint == nil || file.badRows * 10 <= file.count, let label = file.firstLabel else { return nil }
        var found = Inspection(place, kind: .labels, family: "feature labels (\(file.formatName))")
        found.note("features", file.count)
        if let range = file.featureRange { found.note("indices", "\(range.lowerBound) to \(range.upperBound)") }
        found.note("first label", label.text.shortened)
        if let detail = label.detail { found.note("its score", detail) }
        if let complaint = file.complaint { found.odd.append(complaint.description) }
        return found
    }
}
