// Whole numbers out of numbers that nobody vouches for. The plain conversions of the language end the program where a number does not fit,
// and its sums where they overflow; these give back nil, or the nearest number that fits.
//
//     Int(foreign: share * 10)         // nil for NaN, for infinities and for what no Int holds
//     Int(clamping: share * 10)        // always a number, for what is only drawn or said
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
