/// Numbers as words and as digits.
enum NumberWords {
    private static let values: [String: Int] = {
        let small = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
        let tens = "twenty thirty forty fifty sixty seventy eighty ninety"
        var values = Dictionary(uniqueKeysWithValues: small.split(separator: " ").enumerated().map { (String($1), $0) })
        for (index, word) in tens.split(separator: " ").enumerated() { values[String(word)] = 20 + 10 * index }
        values["hundred"] = 100
        values["thousand"] = 1000
        values["million"] = 1_000_000
        return values
    }()

    /// What a word is worth, case-folded; nil where it is no number word.
    static func value(_ word: String) -> Int? { values[word] }

    /// Digits, or a number word; "one" is too often no number.
    static func isNumber(_ word: String) -> Bool {
        if word.contains(where: \.isNumber) { return true }
        let folded = word.lowercased()
        return folded != "one" && values[folded] != nil
    }
}
