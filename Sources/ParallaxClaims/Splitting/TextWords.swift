/// The words of a text: letters and digits with what joins them inside ("don't", "1,000", "3.5"). A character of Chinese or Japanese is a word,
/// since nothing else parts them.
struct TextWords {
    struct Word: Equatable {
        /// In UTF-8 bytes of the text.
        let range: Range<Int>
        let text: String
    }

    private(set) var words: [Word] = []

    init(_ text: String) {
        var offset = 0, start = 0
        var word = ""
        // An apostrophe, comma or point that belongs to the word only if it goes on behind it.
        var joint: Character?
        func isJoint(_ character: Character) -> Bool {
            guard let last = word.last else { return false }
            return last.isNumber ? character == "," || character == "." : character == "'" || character == "’"
        }
        func goesOn(_ character: Character) -> Bool {
            guard let joint else { return true }
            return joint == "," || joint == "." ? character.isNumber : character.isLetter
        }
        for character in text {
            let isPart = character.isLetter || character.isNumber
            let stands = isPart && Self.standsAlone(character)
            if !word.isEmpty, !isPart || stands || !goesOn(character) {
                if !isPart, joint == nil, isJoint(character) {
                    joint = character
                    offset += character.utf8.count
                    continue
                }
                words.append(Word(range: start..<start + word.utf8.count, text: word))
                (word, joint) = ("", nil)
            }
            if stands {
                words.append(Word(range: offset..<offset + character.utf8.count, text: String(character)))
            } else if isPart {
                if word.isEmpty { start = offset }
                if let join = joint { word.append(join) }
                joint = nil
                word.append(character)
            }
            offset += character.utf8.count
        }
        if !word.isEmpty { words.append(Word(range: start..<start + word.utf8.count, text: word)) }
    }

    /// Han, Hiragana, Katakana, Hangul.
    private static func standsAlone(_ character: Character) -> Bool {
        guard let scalar = character.unicodeScalars.first, scalar.value >= 0x1100 else { return false }
        return switch scalar.value {
        case 0x1100...0x11ff, 0x3040...0x30ff, 0x3400...0x4dbf, 0x4e00...0x9fff, 0xac00...0xd7af, 0xf900...0xfaff, 0x20000...0x323af: true
        default: false
        }
    }
}

/// Numbers as words and as digits.
enum NumberWords {
    private static let values: [String: Int] = {
        let small =
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
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

// Ranges of claims are UTF-8 bytes: they mean the same in every program that reads them.

extension String {
    /// The text of a range that is known to lie inside and at whole characters.
    func bytes(_ range: Range<Int>) -> String {
        let start = utf8.index(startIndex, offsetBy: range.lowerBound)
        return String(self[start..<utf8.index(start, offsetBy: range.count)])
    }

    /// The same for ranges from elsewhere; nil where it lies outside or cuts a character.
    func bytes(ifWhole range: Range<Int>) -> String? {
        range.lowerBound >= 0 && range.upperBound <= utf8.count && hasWholeCharacters(at: range) ? bytes(range) : nil
    }

    /// Whether a range inside the text begins and ends between characters.
    func hasWholeCharacters(at range: Range<Int>) -> Bool {
        let start = utf8.index(startIndex, offsetBy: range.lowerBound)
        return Index(start, within: self) != nil && Index(utf8.index(start, offsetBy: range.count), within: self) != nil
    }
}

extension [String] {
    /// Whether these stand in it, in a row.
    func holds(_ phrase: [String]) -> Bool {
        guard !phrase.isEmpty, phrase.count <= count else { return false }
        return (0...count - phrase.count).contains { self[$0..<$0 + phrase.count].elementsEqual(phrase) }
    }
}
