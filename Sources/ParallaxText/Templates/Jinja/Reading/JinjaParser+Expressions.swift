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
        guard case .symbol(let symbol) = current.kind, let found = JinjaOperator(rawValue: symbol), operators.contains(found) else { return nil }
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
        while let found = try takeOperator([.multiply, .divide, .floorDivide, .remainder]) { value = .arithmetic(value, found, try power()) }
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
