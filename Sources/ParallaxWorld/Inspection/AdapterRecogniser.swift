/// A folder with an adapter and no model.
struct AdapterRecogniser: Recogniser {
    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        guard place.isFolder, !place.has("config.json"), let (kind, base) = AdapterFolder.description(place.url) else { return nil }
        var found = Inspection(place, kind: .unknown, family: kind)
        if let base { found.note("of the model", base) }
        found.odd.append("It is no model by itself: \(AdapterFolder.use).")
        return found
    }
}
