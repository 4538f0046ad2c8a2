import Foundation

extension JinjaEvaluator {
    /// `value | name`.
    func filter(_ name: JinjaNamed<JinjaFilter>, _ value: JinjaValue, _ arguments: JinjaCall) throws -> JinjaValue {
        try allowance.spend(JinjaPrice.call)
        guard let filter = name.meaning else { throw refused("a filter that Parallax knows", "| \(name.word)") }
        switch filter {
        case .standard, .d:
            let replaces = value.isUndefined || (arguments[1, "boolean"]?.isTrue == true && !value.isTrue)
            return replaces ? arguments[0, "default_value"] ?? .string(.empty) : value
        case .length, .count: return .integer(try length(of: value))
        case .first: return try sequence(of: value)[0] ?? .undefined(.other("the first of nothing"))
        case .last:
            let list = try sequence(of: value)
            return list[list.count - 1] ?? .undefined(.other("the last of nothing"))

        case .string, .safe: return .string(try printed(value))
        case .trim: return .string(try stripped(try printed(value), arguments[0, "chars"]?.text, left: true, right: true))
        case .upper: return .string(try printed(value).uppercased(allowance))
        case .lower: return .string(try printed(value).lowercased(allowance))
        case .capitalize: return .string(try printed(value).capitalized(allowance))
        case .title: return .string(try printed(value).titlecased(allowance))
        case .escape, .e, .forceescape: return .string(try escaped(try printed(value)))
        case .indent: return .string(try indented(try printed(value), arguments))
        case .tojson: return .string(try json(value, arguments))
        case .replace:
            guard let old = arguments[0, "old"], let new = arguments[1, "new"] else {
                throw refused("two strings for the filter replace", "fewer")
            }
            return try replaced(try printed(value), try printed(old), try printed(new), limit: arguments[2, "count"]?.whole ?? -1)

        case .int: return .integer(try wholeNumber(value) ?? arguments[0, "default"]?.whole ?? 0)
        case .float: return .number(try value.numeric ?? numeral(value).flatMap { Double($0) } ?? arguments[0, "default"]?.numeric ?? 0)
        case .abs: return try magnitude(value)

        case .list: return .list(try sequence(of: value).list())
        case .join: return .string(try joined(value, arguments))
        case .reverse:
            if case .string(let text) = value { return .string(try text.reversed(allowance)) }
            return try list(try elements(of: value).reversed())
        case .items: return try list(try entries(of: value))
        case .dictsort: return try list(try dictionarySorted(value, arguments))
        case .sort: return try list(try sorted(value, arguments))
        case .unique: return try list(try unique(value, arguments))
        case .min, .max: return try extreme(value, arguments, isGreatest: filter == .max)
        case .groupby: return try list(try grouped(value, arguments))
        case .batch: return try list(try batches(value, arguments))
        case .slice: return try list(try slices(value, arguments))
        case .round: return try rounded(value, arguments)
        case .attr:
            guard let name = arguments[0, "name"]?.text?.whole(upTo: 1000) else {
                throw refused("the name of an attribute for the filter attr", arguments[0, "name"]?.kind ?? "none")
            }
            if case .mapping = value, JinjaMethodName(JinjaWord(name), of: value) == nil { return .undefined(.name(name)) }
            return try attribute(JinjaWord(name), JinjaKey(name: name), of: value)
        case .center:
            return .string(
                try printed(value).padded(to: arguments[0, "width"]?.whole ?? 80, with: JinjaString(" ", allowance), .middle, allowance))
        case .wordcount:
            // Runs of what regular expressions call word characters.
            var count = 0, isInside = false
            try printed(value).scan(allowance) { scalar, _ in
                let isWord = scalar == "_" || ScalarClass(scalar) == .letter || scalar.properties.numericType != nil
                if isWord, !isInside { count += 1 }
                isInside = isWord
                return true
            }
            return .integer(count)
        case .format:
            guard arguments.named.isEmpty || arguments.positional.isEmpty else {
                throw refused("values in their order or by their names for the filter format", "both")
            }
            if arguments.named.isEmpty {
                return .string(
                    try percentFormatted(try printed(value), .list(try JinjaList(arguments.positional, form: .tuple, allowance))))
            }
            var table = try JinjaTable(allowance)
            for (name, value) in arguments.named { try table.set(name, value) }
            return .string(try percentFormatted(try printed(value), .mapping(JinjaMapping(table))))
        case .sum: return try sum(value, arguments)
        case .map: return try list(try mapped(value, arguments))
        case .select, .reject: return try list(try selected(value, by: nil, arguments.positional[...], filter == .select))
        case .selectattr, .rejectattr:
            guard let attribute = arguments.positional.first else { throw refused("an attribute for the filter \(name.word)", "none") }
            return try list(try selected(value, by: attribute, arguments.positional.dropFirst(), filter == .selectattr))
        }
    }

    private func length(of value: JinjaValue) throws -> Int {
        switch value {
        case .string(let text): text.scalarCount
        case .mapping(let mapping): mapping.table.count
        default: try sequence(of: value).count
        }
    }
}

