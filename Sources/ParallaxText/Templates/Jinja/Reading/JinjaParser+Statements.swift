extension JinjaParser {
    /// Statements up to a block that begins with one of the words (left unread), or to the end of the template where there are none.
    mutating func statements(until words: [JinjaWord]) throws -> [JinjaStatement] {
        var statements: [JinjaStatement] = []
        while true {
            let line = current.line
            switch current.kind {
            case .text(let text):
                advance()
                statements.append(JinjaStatement(kind: .text(JinjaLiteral(text)), line: line))
            case .outputBegin:
                advance()
                beginExpression()
                let value = try expressionList()
                guard current.kind == .outputEnd else { throw refused("}}") }
                advance()
                statements.append(JinjaStatement(kind: .output(value), line: line))
            case .blockBegin:
                if case .name(let word) = following.kind, words.contains(word) {
                    advance()
                    return statements
                }
                advance()
                beginExpression()
                statements.append(contentsOf: try nested { try $0.statement() }.map { JinjaStatement(kind: $0, line: line) })
            case .end:
                guard words.isEmpty else { throw refused("{% \(words[words.count - 1]) %}") }
                return statements
            default: throw refused("text or a tag")
            }
        }
    }

    private mutating func statement() throws -> [JinjaStatement.Kind] {
        let word = try word()
        switch word {
        case "for": return [.loop(try loop())]
        case "if": return [.branches(try branches())]
        case "set": return [try set()]
        case "macro": return [.macro(try macro())]
        case "with": return [try with()]
        case "call": return [try callBlock()]
        case "filter":
            let chain = try filterChain()
            try endBlock()
            return [.filtered(chain, try body(until: "endfilter"))]
        case "break", "continue":
            try endBlock()
            return [word == "break" ? .breakLoop : .continueLoop]
        case "generation":
            // Marks what the assistant wrote, for training; the text is the same.
            try endBlock()
            return [.scope(try body(until: "endgeneration"))]
        default:
            throw refused(
                "a statement that Parallax knows (for, if, set, macro, call, filter, with, break, continue, generation)", "{% \(word) %}")
        }
    }

    /// The body of a block and the block that ends it.
    private mutating func body(until end: JinjaWord) throws -> [JinjaStatement] {
        let body = try statements(until: [end])
        try expect(name: end)
        try endBlock()
        return body
    }

    private mutating func loop() throws -> JinjaLoop {
        let target = try target(allowsAttribute: false)
        try expect(name: "in")
        let sequence = try expressionList(withCondition: false)
        let condition = take(name: "if") ? try expression() : nil
        let isRecursive = take(name: "recursive")
        try endBlock()
        let body = try statements(until: ["else", "endfor"])
        var otherwise: [JinjaStatement] = []
        if take(name: "else") {
            try endBlock()
            otherwise = try statements(until: ["endfor"])
        }
        try expect(name: "endfor")
        try endBlock()
        return JinjaLoop(
            variable: name("loop"), target: target, sequence: sequence, condition: condition, body: body, otherwise: otherwise,
            isRecursive: isRecursive)
    }

    private mutating func branches() throws -> [(test: JinjaExpression?, body: [JinjaStatement])] {
        var branches: [(test: JinjaExpression?, body: [JinjaStatement])] = []
        var test: JinjaExpression? = try expressionList(withCondition: false)
        while true {
            try endBlock()
            let isLast = test == nil
            branches.append((test, try statements(until: isLast ? ["endif"] : ["elif", "else", "endif"])))
            if take(name: "endif") {
                try endBlock()
                return branches
            }
            if take(name: "elif") {
                beginExpression()
                test = try expressionList(withCondition: false)
            } else {
                try expect(name: "else")
                test = nil
            }
        }
    }

    private mutating func set() throws -> JinjaStatement.Kind {
        let target = try target(allowsAttribute: true)
        if take(symbol: "=") {
            let value = try expressionList()
            try endBlock()
            return .set(target, value)
        }
        if case .names = target { throw refused("\"=\"") }
        let chain = take(symbol: "|") ? try filterChain() : []
        try endBlock()
        return .setBlock(target, chain, try body(until: "endset"))
    }

    private mutating func with() throws -> JinjaStatement.Kind {
        var statements: [JinjaStatement] = []
        while current.kind != .blockEnd {
            if !statements.isEmpty { try expect(symbol: ",") }
            let line = current.line
            let name = try name()
            try expect(symbol: "=")
            statements.append(JinjaStatement(kind: .set(.name(name), try expression()), line: line))
        }
        try endBlock()
        return .scope(statements + (try body(until: "endwith")))
    }

    private mutating func macro() throws -> JinjaMacro {
        let name = try name()
        let parameters = try parameters()
        try endBlock()
        let (body, extras) = try macroBody { try $0.body(until: "endmacro") }
        return JinjaMacro(name: name, parameters: parameters, body: body, extras: extras)
    }

    private mutating func parameters() throws -> [(name: JinjaName, standard: JinjaExpression?)] {
        try expect(symbol: "(")
        var parameters: [(name: JinjaName, standard: JinjaExpression?)] = []
        while !isSymbol(")") {
            if !parameters.isEmpty { try expect(symbol: ",") }
            let parameter = try self.name()
            parameters.append((parameter, take(symbol: "=") ? try expression() : nil))
        }
        try expect(symbol: ")")
        return parameters
    }

    /// `{% call(x) macro(…) %}…{% endcall %}`: the macro may call what stands between.
    private mutating func callBlock() throws -> JinjaStatement.Kind {
        let parameters = isSymbol("(") ? try parameters() : []
        guard case .call(let callee, let arguments) = try expression() else { throw refused("a call of a macro after call") }
        try endBlock()
        // What stands between is a macro itself, whose own caller nobody is.
        let (body, extras) = try macroBody { try $0.body(until: "endcall") }
        return .callBlock(
            callee: callee, arguments, body: JinjaMacro(name: name("caller"), parameters: parameters, body: body, extras: extras))
    }

    private mutating func target(allowsAttribute: Bool) throws -> JinjaTarget {
        let hasBracket = take(symbol: "(")
        let first = try name()
        if allowsAttribute, !hasBracket, take(symbol: ".") { return .attribute(first, try name()) }
        var names = [first]
        var isTuple = false
        while take(symbol: ",") {
            isTuple = true
            guard case .name = current.kind, !isName("in") else { break }
            names.append(try name())
        }
        if hasBracket { try expect(symbol: ")") }
        return isTuple ? .names(names) : .name(first)
    }
}
