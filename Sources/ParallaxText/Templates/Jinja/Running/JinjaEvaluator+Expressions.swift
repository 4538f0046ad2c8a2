import Foundation

extension JinjaEvaluator {
    func evaluate(_ expression: JinjaExpression) throws -> JinjaValue {
        try nested { try value(of: expression) }
    }

    private func value(of expression: JinjaExpression) throws -> JinjaValue {
        switch expression {
        case .none: return .none
        case .bool(let flag): return .bool(flag)
        case .integer(let number): return .integer(number)
        case .number(let number): return .number(number)
        case .string(let text): return .string(try JinjaString(text, allowance))
        case .name(let name): return try lookUp(name)
        case .list(let elements): return try list(try elements.map { try evaluate($0) })
        case .tuple(let elements): return .list(try JinjaList(try elements.map { try evaluate($0) }, form: .tuple, allowance))
        case .mapping(let entries): return try mapping(try entries.map { (try evaluate($0.key), try evaluate($0.value)) })
        case .attribute(let value, let name): return try attribute(name.word, name.key, of: try evaluate(value))
        case .item(let value, let key): return try item(try evaluate(key), of: try evaluate(value))
        case .slice(let value, let start, let stop, let step):
            return try slice(
                try evaluate(value), start: try start.map { try evaluate($0) }, stop: try stop.map { try evaluate($0) },
                step: try step.map { try evaluate($0) })
        case .call(let callee, let arguments): return try call(try evaluate(callee), try evaluate(arguments))
        case .filter(let value, let name, let arguments): return try filter(name, try evaluate(value), try evaluate(arguments))
        case .test(let value, let name, let arguments): return .bool(try test(name, try evaluate(value), try evaluate(arguments)))
        case .not(let value): return .bool(try !evaluate(value).isTrue)
        case .and(let left, let right):
            let value = try evaluate(left)
            return value.isTrue ? try evaluate(right) : value
        case .or(let left, let right):
            let value = try evaluate(left)
            return value.isTrue ? value : try evaluate(right)
        case .minus(let value): return try arithmetic(.integer(0), .subtract, try number(try evaluate(value)))
        case .plus(let value): return try number(try evaluate(value))
        case .arithmetic(let left, let operation, let right): return try arithmetic(try evaluate(left), operation, try evaluate(right))
        case .comparison(let first, let rest): return try comparison(first, rest)
        case .concatenation(let parts):
            return .string(
                try JinjaWriter.text(allowance) { writer in
                    for part in parts { try writer.print(try evaluate(part)) }
                })
        case .conditional(let then, let test, let otherwise):
            if try evaluate(test).isTrue { return try evaluate(then) }
            return try otherwise.map { try evaluate($0) } ?? .undefined(.other("the value of an if without else"))
        }
    }

    func evaluate(_ arguments: JinjaArguments) throws -> JinjaCall {
        JinjaCall(
            positional: try arguments.positional.map { try evaluate($0) },
            named: try arguments.named.map { ($0.name, try evaluate($0.value)) })
    }

    private func number(_ value: JinjaValue) throws -> JinjaValue {
        guard value.numeric != nil else { throw refused("a number after a sign", value.kind) }
        return value
    }

    private func comparison(_ first: JinjaExpression, _ rest: [(comparison: JinjaComparison, value: JinjaExpression)]) throws -> JinjaValue
    {
        var left = try evaluate(first)
        for (comparison, expression) in rest {
            let right = try evaluate(expression)
            let holds =
                switch comparison {
                case .equal: try left.equals(right, allowance)
                case .unequal: try !left.equals(right, allowance)
                case .less: try precedes(left, right, "<")
                case .lessOrEqual: try !precedes(right, left, "<=")
                case .greater: try precedes(right, left, ">")
                case .greaterOrEqual: try !precedes(left, right, ">=")
                case .isIn: try contains(right, left)
                case .isNotIn: try !contains(right, left)
                }
            guard holds else { return .bool(false) }
            left = right
        }
        return .bool(true)
    }

    func precedes(_ left: JinjaValue, _ right: JinjaValue, _ symbol: String) throws -> Bool {
        try allowance.spend(JinjaPrice.comparison)
        if let left = left.text, let right = right.text { return try left.precedes(right, allowance) }
        if let left = left.whole, let right = right.whole { return left < right }
        if case .list(let left) = left, case .list(let right) = right,
            left.form.isList && right.form.isList || left.form.isTuple && right.form.isTuple
        {
            return try nested { try left.precedes(right) { try precedes($0, $1, symbol) } }
        }
        guard let left = left.numeric, let right = right.numeric else {
            throw refused("two numbers or two strings at \(symbol)", "\(left.kind) and \(right.kind)")
        }
        return left < right
    }

