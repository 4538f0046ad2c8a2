/// SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014): the same numbers on every
/// machine and in every version, so that a seed names a result.
package struct RandomStream: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Streams of one seed with different numbers are unrelated.
    package init(seed: UInt64, stream: Int) {
        var start = RandomStream(state: seed)
        state = start.next() &+ Self.mixed(UInt64(truncatingIfNeeded: stream) &* 0xd1b5_4a32_d192_ed03)
    }

    private init(state: UInt64) { self.state = state }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return Self.mixed(state)
    }

    /// Uniform in [0, 1), in steps of 2⁻⁵³.
    package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

extension RandomStream {
    /// Uniform in 0..<count (Lemire, "Fast random integer generation in an interval", 2019). The standard library's draws may change
    /// from version to version; these do not.
    /// - Precondition: `count > 0`.
    package mutating func index(below count: Int) -> Int {
        precondition(count > 0)
        let bound = UInt64(clamping: count)
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let least = (0 &- bound) % bound
            while product.low < least { product = next().multipliedFullWidth(by: bound) }
        }
        return Int(clamping: product.high)
    }

    /// The elements in random order (Fisher and Yates).
    package mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var result = elements
        for last in stride(from: result.count - 1, to: 0, by: -1) { result.swapAt(last, index(below: last + 1)) }
        return result
    }
}
