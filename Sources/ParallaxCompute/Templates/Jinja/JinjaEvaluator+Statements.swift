extension JinjaEvaluator {
    enum Flow { case goesOn, breaks, continues }

    func run(_ statements: [JinjaStatement]) throws -> Flow {
        for statement in statements {
            line = statement.line
            let flow = try nested { try run(statement.kind) }
            if flow != .goesOn { return flow }
        }
        return .goesOn
    }

    private func run(_ statement: JinjaStatement.Kind) throws -> Flow {
        switch statement {
        case .text(let text): try write(text)
        case .output(let value): try write(printed(try evaluate(value)))
        case .loop(let loop): return try run(loop)
        case .branches(let branches):
            for branch in branches {
                if let test = branch.test, try !evaluate(test).isTrue { continue }
                return try run(branch.body)
            }
        case .set(let target, let value): try assign(target, try evaluate(value))
        case .setBlock(let name, let body):
            let text = try captured { _ = try scoped { try run(body) } }
            assign(name, .string(text))
        case .scope(let body): return try scoped { try run(body) }
        case .macro(let macro): assign(macro.name, .macro(macro))
        case .breakLoop: return .breaks
        case .continueLoop: return .continues
        }
        return .goesOn
    }

    private func run(_ loop: JinjaLoop) throws -> Flow {
        var elements = try elements(of: try evaluate(loop.sequence))
        if let condition = loop.condition {
            elements = try elements.filter { element in
                try scoped {
                    try assign(loop.target, element)
                    return try evaluate(condition).isTrue
                }
            }
        }
        guard !elements.isEmpty else { return try scoped { try run(loop.otherwise) } }
        loopDepth += 1
        defer { loopDepth -= 1 }
        let state = JinjaLoopState(elements, depth: loopDepth)
        for (index, element) in elements.enumerated() {
            state.index = index
            let flow = try scoped {
                assign("loop", .loop(state))
                try assign(loop.target, element)
                return try run(loop.body)
            }
            if flow == .breaks { break }
        }
        return .goesOn
    }

    func call(_ macro: JinjaMacro, _ arguments: JinjaCall) throws -> JinjaValue {
        try nested {
            guard arguments.positional.count <= macro.parameters.count else {
                throw refused("at most \(macro.parameters.count) arguments of the macro \(macro.name)", "\(arguments.positional.count)")
            }
            if let unknown = arguments.named.first(where: { argument in !macro.parameters.contains { $0.name == argument.name } }) {
                throw refused("arguments that the macro \(macro.name) has", "\"\(unknown.name)\"")
            }
            return try isolated {
                for (index, parameter) in macro.parameters.enumerated() {
                    if index < arguments.positional.count {
                        assign(parameter.name, arguments.positional[index])
                    } else if let named = arguments[parameter.name] {
                        assign(parameter.name, named)
                    } else {
                        assign(parameter.name, try parameter.standard.map { try evaluate($0) } ?? .undefined("\"\(parameter.name)\""))
                    }
                }
                return .string(try captured { _ = try run(macro.body) })
            }
        }
    }
}

/// The arguments of a call, evaluated.
struct JinjaCall {
    var positional: [JinjaValue] = []
    var named: [(name: String, value: JinjaValue)] = []

    subscript(name: String) -> JinjaValue? { named.first { $0.name == name }?.value }

    /// The argument at a place or under a name; nil where it is not given.
    subscript(place: Int, name: String) -> JinjaValue? { place < positional.count ? positional[place] : self[name] }
}