    func contains(_ container: JinjaValue, _ value: JinjaValue) throws -> Bool {
        switch container {
        case .string(let text):
            guard let part = value.text else { throw refused("a string before in", value.kind) }
            return try text.contains(part, allowance)
        case .list(let list): return try list.contains(value)
        case .mapping(let mapping): return try mapping.table.value(of: value) != nil
        case .undefined: return false
        default: throw refused("a string, a list or a mapping after in", container.kind)
        }
    }

    /// What `for` runs over.
    func sequence(of value: JinjaValue) throws -> JinjaList {
        switch value {
        case .list(let list): return list
        case .mapping(let mapping): return try mapping.table.keyList()
        case .string(let text): return try text.scalarList(allowance)
        case .undefined: return try JinjaList([], allowance)
        default: throw refused("a list, a mapping or a string to go through", value.kind)
        }
    }

    /// What `for` runs over, paid for one pass.
    func elements(of value: JinjaValue) throws -> [JinjaValue] { try sequence(of: value).elements() }
}

extension JinjaEvaluator {
    func arithmetic(_ left: JinjaValue, _ operation: JinjaOperator, _ right: JinjaValue) throws -> JinjaValue {
        switch (left, operation, right) {
        case (.string(let left), .add, .string(let right)):
            return .string(
                try JinjaWriter.text(allowance) { writer in
                    try writer.append(left)
                    try writer.append(right)
                })
        case (.list(let one), .add, .list(let other)):
            guard one.form.isList && other.form.isList || one.form.isTuple && other.form.isTuple else {
                throw refused("two lists or two tuples at +", "\(left.kind) and \(right.kind)")
            }
            return .list(try one.joined(with: other))
        case (.list(let list), .multiply, _) where list.form.isList || list.form.isTuple:
            if let count = right.whole { return .list(try list.repeated(count)) }
        case (_, .multiply, .list(let list)) where list.form.isList || list.form.isTuple:
            if let count = left.whole { return .list(try list.repeated(count)) }
        case (.string(let text), .remainder, _): return .string(try percentFormatted(text, right))
        case (.string(let text), .multiply, _):
            if let count = right.whole { return .string(try text.repeated(count, allowance)) }
        case (_, .multiply, .string(let text)):
            if let count = left.whole { return .string(try text.repeated(count, allowance)) }
        default: break
        }
        if operation != .divide, let left = left.whole, let right = right.whole { return try whole(left, operation, right) }
        guard let left = left.numeric, let right = right.numeric else {
            throw refused("two numbers, strings or lists at \(operation.rawValue)", "\(left.kind) and \(right.kind)")
        }
        return .number(try floating(left, operation, right))
    }

    private func whole(_ left: Int, _ operation: JinjaOperator, _ right: Int) throws -> JinjaValue {
        let result: (partialValue: Int, overflow: Bool)
        switch operation {
        case .add: result = left.addingReportingOverflow(right)
        case .subtract: result = left.subtractingReportingOverflow(right)
        case .multiply: result = left.multipliedReportingOverflow(by: right)
        case .floorDivide, .remainder:
            guard right != 0 else { throw refused("a number other than 0 after \(operation.rawValue)", "0") }
            // Python rounds towards minus infinity.
            let (quotient, overflow) = left.dividedReportingOverflow(by: right)
            guard !overflow else { result = (0, true); break }
            let remainder = left - quotient * right
            let isBelow = remainder != 0 && (remainder < 0) != (right < 0)
            result = (operation == .floorDivide ? quotient - (isBelow ? 1 : 0) : remainder + (isBelow ? right : 0), false)
        case .power:
            guard right >= 0 else { return .number(pow(Double(left), Double(right))) }
            guard let power = Self.power(left, right) else { throw refused("a power that fits into 64 bits", "\(left) ** \(right)") }
            return .integer(power)
        case .divide: return .number(try floating(Double(left), .divide, Double(right)))
        }
        guard !result.overflow else { throw refused("a number that fits into 64 bits", "\(left) \(operation.rawValue) \(right)") }
        return .integer(result.partialValue)
    }

    private static func power(_ base: Int, _ exponent: Int) -> Int? {
        if base == 0 || base == 1 { return exponent == 0 ? 1 : base }
        if base == -1 { return exponent % 2 == 0 ? 1 : -1 }
        guard exponent < 64 else { return nil }
        var result = 1
        for _ in 0..<exponent {
            let (next, overflow) = result.multipliedReportingOverflow(by: base)
            if overflow { return nil }
            result = next
        }
        return result
    }

    private func floating(_ left: Double, _ operation: JinjaOperator, _ right: Double) throws -> Double {
        switch operation {
        case .add: return left + right
        case .subtract: return left - right
        case .multiply: return left * right
        case .power: return pow(left, right)
        case .divide, .floorDivide, .remainder:
            guard right != 0 else { throw refused("a number other than 0 after \(operation.rawValue)", "0") }
            switch operation {
            case .divide: return left / right
            case .floorDivide: return (left / right).rounded(.down)
            default: return left - (left / right).rounded(.down) * right
            }
        }
    }
}
