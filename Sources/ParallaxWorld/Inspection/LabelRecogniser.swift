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
        if let high = source.labels.indices.map({ source.labels.feature($0) }).max() { found.note("indices", "\(source.labels.feature(lowest)) to \(high)") }
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
    private func isLabels(_ source: LabelSource) -> Bool { source.featureCount > 0 && (source.complaint == nil || source.badRows * 10 <= source.featureCount) }

    /// Folders of labels have names of their own (an export's or delphi's), so that no other folder is read for them.
    private func folder(_ place: InspectedPlace) -> Inspection? {
        guard place.has("explanations") || place.has("features"), let labels = try? FeatureLabels.open(place.url) else { return nil }
        var found = Inspection(place, kind: .labels, family: "feature labels (a folder of an export)")
        found.note("features", labels.count)
        found.odd += labels.complaints.map(\.description)
        return found
    }
}
