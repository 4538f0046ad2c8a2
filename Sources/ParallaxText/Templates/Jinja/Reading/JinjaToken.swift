/// A word of a template's source. Told apart by its bytes: Swift's own comparison brings both texts to a normal form first, however long
/// they are.
struct JinjaWord: Equatable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    let text: String

    init(_ text: String) { self.text = text }
    init(stringLiteral text: String) { self.text = text }

    var description: String { text }

    static func == (left: JinjaWord, right: JinjaWord) -> Bool {
        left.text.utf8.count == right.text.utf8.count && left.text.utf8.elementsEqual(right.text.utf8)
    }
}

/// A name in a template's source: looked up by its number while the template runs, however long it is.
struct JinjaName: Sendable {
    let number: Int
    let word: JinjaWord
    /// The function of this name.
    let function: JinjaFunction?
    /// The key of this name in a mapping.
    let key: JinjaKey
}

/// All names of a template.
struct JinjaNames: Sendable {
    private var names: [JinjaKey: JinjaName] = [:]
    /// Numbers of the names that stand for variables, not for attributes or arguments.
    private var variables: Set<Int> = []

    /// The name of a word; the same number for the same word.
    mutating func name(_ word: JinjaWord) -> JinjaName {
        let key = JinjaKey(name: word.text)
        if let known = names[key] { return known }
        let name = JinjaName(number: names.count, word: word, function: JinjaFunction.named(word), key: key)
        names[key] = name
        return name
    }

    /// The name of a word that stands for a variable.
    mutating func variable(_ word: JinjaWord) -> JinjaName {
        let name = name(word)
        variables.insert(name.number)
        return name
    }

    /// The variables in the order of the source.
    var asked: [String] {
        names.values.filter { variables.contains($0.number) && $0.function == nil }.sorted { $0.number < $1.number }.map(\.word.text)
    }

    func asks(for text: String) -> Bool { number(of: text).map(variables.contains) ?? false }

    /// The number of a name, where the template has it.
    func number(of text: String) -> Int? { names[JinjaKey(name: text)]?.number }
}

/// What a template's source consists of.
struct JinjaToken: Equatable {
    enum Kind: Equatable {
        /// Text outside of tags, as it is written.
        case text(String)
        case blockBegin, blockEnd
        case outputBegin, outputEnd
        case name(JinjaWord)
        case string(String)
        case integer(Int)
        case number(Double)
        case symbol(String)
        case end
    }

    let kind: Kind
    let line: Int

    /// What this is, for a complaint.
    var summary: String {
        switch kind {
        case .text: "text"
        case .blockBegin: "{%"
        case .blockEnd: "%}"
        case .outputBegin: "{{"
        case .outputEnd: "}}"
        case .name(let name): "\"\(name)\""
        case .string(let text): "the string '\(JinjaAllowance.excerpt(text, bytes: 40))'"
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .symbol(let symbol): "\"\(symbol)\""
        case .end: "the end of the template"
        }
    }
}

/// The words that Parallax knows of one kind. They are listed, so that tests can try every one of them.
package protocol JinjaVocabulary: RawRepresentable<String>, CaseIterable, Sendable {}

extension JinjaVocabulary {
    /// What a word means; nil where it is another's.
    static func named(_ word: JinjaWord) -> Self? { allCases.first { JinjaWord($0.rawValue) == word } }
}

/// What stands behind `|`.
package enum JinjaFilter: String, JinjaVocabulary {
    case standard = "default", d, length, count, tojson, trim, upper, lower, capitalize, title, string, safe, escape, e, forceescape
    case replace, indent, int, float, abs
    case first, last, list, join, reverse, items, dictsort, sort, unique, sum, map, select, reject, selectattr, rejectattr
    case min, max, groupby, batch, slice, round, format, attr, center, wordcount
}

/// What stands behind `is`.
package enum JinjaTest: String, JinjaVocabulary {
    case defined, undefined, none, boolean, isTrue = "true", isFalse = "false", integer, float, number, string, mapping, iterable, sequence,
        callable
    case eq, equalto, equal = "==", ne, unequal = "!=", lt, lessthan, less = "<", gt, greaterthan, greater = ">", le, lessOrEqual = "<=",
        ge, greaterOrEqual = ">="
    case isIn = "in", odd, even, divisibleby, lower, upper, sameas
}

/// The functions that transformers gives to chat templates.
package enum JinjaFunction: String, JinjaVocabulary {
    case range, namespace, dict
    case raiseException = "raise_exception"
    case now = "strftime_now"
}

package enum JinjaTextMethod: String, JinjaVocabulary {
    case strip, lstrip, rstrip, split, rsplit, splitlines, startswith, endswith, replace, upper, lower, title, capitalize
    case find, rfind, index, rindex, count, join, removeprefix, removesuffix, isdigit, isalpha, isspace, isdecimal, isnumeric, isalnum,
        islower, isupper, format
    case partition, rpartition, center, ljust, rjust, zfill
}

package enum JinjaMappingMethod: String, JinjaVocabulary {
    case items, keys, values, get
}

/// Those that change a list are known and refused, as by transformers' sandbox.
package enum JinjaListMethod: String, JinjaVocabulary {
    case index, count, append, pop, insert, extend
}

/// A word with what it means where Parallax knows it; otherwise it is refused by its name when it is used.
struct JinjaNamed<Meaning: JinjaVocabulary>: Sendable {
    let word: JinjaWord
    let meaning: Meaning?

    init(_ word: JinjaWord) {
        self.word = word
        meaning = Meaning.named(word)
    }
}
