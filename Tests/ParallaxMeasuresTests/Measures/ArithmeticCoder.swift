/// An arithmetic coder with 32-bit bounds (Witten, Neal and Cleary, "Arithmetic Coding for Data Compression", 1987): the proof that a
/// number of bits is one that something can be written in.
struct ArithmeticEncoder {
    /// Frequencies of every distribution sum to this.
    static let total: UInt64 = 1 << 24

    private(set) var bits: [Bool] = []
    private var (low, high): (UInt64, UInt64) = (0, 1 << 32 - 1)
    /// Bits that follow the next one, opposite to it.
    private var pending = 0

    /// - Parameter range: of cumulative frequencies, within 0..<total.
    mutating func encode(_ range: Range<UInt64>) {
        let width = high - low + 1
        high = low + width * range.upperBound / Self.total - 1
        low = low + width * range.lowerBound / Self.total
        while true {
            if high < 1 << 31 {
                emit(false)
            } else if low >= 1 << 31 {
                emit(true)
                (low, high) = (low - 1 << 31, high - 1 << 31)
            } else if low >= 1 << 30, high < 3 << 30 {
                pending += 1
                (low, high) = (low - 1 << 30, high - 1 << 30)
            } else {
                return
            }
            (low, high) = (low << 1, high << 1 | 1)
        }
    }

    private mutating func emit(_ bit: Bool) {
        bits.append(bit)
        for _ in 0..<pending { bits.append(!bit) }
        pending = 0
    }

    /// The last bits, that tell the remaining interval from all others.
    mutating func finish() {
        pending += 1
        emit(low >= 1 << 30)
    }
}

/// Reads what `ArithmeticEncoder` wrote.
struct ArithmeticDecoder {
    private let bits: [Bool]
    private var next = 0
    private var (low, high): (UInt64, UInt64) = (0, 1 << 32 - 1)
    private var value: UInt64 = 0

    init(_ bits: [Bool]) {
        self.bits = bits
        for _ in 0..<32 { shift() }
    }

    private mutating func shift() {
        value = value << 1 | (next < bits.count && bits[next] ? 1 : 0)
        next += 1
    }

    /// The symbol whose range of cumulative frequencies holds the next place.
    /// - Parameter bounds: ascending, from 0 to the total; symbol i has `bounds[i]..<bounds[i + 1]`.
    mutating func decode(_ bounds: [UInt64]) -> Int {
        let width = high - low + 1
        let place = ((value - low + 1) * ArithmeticEncoder.total - 1) / width
        var symbol = 0
        while bounds[symbol + 1] <= place { symbol += 1 }
        high = low + width * bounds[symbol + 1] / ArithmeticEncoder.total - 1
        low = low + width * bounds[symbol] / ArithmeticEncoder.total
        while true {
            let known: UInt64
            if high < 1 << 31 {
                known = 0
            } else if low >= 1 << 31 {
                known = 1 << 31
            } else if low >= 1 << 30, high < 3 << 30 {
                known = 1 << 30
            } else {
                return symbol
            }
            (low, high, value) = (low - known, high - known, value - known)
            (low, high) = (low << 1, high << 1 | 1)
            shift()
        }
    }
}
