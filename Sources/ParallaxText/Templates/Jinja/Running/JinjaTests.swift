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
            guard let number = value.whole, let divisor = try other().whole, divisor != 0 else { throw refused("whole numbers at is divisibleby", value.kind) }
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
