extension JinjaEvaluator {
    enum Flow { case goesOn, breaks, continues }

    func run(_ statements: [JinjaStatement]) throws -> Flow {
        for statement in statements {
            allowance.line = statement.line
            let flow = try nested { try run(statement.kind) }
            if flow != .goesOn { return flow }
        }
        return .goesOn
    }

    private func run(_ statement: JinjaStatement.Kind) throws -> Flow {
        switch statement {
        case .text(let text): try output.append(text.text)
        case .output(let expression):
            let value = try evaluate(expression)
            try output.print(value)
        case .loop(let loop): return try run(loop)
        case .branches(let branches):
            for branch in branches {
                if let test = branch.test, try !evaluate(test).isTrue { continue }
                return try run(branch.body)
            }
        case .set(let target, let value): try assign(target, try evaluate(value))
        case .setBlock(let name, let body):
            let text = try captured { _ = try scoped { try run(body) } }
            try assign(name, .string(text))
        case .scope(let body): return try scoped { try run(body) }
        case .macro(let macro): try assign(macro.name, .macro(macro))
        case .breakLoop: return .breaks
        case .continueLoop: return .continues
        }
        return .goesOn
    }

    private func run(_ loop: JinjaLoop) throws -> Flow {
        var list = try sequence(of: try evaluate(loop.sequence))
        if let condition = loop.condition {
            let chosen = try list.elements().filter { element in
                try scoped {
                    try assign(loop.target, element)
                    return try evaluate(condition).isTrue
                }
            }
            list = try JinjaList(chosen, allowance)
        }
        // As in Jinja, else runs where no turn came to its end: there was none, or each was broken off or continued.
        if try !iterate(loop, list) { return try scoped { try run(loop.otherwise) } }
        return .goesOn
    }

    /// Whether a turn came to its end.
    private func iterate(_ loop: JinjaLoop, _ list: JinjaList) throws -> Bool {
        loopDepth += 1
        defer { loopDepth -= 1 }
        var cameToEnd = false
        let state = try JinjaLoopState(list, depth: loopDepth, allowance)
        for (index, element) in try list.elements().enumerated() {
            state.index = index
            let flow = try scoped {
                try assign(loop.variable, .loop(state))
                try assign(loop.target, element)
                return try run(loop.body)
            }
            if flow == .goesOn { cameToEnd = true }
            if flow == .breaks { break }
        }
        return cameToEnd
    }

    func call(_ macro: JinjaMacro, _ arguments: JinjaCall) throws -> JinjaValue {
        try nested {
            guard arguments.positional.count <= macro.parameters.count else {
                throw refused("at most \(macro.parameters.count) arguments of the macro \(macro.name.word)", "\(arguments.positional.count)")
            }
            var given: [JinjaValue?] = arguments.positional
            try allowance.spend(JinjaPrice.element, times: macro.parameters.count + arguments.named.count)
            given.append(contentsOf: repeatElement(nil, count: macro.parameters.count - given.count))
            for (name, value) in arguments.named {
                guard let place = macro.places[name.number] else { throw refused("arguments that the macro \(macro.name.word) has", "\"\(name.word)\"") }
                if given[place] == nil { given[place] = value }
            }
            return try isolated {
                for (parameter, value) in zip(macro.parameters, given) {
                    try assign(parameter.name, try value ?? parameter.standard.map { try evaluate($0) } ?? .undefined(.name(parameter.name.word.text)))
                }
                return .string(try captured { _ = try run(macro.body) })
            }
        }
    }
}

/// The arguments of a call, evaluated.
struct JinjaCall {
    var positional: [JinjaValue] = []
    var named: [(name: JinjaName, value: JinjaValue)] = []

    subscript(name: JinjaWord) -> JinjaValue? { named.first { $0.name.word == name }?.value }

    /// The argument at a place or under a name; nil where it is not given.
    subscript(place: Int, name: JinjaWord) -> JinjaValue? { place < positional.count ? positional[place] : self[name] }
}
