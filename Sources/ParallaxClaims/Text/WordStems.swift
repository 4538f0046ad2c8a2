/// Words without endings, so that "expects" and "expecting" are the same; numbers in digits.
enum WordStems {
    /// The stems of all words, in order. "twenty-one" is one stem, "21".
    static func all(_ text: String) -> [String] { all(TextWords(text).words) }

    static func all(_ words: [TextWords.Word]) -> [String] {
        var stems: [String] = []
        stems.reserveCapacity(words.count)
        // A number of tens that the next word may complete.
        var tens: Int?
        for word in words {
            let folded = word.text.lowercased()
            let value = NumberWords.value(folded)
            if let value, let ten = tens, (1...9).contains(value) {
                stems[stems.count - 1] = String(ten + value)
                tens = nil
                continue
            }
            tens = value.flatMap { (20...90).contains($0) ? $0 : nil }
            stems.append(value.map { String($0) } ?? stem(folded))
        }
        return stems
    }

    /// The stems of words that mean something; all, where none does.
    static func content(_ text: String) -> [String] {
        let words = TextWords(text).words
        let content = words.filter { !functionWords.contains($0.text.lowercased()) }
        return all(content.isEmpty ? words : content)
    }

    /// Endings taken off by a few rules, for English words in lower case; others stay as they are.
    static func stem(_ word: String) -> String {
        if word.contains(where: \.isNumber) { return word.filter { $0 != "," } }
        var word = word[...]
        for ending in ["'s", "’s", "'", "’"] where word.hasSuffix(ending) { word = word.dropLast(ending.count) }
        guard word.utf8.count > 3, word.utf8.allSatisfy({ (0x61...0x7a).contains($0) }) else { return String(word) }
        if word.hasSuffix("ies"), word.count > 4 {
            word = word.dropLast(3) + "y"
        } else if ["sses", "shes", "ches", "xes", "zes", "oes"].contains(where: word.hasSuffix) {
            word = word.dropLast(2)
        } else if word.hasSuffix("s"), !["ss", "us", "is"].contains(where: word.hasSuffix) {
            word = word.dropLast()
        }
        for ending in ["ingly", "edly", "ing", "ed", "ly"] where word.hasSuffix(ending) {
            let rest = word.dropLast(ending.count)
            guard rest.count >= 3, rest.contains(where: { "aeiouy".contains($0) }) else { break }
            word = rest
            if let last = word.last, !"lsz".contains(last), word.dropLast().last == last { word = word.dropLast() }
            break
        }
        if word.hasSuffix("e"), word.count > 3 { word = word.dropLast() }
        if word.hasSuffix("y"), word.count > 3 { word = word.dropLast() + "i" }
        return String(word)
    }

    private static let functionWords = Set(
        """
        a an the this that these those it its is are was were be been being am has have had do does did of in on at to for from by with about as into and or but so if then than \
        there here which who whom whose what when where while will would can could may might shall should must not no nor he she they them his her their we our you your i my me \
        also too very just such some any each both more most other one
        """.split(separator: " ").map { String($0) })
}
