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

extension JinjaParser {
    /// An expression, or several with commas between them, which are a tuple.
    mutating func expressionList(withCondition: Bool = true) throws -> JinjaExpression {
        let first = try withCondition ? expression() : disjunction()
        guard isSymbol(",") else { return first }
        var elements = [first]
        while take(symbol: ",") {
            switch current.kind {
            case .blockEnd, .outputEnd, .symbol(")"): return .tuple(elements)
            default: elements.append(try withCondition ? expression() : disjunction())
            }
        }
        return .tuple(elements)
    }

    /// `a if b else c` and everything that binds closer.
    mutating func expression() throws -> JinjaExpression {
        try nested { parser in
            var value = try parser.disjunction()
            while parser.take(name: "if") {
                try parser.countOperator()
                let test = try parser.disjunction()
                let otherwise = parser.take(name: "else") ? try parser.expression() : nil
                value = .conditional(then: value, test: test, otherwise: otherwise)
            }
            return value
        }
    }

    mutating func disjunction() throws -> JinjaExpression {
        var value = try conjunction()
        while take(name: "or") {
            try countOperator()
            value = .or(value, try conjunction())
        }
        return value
    }

    private mutating func conjunction() throws -> JinjaExpression {
        var value = try negation()
        while take(name: "and") {
            try countOperator()
            value = .and(value, try negation())
        }
        return value
    }

    private mutating func negation() throws -> JinjaExpression {
        guard isName("not") else { return try comparison() }
        advance()
        return .not(try nested { try $0.negation() })
    }

    private mutating func comparison() throws -> JinjaExpression {
        let first = try sum()
        var rest: [(comparison: JinjaComparison, value: JinjaExpression)] = []
        while let comparison = takeComparison() {
            try countOperator()
            rest.append((comparison, try sum()))
        }
        return rest.isEmpty ? first : .comparison(first, rest)
    }

    private mutating func takeComparison() -> JinjaComparison? {
        switch current.kind {
        case .symbol(let symbol):
            guard let comparison = JinjaComparison(rawValue: symbol) else { return nil }
            advance()
            return comparison
        case .name("in"):
            advance()
            return .isIn
        case .name("not") where following.kind == .name("in"):
            advance()
            advance()
            return .isNotIn
        default: return nil
        }
    }

    private mutating func takeOperator(_ operators: [JinjaOperator]) throws -> JinjaOperator? {
        guard case .symbol(let symbol) = current.kind, let found = JinjaOperator(rawValue: symbol), operators.contains(found) else {
            return nil
        }
        advance()
        try countOperator()
        return found
    }

    private mutating func sum() throws -> JinjaExpression {
        var value = try concatenation()
        while let found = try takeOperator([.add, .subtract]) { value = .arithmetic(value, found, try concatenation()) }
        return value
    }

    private mutating func concatenation() throws -> JinjaExpression {
        var parts = [try product()]
        while take(symbol: "~") {
            try countOperator()
            parts.append(try product())
        }
        return parts.count == 1 ? parts[0] : .concatenation(parts)
    }

    private mutating func product() throws -> JinjaExpression {
        var value = try power()
        while let found = try takeOperator([.multiply, .divide, .floorDivide, .remainder]) {
            value = .arithmetic(value, found, try power())
        }
        return value
    }

    private mutating func power() throws -> JinjaExpression {
        var value = try unary(withFilters: true)
        while let found = try takeOperator([.power]) { value = .arithmetic(value, found, try unary(withFilters: true)) }
        return value
    }

    private mutating func unary(withFilters: Bool) throws -> JinjaExpression {
        if isSymbol("-") || isSymbol("+") {
            let isMinus = isSymbol("-")
            advance()
            let operand = try nested { try $0.unary(withFilters: false) }
            let value: JinjaExpression = isMinus ? .minus(operand) : .plus(operand)
            return withFilters ? try filters(on: value) : value
        }
        let value = try postfix(on: try primary())
        return withFilters ? try filters(on: value) : value
    }
}
