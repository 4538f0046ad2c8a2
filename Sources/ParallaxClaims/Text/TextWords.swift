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
