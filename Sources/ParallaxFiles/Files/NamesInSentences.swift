// Names out of files stand in sentences for people: they are kept short, whatever the file holds.

extension String {
    /// At most 80 characters, without control characters.
    package var shortened: String {
        // Nearly every name is a short word in ASCII.
        if utf8.count <= 80, utf8.allSatisfy({ (0x20..<0x7f).contains($0) }) { return self }
        let clean = String(String.UnicodeScalarView(unicodeScalars.prefix(400).map { $0.properties.generalCategory == .control ? "\u{fffd}" : $0 }))
        return clean.count > 80 || unicodeScalars.count > 400 ? clean.prefix(79) + "…" : clean
    }
}

extension Collection<String> {
    /// "a, b, c and 12 more": the first `limit` names.
    package func listed(atMost limit: Int = 8) -> String {
        let shown = prefix(limit).map(\.shortened).joined(separator: ", ")
        return count > limit ? "\(shown) and \(count - limit) more" : shown
    }
}
