// Whole numbers out of numbers that nobody vouches for. The plain conversions of the language end the program where a number does not fit,
// and its sums where they overflow; these give back nil, or the nearest number that fits. No other conversion stands anywhere in the sources
// (a test looks): each one says what becomes of a number that does not fit.
//
//     Int(foreign: share * 10)         // nil for NaN, for infinities and for what no Int holds
//     Int(clamping: share * 10)        // always a number, for what is only drawn or said
//     Int(wide: byte)                  // from a narrower number, always right
//     Int(foreign: "17")               // from a text, which is the same as Int("17")
//     total.adding(clamped: count)     // stops at Int.max

extension FixedWidthInteger {
    /// The whole part of a number; nil for NaN, infinities and what does not fit.
    @inlinable
    public init?(foreign number: some BinaryFloatingPoint) { self.init(exactly: number.rounded(.towardZero)) }

    /// The whole part of a number, or the nearest that fits; 0 for NaN. For places and counts that are drawn or said, where the exact number is no matter.
    @inlinable
    public init(clamping number: some BinaryFloatingPoint) {
        if let whole = Self(foreign: number) {
            self = whole
        } else {
            self = number.isNaN ? 0 : number < 0 ? .min : .max
        }
    }

    /// A decimal number that is written out; nil for anything else, and for what does not fit.
    @inlinable
    public init?(foreign text: some StringProtocol) { self.init(text, radix: 10) }

    /// The sum, or the nearest number that fits.
    @inlinable
    public func adding(clamped other: Self) -> Self {
        let (sum, overflowed) = addingReportingOverflow(other)
        return overflowed ? (other < 0 ? .min : .max) : sum
    }

    /// The product, or the nearest number that fits.
    @inlinable
    public func multiplied(clamped other: Self) -> Self {
        let (product, overflowed) = multipliedReportingOverflow(by: other)
        return overflowed ? ((self < 0) != (other < 0) ? .min : .max) : product
    }
}

/// A whole number of at most 32 bits, which is widened without loss.
public protocol NarrowNumber: FixedWidthInteger {}
extension UInt8: NarrowNumber {}
extension Int8: NarrowNumber {}
extension UInt16: NarrowNumber {}
extension Int16: NarrowNumber {}
extension UInt32: NarrowNumber {}
extension Int32: NarrowNumber {}

/// One without a sign.
public protocol NarrowCount: NarrowNumber, UnsignedInteger {}
extension UInt8: NarrowCount {}
extension UInt16: NarrowCount {}
extension UInt32: NarrowCount {}

extension Int {
    @inlinable
    public init(wide number: some NarrowNumber) { self.init(truncatingIfNeeded: number) }

    /// On the machines that Parallax runs on, both have 64 bits.
    @inlinable
    public init(wide number: Int64) { self.init(truncatingIfNeeded: number) }
}

extension Int64 {
    @inlinable
    public init(wide number: Int) { self.init(truncatingIfNeeded: number) }
}

extension UInt64 {
    @inlinable
    public init(wide number: some NarrowCount) { self.init(truncatingIfNeeded: number) }

    @inlinable
    public init(wide number: UInt) { self.init(truncatingIfNeeded: number) }
}

extension UInt32 {
    @inlinable
    public init(wide number: UInt8) { self.init(truncatingIfNeeded: number) }

    @inlinable
    public init(wide number: UInt16) { self.init(truncatingIfNeeded: number) }
}

extension Int32 {
    @inlinable
    public init(wide number: UInt8) { self.init(truncatingIfNeeded: number) }

    @inlinable
    public init(wide number: Int16) { self.init(truncatingIfNeeded: number) }
}

/// How many there are of something, as a file says it: from 0 to `most`, checked where it is decoded, so that nothing behind has to ask.
///
/// It has no `+` and no `*`: what is made of counts from files is made by `adding(clamped:)` and its like (Whole.swift).
public struct Count: Sendable, Hashable, Comparable {
    /// 2^40, a trillion: beyond any corpus, and far from where the sum over all documents that a file can name would overflow.
    public static let most = 1 << 40

    public let number: Int

    /// nil for a number below 0 or above `most`.
    public init?(_ number: Int) {
        guard (0...Self.most).contains(number) else { return nil }
        self.number = number
    }

    /// The nearest count.
    public init(clamping number: Int) { self.number = min(max(number, 0), Self.most) }

    public static func < (a: Count, b: Count) -> Bool { a.number < b.number }
}

extension Count: Codable {
    /// - Throws: `DecodingError` for what is no whole number, or one that is no count.
    public init(from decoder: any Decoder) throws {
        let number = try decoder.singleValueContainer().decode(Int.self)
        guard let count = Count(number) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a count of \(number), where 0 to \(Self.most) can be"))
        }
        self = count
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }
}

extension Count: ExpressibleByIntegerLiteral {
    public init(integerLiteral number: Int) { self.init(clamping: number) }
}
