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
