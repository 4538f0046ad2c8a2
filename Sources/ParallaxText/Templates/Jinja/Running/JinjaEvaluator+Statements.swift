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
        case .setBlock(let target, let pipes, let body): try assign(target, try piped(body, pipes))
        case .filtered(let pipes, let body): try output.print(try piped(body, pipes))
        case .callBlock(let callee, let arguments, let body):
            guard case .macro(let macro) = try evaluate(callee) else { throw refused("a macro after call", try evaluate(callee).kind) }
            guard macro.extras.caller != nil else { throw refused("a macro that calls caller()", "the macro \(macro.name.word)") }
            let caller = try JinjaCaller(body, visible, allowance)
            try output.print(try call(macro, try evaluate(arguments), caller: caller))
        case .scope(let body): return try scoped { try run(body) }
        case .macro(let macro): try assign(macro.name, .macro(macro))
        case .breakLoop: return .breaks
        case .continueLoop: return .continues
        }
        return .goesOn
    }

    /// What a body writes, through filters.
    private func piped(_ body: [JinjaStatement], _ pipes: [JinjaPipe]) throws -> JinjaValue {
        let text = try captured { _ = try scoped { try run(body) } }
        return try pipes.reduce(.string(text)) { value, pipe in try filter(pipe.name, value, try evaluate(pipe.arguments)) }
    }

    private func run(_ loop: JinjaLoop) throws -> Flow { try run(loop, try sequence(of: try evaluate(loop.sequence)), depth: 1) }

    /// - Parameter depth: of a recursive loop's calls.
    func run(_ loop: JinjaLoop, _ sequence: JinjaList, depth: Int) throws -> Flow {
        var list = sequence
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
        if try !iterate(loop, list, depth) { return try scoped { try run(loop.otherwise) } }
        return .goesOn
    }

    /// Whether a turn came to its end.
    private func iterate(_ loop: JinjaLoop, _ list: JinjaList, _ depth: Int) throws -> Bool {
        var cameToEnd = false
        let state = try JinjaLoopState(list, depth: depth, recursion: loop.isRecursive ? (loop, visible) : nil, allowance)
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

    /// - Parameters:
    ///   - caller: the body of the call block, where one calls.
    ///   - isIsolated: whether it sees the template's variables only, as a macro does, or those of the place.
    func call(_ macro: JinjaMacro, _ arguments: JinjaCall, caller: JinjaCaller? = nil, isIsolated: Bool = true) throws -> JinjaValue {
        try nested {
            let further = Array(arguments.positional.dropFirst(macro.parameters.count))
            guard further.isEmpty || macro.extras.varargs != nil else {
                throw refused(
                    "at most \(macro.parameters.count) arguments of the macro \(macro.name.word)", "\(arguments.positional.count)")
            }
            var given: [JinjaValue?] = Array(arguments.positional.prefix(macro.parameters.count))
            var named: [(name: JinjaName, value: JinjaValue)] = []
            try allowance.spend(JinjaPrice.element, times: macro.parameters.count + arguments.named.count + further.count)
            given.append(contentsOf: repeatElement(nil, count: macro.parameters.count - given.count))
            for (name, value) in arguments.named {
                if let place = macro.places[name.number] {
                    if given[place] == nil { given[place] = value }
                } else if macro.extras.kwargs != nil {
                    named.append((name, value))
                } else {
                    throw refused("arguments that the macro \(macro.name.word) has", "\"\(name.word)\"")
                }
            }
            return try (isIsolated ? isolated : scoped) {
                if let name = macro.extras.varargs { try assign(name, .list(try JinjaList(further, form: .tuple, allowance))) }
                if let name = macro.extras.kwargs {
                    var table = try JinjaTable(allowance)
                    for (name, value) in named { try table.set(name, value) }
                    try assign(name, .mapping(JinjaMapping(table)))
                }
                if let name = macro.extras.caller { try assign(name, caller.map { .caller($0) } ?? .undefined(.name("caller"))) }
                for (parameter, value) in zip(macro.parameters, given) {
                    try assign(
                        parameter.name,
                        try value ?? parameter.standard.map { try evaluate($0) } ?? .undefined(.name(parameter.name.word.text)))
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