extension JinjaEvaluator {
    /// `value is name`.
    func test(_ name: JinjaNamed<JinjaTest>, _ value: JinjaValue, _ arguments: JinjaCall) throws -> Bool {
        try allowance.spend(JinjaPrice.call)
        guard let test = name.meaning else { throw refused("a test that Parallax knows", "is \(name.word)") }
        func other() throws -> JinjaValue {
            guard let other = arguments.positional.first else { throw refused("a value after is \(name.word)", "none") }
            return other
        }
        switch test {
        case .defined: return !value.isUndefined
        case .undefined: return value.isUndefined
        case .none: return value.isNone
        case .boolean: if case .bool = value { return true } else { return false }
        case .isTrue: if case .bool(true) = value { return true } else { return false }
        case .isFalse: if case .bool(false) = value { return true } else { return false }
        case .integer: if case .integer = value { return true } else { return false }
        case .float: if case .number = value { return true } else { return false }
        case .number: return value.numeric != nil
        case .string: return value.text != nil
        case .mapping: if case .mapping = value { return true } else { return false }
        case .sameas:
            let wanted = try other()
            switch (value, wanted) {
            case (.none, .none): return true
            case (.bool(let left), .bool(let right)): return left == right
            case (.none, _), (_, .none), (.bool, _), (_, .bool): return false
            default: throw refused("none, true or false at is sameas", value.kind)
            }
        case .iterable, .sequence:
            switch value {
            case .list(let list) where test == .sequence: return !list.form.isView
            case .string, .list, .mapping, .undefined: return true
            default: return false
            }
        case .callable:
            switch value {
            case .macro, .caller, .function, .method, .loop: return true
            default: return false
            }
        case .eq, .equalto, .equal: return try value.equals(try other(), allowance)
        case .ne, .unequal: return try !value.equals(try other(), allowance)
        case .lt, .lessthan, .less: return try precedes(value, try other(), "<")
        case .gt, .greaterthan, .greater: return try precedes(try other(), value, ">")
        case .le, .lessOrEqual: return try !precedes(try other(), value, "<=")
        case .ge, .greaterOrEqual: return try !precedes(value, try other(), ">=")
        case .isIn: return try contains(try other(), value)
        case .odd, .even:
            guard let number = value.whole else { throw refused("a whole number before is \(name.word)", value.kind) }
            return number.isMultiple(of: 2) == (test == .even)
        case .divisibleby:
            guard let number = value.whole, let divisor = try other().whole, divisor != 0 else {
                throw refused("whole numbers at is divisibleby", value.kind)
            }
            return number.isMultiple(of: divisor)
        case .lower, .upper:
            var hasCase = false
            let holds = try printed(value).allScalars(allowance) { scalar in
                guard scalar.properties.isCased else { return true }
                hasCase = true
                return test == .lower ? scalar.properties.isLowercase : scalar.properties.isUppercase
            }
            return hasCase && holds
        }
    }
}

extension JinjaEvaluator {
    func call(_ function: JinjaFunction, _ arguments: JinjaCall) throws -> JinjaValue {
        switch function {
        case .range: return try range(arguments)
        case .namespace, .dict:
            var table = try JinjaTable(allowance)
            switch arguments.positional.first {
            case .mapping(let given)?: table = given.table
            case .list(let entries)?:
                for entry in try entries.elements() {
                    guard case .list(let pair) = entry, let key = pair[0], let value = pair[1], pair.count == 2 else {
                        throw refused("pairs for \(function.rawValue)", entry.kind)
                    }
                    try table.set(key, value)
                }
            case nil: break
            case let other?: throw refused("a mapping or pairs for \(function.rawValue)", other.kind)
            }
            for (name, value) in arguments.named { try table.set(name, value) }
            return function == .dict ? .mapping(JinjaMapping(table)) : try makeNamespace(table)
        case .raiseException:
            let message = try arguments.positional.first.map { try printed($0) } ?? .empty
            throw refused(
                "messages that the chat template accepts", "its own objection \"\(message.excerpt(bytes: 900))\"",
                remedy: "change the messages as it says")
        case .now:
            guard let format = arguments.positional.first?.text else {
                throw refused("a format for strftime_now", arguments.positional.first?.kind ?? "none")
            }
            guard let format = format.whole(upTo: Self.longestFormat) else {
                throw refused("a format of at most \(Self.longestFormat) bytes for strftime_now", "a longer one")
            }
            try allowance.spend(JinjaPrice.step, times: 8 + format.utf8.count)
            return .string(try JinjaString(Self.now(format), allowance))
        }
    }

    /// The longest list of `range`, as in Jinja's own sandbox.
    private static let longestRange = 100_000
    private static let longestFormat = 500

    private func range(_ arguments: JinjaCall) throws -> JinjaValue {
        let bounds = arguments.positional.compactMap(\.whole)
        guard (1...3).contains(bounds.count), bounds.count == arguments.positional.count else {
            throw refused("one to three whole numbers for range", "others")
        }
        let (start, stop) = bounds.count == 1 ? (0, bounds[0]) : (bounds[0], bounds[1])
        let step = bounds.count == 3 ? bounds[2] : 1
        guard step != 0 else { throw refused("a step other than 0 for range", "0") }
        let span = step > 0 ? Double(stop) - Double(start) : Double(start) - Double(stop)
        guard span / abs(Double(step)) <= Double(Self.longestRange) else {
            throw refused("a range of at most \(Self.longestRange) numbers", "a longer one")
        }
        var elements = JinjaListBuilder(allowance)
        var number = start
        while step > 0 ? number < stop : number > stop {
            try elements.append(.integer(number))
            let (next, overflow) = number.addingReportingOverflow(step)
            if overflow { break }
            number = next
        }
        return .list(try elements.finish(form: .range(start: start, stop: stop, step: step)))
    }

    private static func now(_ format: String) -> String {
        var seconds = time(nil)
        var parts = tm()
        localtime_r(&seconds, &parts)
        var buffer = [CChar](repeating: 0, count: 512)
        let length = strftime(&buffer, buffer.count, format, &parts)
        return String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
