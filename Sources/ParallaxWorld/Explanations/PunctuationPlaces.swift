/// Where the punctuation of a sentence can change without a word being touched: its final stop, and the commas outside quotation marks.
struct PunctuationPlaces {
    struct Place {
        let range: Range<String.Index>
        /// What may stand there instead.
        let alternatives: [String]
    }

    /// The final stop first, then the commas in their order.
    let places: [Place]

    /// - Parameter sentence: without white space behind it.
    init(_ sentence: String) {
        var places: [Place] = []
        if sentence.hasSuffix("."), !sentence.hasSuffix("..") {
            places.append(Place(range: sentence.index(before: sentence.endIndex)..<sentence.endIndex, alternatives: ["", ";"]))
        }
        let quoted = Self.quoted(sentence)
        for comma in sentence.indices where sentence[comma] == "," && !quoted.contains(comma) {
            let next = sentence.index(after: comma)
            // The comma of 1,000 is no punctuation.
            guard next < sentence.endIndex, sentence[next].isWhitespace else { continue }
            places.append(Place(range: comma..<next, alternatives: ["", ";"]))
        }
        self.places = places
    }

    /// What stands between double quotation marks, the marks included.
    static func quoted(_ sentence: String) -> Set<String.Index> {
        var places: Set<String.Index> = []
        var isQuoted = false
        for index in sentence.indices {
            let character = sentence[index]
            if character == "“" || (character == "\"" && !isQuoted) {
                isQuoted = true
                places.insert(index)
            } else if isQuoted {
                places.insert(index)
                if character == "”" || character == "\"" { isQuoted = false }
            }
        }
        return places
    }
}
