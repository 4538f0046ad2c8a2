/// What stands in the brackets of `value[…]`, or names an attribute for a filter: made once, used for every element.
final class JinjaSubscript {
    let value: JinjaValue
    let index: Int?
    /// What may name a method or an attribute; a longer text names none.
    let name: JinjaWord?
    private let allowance: JinjaAllowance
    private var made: JinjaKey?
    private static let longestName = 1000

    init(_ value: JinjaValue, _ allowance: JinjaAllowance) {
        self.value = value
        self.allowance = allowance
        index = value.whole
        name = value.text?.whole(upTo: Self.longestName).map { JinjaWord($0) }
    }

    /// As the key of a mapping.
    func key() throws -> JinjaKey {
        if let made { return made }
        let key = try JinjaKey(value, allowance)
        made = key
        return key
    }
}

extension JinjaEvaluator {
    /// `value.name`: a method or an attribute, else the item of that name.
    /// - Parameter key: the name as a mapping's key.
    func attribute(_ name: JinjaWord, _ key: JinjaKey, of value: JinjaValue) throws -> JinjaValue {
        if let method = JinjaMethodName(name, of: value) { return .method(try JinjaMethod(value, method, allowance)) }
        let found: JinjaValue? =
            switch value {
            case .undefined: throw refused("a value before .\(name)", value.kind)
            case .mapping(let mapping): mapping.table[key]
            case .namespace(let namespace): namespace.table[key]
            case .loop(let loop): loop.attribute(name) ?? .undefined(.name("loop.\(name)"))
            case .list(let list) where list.form == .group: name == "grouper" ? list[0] : name == "list" ? list[1] : nil
            default: nil
            }
        return found ?? .undefined(.name(name.text))
    }

    /// `value[subscript]`.
    func item(_ key: JinjaValue, of value: JinjaValue) throws -> JinjaValue { try item(JinjaSubscript(key, allowance), of: value) }

    func item(_ key: JinjaSubscript, of value: JinjaValue) throws -> JinjaValue {
        try allowance.spend(JinjaPrice.look)
        switch value {
        case .undefined: throw refused("a value before [\(key.value.excerpt)]", value.kind)
        case .mapping(let mapping):
            if let found = mapping.table[try key.key()] { return found }
        case .list(let list) where !list.form.isView:
            if let index = key.index { return list[index < 0 ? index + list.count : index] ?? .undefined(.element(index)) }
        case .string(let text):
            if let index = key.index { return try text.scalar(at: index, allowance).map { .string($0) } ?? .undefined(.element(index)) }
        default: break
        }
        return try key.name.map { try attribute($0, try key.key(), of: value) } ?? .undefined(.name(key.value.excerpt))
    }

    /// `value[start:stop:step]` as in Python.
    func slice(_ value: JinjaValue, start: JinjaValue?, stop: JinjaValue?, step: JinjaValue?) throws -> JinjaValue {
        func bound(_ value: JinjaValue?) throws -> Int? {
            guard let value, !value.isNone else { return nil }
            guard let number = value.whole else { throw refused("whole numbers in a slice", value.kind) }
            return number
        }
        let step = try bound(step) ?? 1
        guard step != 0 else { throw refused("a step other than 0 in a slice", "0") }
        let (start, stop) = (try bound(start), try bound(stop))
        switch value {
        case .list(let list) where !list.form.isView:
            var places = JinjaListBuilder(allowance)
            let (first, end, step) = Self.places(list.count, start, stop, step)
            for place in stride(from: first, to: end, by: step) {
                if let element = list[place] { try places.append(element) }
            }
            return .list(try places.finish(form: Self.form(list.form, first, end, step)))
        case .string(let text):
            let (first, end, step) = Self.places(text.scalarCount, start, stop, step)
            return .string(try text.slice(first: first, end: end, step: step, allowance))
        default: throw refused("a list or a string before a slice", value.kind)
        }
    }

    /// The form of a part of a list.
    private static func form(_ form: JinjaList.Form, _ first: Int, _ end: Int, _ step: Int) -> JinjaList.Form {
        guard case .range(let start, _, let stride) = form else { return form.isTuple ? .tuple : .list }
        return .range(
            start: start.adding(clamped: first.multiplied(clamped: stride)), stop: start.adding(clamped: end.multiplied(clamped: stride)),
            step: step.multiplied(clamped: stride))
    }

    private static func places(_ count: Int, _ start: Int?, _ stop: Int?, _ step: Int) -> (first: Int, end: Int, step: Int) {
        let (low, high) = step > 0 ? (0, count) : (-1, count - 1)
        func clamped(_ index: Int?, _ standard: Int) -> Int {
            guard let index else { return standard }
            return min(max(index < 0 ? index + count : index, low), high)
        }
        let first = clamped(start, step > 0 ? low : high)
        let end = clamped(stop, step > 0 ? high : low)
        // A step longer than the value takes the first place only; it is cut so that no sum overflows.
        return (first, end, min(max(step, -count - 1), count + 1))
    }

    func call(_ callee: JinjaValue, _ arguments: JinjaCall) throws -> JinjaValue {
        switch callee {
        case .macro(let macro): return try call(macro, arguments)
        case .caller(let caller): return try within(caller.scopes) { try call(caller.body, arguments, isIsolated: false) }
        case .loop(let loop):
            guard let recursion = loop.recursion, let value = arguments.positional.first, arguments.positional.count == 1 else {
                throw refused("a recursive loop to call, with one value", "another")
            }
            return try nested {
                try within(recursion.scopes) {
                    .string(try captured { _ = try run(recursion.loop, try sequence(of: value), depth: loop.depth + 1) })
                }
            }
        case .function(let function): return try call(function, arguments)
        case .method(let method): return try call(method, arguments)
        default: throw refused("a function, a method or a macro to call", callee.kind)
        }
    }
}
