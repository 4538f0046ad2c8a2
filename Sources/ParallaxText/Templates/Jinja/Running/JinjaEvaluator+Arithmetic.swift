import Foundation

extension JinjaEvaluator {
    func arithmetic(_ left: JinjaValue, _ operation: JinjaOperator, _ right: JinjaValue) throws -> JinjaValue {
        switch (left, operation, right) {
        case (.string(let left), .add, .string(let right)):
            return .string(try JinjaWriter.text(allowance) { writer in
                try writer.append(left)
                try writer.append(right)
            })
        case (.list(let one), .add, .list(let other)):
            guard one.form.isList && other.form.isList || one.form.isTuple && other.form.isTuple else { throw refused("two lists or two tuples at +", "\(left.kind) and \(right.kind)") }
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
