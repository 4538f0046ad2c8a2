extension DictionaryPlace {
    /// The whole number behind `word` in the path ("layer_" in "layer_20/width_16k/…"), the part nearest to the file first.
    func number(after word: String) -> Int? {
        for part in pathParts.reversed() {
            var rest = Substring(part)
            while let found = rest.firstRange(of: word) {
                rest = rest[found.upperBound...]
                let digits = rest.prefix { $0.isASCII && $0.isNumber }
                if !digits.isEmpty, digits.count < 7 { return Int(foreign: digits) }
            }
        }
        return nil
    }

    /// Whether a part of the path holds one of these words; the first that does.
    func word(_ words: [String]) -> String? {
        words.first { word in pathParts.contains { $0.contains(word) } }
    }
}
