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
    var asked: [String] { names.values.filter { variables.contains($0.number) && $0.function == nil }.sorted { $0.number < $1.number }.map(\.word.text) }

    func asks(for text: String) -> Bool { number(of: text).map(variables.contains) ?? false }

    /// The number of a name, where the template has it.
    func number(of text: String) -> Int? { names[JinjaKey(name: text)]?.number }
}
