/// A token that is looked for in the text before the model sees it (`added_tokens` of tokenizer.json).
struct AddedToken: Sendable, Equatable {
    var content: String
    /// Matches only where no word character is beside it.
    var isSingleWord = false
    /// Takes the white space to its left along.
    var stripsLeft = false
    /// Takes the white space to its right along.
    var stripsRight = false
    /// Is looked for, in normalised form, in the normalised text.
    var isNormalized = false
    /// Is left out where decoding skips special tokens.
    var isSpecial = false

    init(content: String, isNormalized: Bool, isSpecial: Bool) {
        self.content = content
        self.isNormalized = isNormalized
        self.isSpecial = isSpecial
    }

    /// - Throws: a `Complaint` where `content` is missing or a flag is no boolean.
    init(_ value: OrderedJSON, subject: String) throws {
        let settings = ComponentSettings(subject: subject, part: "added token", value: value)
        content = try settings.text("content")
        isSingleWord = try settings.bool("single_word", default: false)
        stripsLeft = try settings.bool("lstrip", default: false)
        stripsRight = try settings.bool("rstrip", default: false)
        isSpecial = try settings.bool("special", default: false)
        isNormalized = try settings.bool("normalized", default: !isSpecial)
    }

    static func == (left: AddedToken, right: AddedToken) -> Bool {
        left.content.utf8.elementsEqual(right.content.utf8) && left.isSingleWord == right.isSingleWord && left.stripsLeft == right.stripsLeft
            && left.stripsRight == right.stripsRight && left.isNormalized == right.isNormalized && left.isSpecial == right.isSpecial
    }
}
