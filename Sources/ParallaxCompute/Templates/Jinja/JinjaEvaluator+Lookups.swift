extension JinjaEvaluator {
    /// `value.name`: a method or an attribute, else the item of that name.
    func attribute(_ name: String, of value: JinjaValue) throws -> JinjaValue {
        if case .undefined(let missing) = value { throw refused("a value before .\(name)", "\(missing), which is undefined") }
        if JinjaMethods.has(name, value) { return .method(value, name) }
        switch value {
        case .mapping(let mapping): return mapping[.string(name)] ?? .undefined("\"\(name)\"")
        case .namespace(let namespace): return namespace.attributes[.string(name)] ?? .undefined("\"\(name)\"")
        case .loop(let loop): return loop.attribute(name) ?? .undefined("\"loop.\(name)\"")
        default: return .undefined("\"\(name)\"")
        }
    }

    /// `value[key]`.
    func item(_ key: JinjaValue, of value: JinjaValue) throws -> JinjaValue {
        switch value {
        case .undefined(let missing): throw refused("a value before [\(key.printed.prefix(40))]", "\(missing), which is undefined")
        case .mapping(let mapping):
            if let found = mapping[key] { return found }
        case .list(let elements):
            if let index = key.whole {
                let place = index < 0 ? index + elements.count : index
                return elements.indices.contains(place) ? elements[place] : .undefined("element \(index) of a list of \(elements.count)")
            }
        case .string(let text):
            if let index = key.whole {
                let scalars = Array(text.unicodeScalars)
                try charge(scalars.count / 16)
                let place = index < 0 ? index + scalars.count : index
                return scalars.indices.contains(place) ? .string(String(scalars[place])) : .undefined("character \(index) of a string")
            }
        default: break
        }
        if let name = key.text { return try attribute(name, of: value) }
        return .undefined("\(key.printed.prefix(40))")
    }

    /// `value[start:stop:step]` as in Python.
    func slice(_ value: JinjaValue, start: JinjaValue?, stop: JinjaValue?, step: JinjaValue?) throws -> JinjaValue {
        func bound(_ value: JinjaValue?) throws -> Int? {
            guard let value else { return nil }
            if case .none = value { return nil }
            guard let number = value.whole else { throw refused("whole numbers in a slice", value.kind) }
            return number
        }
        let step = try bound(step) ?? 1
        guard step != 0 else { throw refused("a step other than 0 in a slice", "0") }
        let (start, stop) = (try bound(start), try bound(stop))
        switch value {
        case .list(let elements): return try made(Self.places(elements.count, start, stop, step).map { elements[$0] })
        case .string(let text):
            let scalars = Array(text.unicodeScalars)
            try charge(scalars.count / 16)
            return try made(String(String.UnicodeScalarView(Self.places(scalars.count, start, stop, step).map { scalars[$0] })))
        default: throw refused("a list or a string before a slice", value.kind)
        }
    }

    private static func places(_ count: Int, _ start: Int?, _ stop: Int?, _ step: Int) -> [Int] {
        let (low, high) = step > 0 ? (0, count) : (-1, count - 1)
        func clamped(_ index: Int?, _ standard: Int) -> Int {
            guard let index else { return standard }
            return min(max(index < 0 ? index + count : index, low), high)
        }
        let first = clamped(start, step > 0 ? low : high)
        let end = clamped(stop, step > 0 ? high : low)
        // A step longer than the value takes the first place only; it is cut so that no sum overflows.
        return Array(stride(from: first, to: end, by: min(max(step, -count - 1), count + 1)))
    }

    func call(_ callee: JinjaValue, _ arguments: JinjaCall) throws -> JinjaValue {
        switch callee {
        case .macro(let macro): return try call(macro, arguments)
        case .function(let name): return try function(name, arguments)
        case .method(let value, let name): return try method(name, of: value, arguments)
        default: throw refused("a function, a method or a macro to call", callee.kind)
        }
    }
}
