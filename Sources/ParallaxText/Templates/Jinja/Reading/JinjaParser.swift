/// Makes statements of a template's tokens. Nesting and the number of operators in an expression are limited, so that no template can
/// exhaust the stack.
struct JinjaParser {
    private let allowance: JinjaAllowance
    private let tokens: [JinjaToken]
    private var names = JinjaNames()
    private var position = 0
    private var depth = 0
    private var operators = 0
    private var extras = JinjaMacroExtras()
    private static let deepest = 60
    private static let mostOperators = 400

    static func parse(_ template: String, _ allowance: JinjaAllowance) throws -> (statements: [JinjaStatement], names: JinjaNames) {
        var parser = JinjaParser(try JinjaLexer.tokens(of: template, allowance), allowance)
        return (try parser.statements(until: []), parser.names)
    }

    private init(_ tokens: [JinjaToken], _ allowance: JinjaAllowance) {
        self.tokens = tokens
        self.allowance = allowance
    }

    var current: JinjaToken { tokens[position] }
    var following: JinjaToken { tokens[min(position + 1, tokens.count - 1)] }

    mutating func advance() {
        if position + 1 < tokens.count { position += 1 }
    }

    func refused(_ expected: String, _ found: String? = nil) -> Complaint {
        allowance.line = current.line
        return allowance.refused(expected, found ?? current.summary)
    }

    func isSymbol(_ symbol: String) -> Bool { current.kind == .symbol(symbol) }
    func isName(_ name: JinjaWord) -> Bool { current.kind == .name(name) }

    mutating func take(symbol: String) -> Bool {
        guard isSymbol(symbol) else { return false }
        advance()
        return true
    }

    mutating func take(name: JinjaWord) -> Bool {
        guard isName(name) else { return false }
        advance()
        return true
    }

    mutating func expect(symbol: String) throws {
        guard take(symbol: symbol) else { throw refused("\"\(symbol)\"") }
    }

    mutating func expect(name: JinjaWord) throws {
        guard take(name: name) else { throw refused("\"\(name)\"") }
    }

    /// A word that is no variable: of a statement, a filter or a test.
    mutating func word() throws -> JinjaWord {
        guard case .name(let name) = current.kind else { throw refused("a name") }
        advance()
        return name
    }

    mutating func name() throws -> JinjaName { name(try word()) }

    mutating func name(_ word: JinjaWord) -> JinjaName { names.name(word) }

    mutating func variable(_ word: JinjaWord) -> JinjaName {
        let name = names.variable(word)
        extras.note(name)
        return name
    }

    /// Reads a macro's body, and which of the variables that every macro has it asks for.
    mutating func macroBody(_ parse: (inout JinjaParser) throws -> [JinjaStatement]) rethrows -> ([JinjaStatement], JinjaMacroExtras) {
        let outer = extras
        extras = JinjaMacroExtras()
        defer { extras = outer }
        return (try parse(&self), extras)
    }

    mutating func endBlock() throws {
        guard current.kind == .blockEnd else { throw refused("%}") }
        advance()
    }

    /// Runs a part of the parser one level deeper.
    mutating func nested<Part>(_ parse: (inout JinjaParser) throws -> Part) throws -> Part {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw refused("at most \(Self.deepest) levels of nesting", "more") }
        return try parse(&self)
    }

    /// Counts an operator, call or subscript of the expression at hand.
    mutating func countOperator() throws {
        operators += 1
        guard operators <= Self.mostOperators else { throw refused("at most \(Self.mostOperators) operators in one expression", "more") }
    }

    mutating func beginExpression() { operators = 0 }
}
