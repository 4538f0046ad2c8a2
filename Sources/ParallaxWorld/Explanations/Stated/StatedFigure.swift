import Foundation

/// A number as a file prints it: its value, and how far the printed digits leave it open.
public struct StatedFigure: Sendable, Hashable {
    /// Finite.
    public let value: Double
    /// Half a unit of the last digit: the true number lies within it.
    public let halfStep: Double

    public init(_ value: Double, halfStep: Double = 0) {
        self.value = value
        self.halfStep = halfStep
    }

    /// Reads a number and counts its digits: "0.369" is .369 ± .0005. Nil for what is no finite number.
    init?(text: some StringProtocol) {
        guard let value = Double(text), value.isFinite else { return nil }
        let mark = text.utf8.firstIndex { $0 | 0x20 == UInt8(ascii: "e") }
        let digits = text.utf8[..<(mark ?? text.endIndex)]
        let decimals = digits.firstIndex(of: UInt8(ascii: ".")).map { digits.distance(from: $0, to: digits.endIndex) - 1 } ?? 0
        let exponent = mark.flatMap { Double(text[text.utf8.index(after: $0)...]) } ?? 0
        let step = pow(10, exponent - Double(decimals))
        self.init(value, halfStep: step.isFinite ? step / 2 : 0)
    }
}

extension StatedFigure: ExpressibleByFloatLiteral {
    public init(floatLiteral value: Double) { self.init(value) }
}
