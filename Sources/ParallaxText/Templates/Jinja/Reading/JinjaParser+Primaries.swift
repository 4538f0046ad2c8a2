extension JinjaParser {
    /// A literal, a name, or something in brackets.
    mutating func primary() throws -> JinjaExpression {
        switch current.kind {
        case .name(let word):
            advance()
            switch word {
            case "true", "True": return .bool(true)
            case "false", "False": return .bool(false)
            case "none", "None": return .none
            default: return .name(variable(word))
            }
        case .string(var text):
            advance()
            while case .string(let more) = current.kind {
                text += more
                advance()
            }
            return .string(JinjaLiteral(text))
        case .integer(let number):
            advance()
            return .integer(number)
        case .number(let number):
            advance()
            return .number(number)
        case .symbol("("):
            advance()
            if take(symbol: ")") { return .tuple([]) }
            let value = try nested { try $0.expressionList() }
            try expect(symbol: ")")
            return value
        case .symbol("["):
            advance()
            return .list(try elements(until: "]") { try $0.expression() })
        case .symbol("{"):
            advance()
            return .mapping(
                try elements(until: "}") { parser in
                    let key = try parser.expression()
                    try parser.expect(symbol: ":")
                    return (key, try parser.expression())
                })
        default: throw refused("an expression")
        }
    }

    private mutating func elements<Element>(until end: String, _ element: (inout JinjaParser) throws -> Element) throws -> [Element] {
        var elements: [Element] = []
        while !take(symbol: end) {
            if !elements.isEmpty {
                try expect(symbol: ",")
                if take(symbol: end) { break }
            }
            elements.append(try nested(element))
        }
        return elements
    }

    /// Attributes, subscripts and calls.
    mutating func postfix(on value: JinjaExpression) throws -> JinjaExpression {
        var value = value
        while true {
            if take(symbol: ".") {
                if case .integer(let index) = current.kind {
                    advance()
                    value = .item(value, .integer(index))
                } else {
                    value = .attribute(value, try name())
                }
            } else if take(symbol: "[") {
                value = try nested { try $0.subscriptOrSlice(of: value) }
            } else if isSymbol("(") {
                value = .call(value, try arguments())
            } else {
                return value
            }
            try countOperator()
        }
    }

    private mutating func subscriptOrSlice(of value: JinjaExpression) throws -> JinjaExpression {
        var parts: [JinjaExpression?] = [nil]
        while !isSymbol("]") {
            if take(symbol: ":") {
                parts.append(nil)
            } else {
                guard parts[parts.count - 1] == nil else { throw refused("\"]\"") }
                parts[parts.count - 1] = try expression()
            }
        }
        try expect(symbol: "]")
        switch parts.count {
        case 1:
            guard let index = parts[0] else { throw refused("an expression in a subscript", "none") }
            return .item(value, index)
        case 2: return .slice(value, start: parts[0], stop: parts[1], step: nil)
        case 3: return .slice(value, start: parts[0], stop: parts[1], step: parts[2])
        default: throw refused("at most two colons in a slice", "more")
        }
    }

    mutating func arguments() throws -> JinjaArguments {
        try expect(symbol: "(")
        var arguments = JinjaArguments()
        var isFirst = true
        while !take(symbol: ")") {
            if !isFirst {
                try expect(symbol: ",")
                if take(symbol: ")") { break }
            }
            isFirst = false
            if isSymbol("*") || isSymbol("**") { throw refused("arguments one by one") }
            if case .name = current.kind, following.kind == .symbol("=") {
                let name = try name()
                advance()
                arguments.named.append((name, try expression()))
            } else {
                arguments.positional.append(try expression())
            }
        }
        return arguments
    }

    /// Filters that stand behind one another, the first without `|`.
    mutating func filterChain() throws -> [JinjaPipe] {
        var chain: [JinjaPipe] = []
        repeat {
            let filter = JinjaNamed<JinjaFilter>(try word())
            chain.append((filter, isSymbol("(") ? try arguments() : JinjaArguments()))
            try countOperator()
        } while take(symbol: "|")
        return chain
    }

    /// Filters (`|`), tests (`is`) and calls of what they give.
    mutating func filters(on value: JinjaExpression) throws -> JinjaExpression {
        var value = value
        while true {
            if take(symbol: "|") {
                let filter = JinjaNamed<JinjaFilter>(try word())
                value = .filter(value, filter, isSymbol("(") ? try arguments() : JinjaArguments())
            } else if take(name: "is") {
                let isNegated = take(name: "not")
                let named = JinjaNamed<JinjaTest>(try word())
                let test = JinjaExpression.test(value, named, try testArguments())
                value = isNegated ? .not(test) : test
            } else {
                return value
            }
            try countOperator()
        }
    }

    /// A test takes arguments in brackets, or one without.
    private mutating func testArguments() throws -> JinjaArguments {
        if isSymbol("(") { return try arguments() }
        switch current.kind {
        case .name("else"), .name("or"), .name("and"), .name("if"), .name("is"), .name("in"), .name("not"), .name("recursive"):
            return JinjaArguments()
        case .name, .string, .integer, .number, .symbol("["), .symbol("{"):
            return JinjaArguments(positional: [try postfix(on: try primary())])
        default: return JinjaArguments()
        }
    }
}
