/// Unpacks deflate data (RFC 1951) piece by piece into memory that is given to it, and never one byte beyond: however the data was made, it
/// cannot make this grow.
struct Inflater {
    enum Failure: Error {
        /// The data is no deflate stream, or ends too early.
        case damaged
        /// The data goes on where the target is full.
        case tooLong
    }

    /// How far back data may repeat what came before.
    static let window = 32 << 10

    private enum State {
        case between
        case stored(left: Int)
        case packed(literals: HuffmanTable, distances: HuffmanTable)
    }

    private let source: UnsafeRawBufferPointer
    private var next = 0
    private var bits: UInt64 = 0
    private var bitCount = 0
    private var state = State.between
    private var isLast = false
    /// A repetition of which so many bytes are still to be written.
    private var repeated = (left: 0, distance: 0)

    /// The bytes must outlive the inflater.
    init(_ source: UnsafeRawBufferPointer) { self.source = source }

    /// Whether all of the data has been unpacked.
    private(set) var isDone = false

    /// Bytes of the source behind the data; only of use when it is done.
    var end: Int { next - bitCount / 8 }

    /// Fills `target` with the beginning of the unpacked data.
    /// - Returns: how many bytes there were, at most `target.count`.
    static func prefix(of source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) throws -> Int {
        var inflater = Inflater(source)
        return try inflater.fill(target, from: 0)
    }

    /// Unpacks everything, which must fill `target` exactly.
    static func whole(_ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) throws {
        var inflater = Inflater(source)
        guard try inflater.fill(target, from: 0) == target.count else { throw Failure.damaged }
        var one: UInt8 = 0
        // Whatever comes behind must be empty.
        let more = inflater.isDone ? 0 : try withUnsafeMutableBytes(of: &one) { try inflater.fill($0, from: 0, history: UnsafeRawBufferPointer(target)) }
        guard more == 0 else { throw Failure.tooLong }
    }

    /// Unpacks until the target is full or the data ends. What stands in the target before `start` is what was unpacked last: data repeats it.
    /// - Returns: where what was unpacked ends in the target.
    mutating func fill(_ target: UnsafeMutableRawBufferPointer, from start: Int) throws -> Int { try fill(target, from: start, history: UnsafeRawBufferPointer(start: nil, count: 0)) }

    private mutating func fill(_ target: UnsafeMutableRawBufferPointer, from start: Int, history: UnsafeRawBufferPointer) throws -> Int {
        var filled = start
        while filled < target.count, !isDone {
            if repeated.left > 0 {
                try copyBack(target, &filled, history)
                continue
            }
            switch state {
            case .between:
                guard !isLast else {
                    isDone = true
                    break
                }
                try begin()
            case .stored(let left):
                let count = min(left, target.count - filled)
                UnsafeMutableRawBufferPointer(rebasing: target[filled..<filled + count]).copyMemory(from: UnsafeRawBufferPointer(rebasing: source[next..<next + count]))
                filled += count
                next += count
                state = left == count ? .between : .stored(left: left - count)
            case .packed(let literals, let distances): try unpack(literals, distances, target, &filled, history)
            }
        }
        // The end may stand right behind the last byte.
        if case .between = state, isLast, repeated.left == 0 { isDone = true }
        return filled
    }

    /// Reads the head of a block.
    private mutating func begin() throws {
        isLast = try take(1) == 1
        switch try take(2) {
        case 0:
            try drop(bitCount % 8)
            let length = try take(16), complement = try take(16)
            guard length ^ complement == 0xffff else { throw Failure.damaged }
            // Whole bytes that were read ahead go back.
            next -= bitCount / 8
            bits = 0
            bitCount = 0
            guard length <= source.count - next else { throw Failure.damaged }
            state = length == 0 ? .between : .stored(left: length)
        case 1: state = .packed(literals: Self.fixedLiterals, distances: Self.fixedDistances)
        case 2:
            let (literals, distances) = try readTables()
            state = .packed(literals: literals, distances: distances)
        default: throw Failure.damaged
        }
    }

    /// Makes at least 57 bits present where the source still has them; bits beyond its end read as 0.
    @inline(__always)
    private mutating func refill() {
        if source.count - next >= 8 {
            let word = UInt64(littleEndian: source.loadUnaligned(fromByteOffset: next, as: UInt64.self))
            bits |= word << UInt64(clamping: bitCount)
            let taken = (63 - bitCount) / 8
            next += taken
            bitCount += taken * 8
            return
        }
        while bitCount <= 56, next < source.count {
            bits |= UInt64(wide: source[next]) << UInt64(clamping: bitCount)
            next += 1
            bitCount += 8
        }
    }

    @inline(__always)
    private mutating func drop(_ count: Int) throws {
        guard count <= bitCount else { throw Failure.damaged }
        bits >>= UInt64(clamping: count)
        bitCount -= count
    }

    private mutating func take(_ count: Int) throws -> Int {
        refill()
        let value = Int(truncatingIfNeeded: bits & (1 << UInt64(clamping: count) - 1))
        try drop(count)
        return value
    }

    private mutating func unpack(
        _ literals: HuffmanTable, _ distances: HuffmanTable, _ target: UnsafeMutableRawBufferPointer, _ filled: inout Int, _ history: UnsafeRawBufferPointer
    ) throws {
        while filled < target.count {
            refill()
            guard let (symbol, length) = literals.decode(bits) else { throw Failure.damaged }
            try drop(length)
            if symbol < 256 {
                target[filled] = UInt8(truncatingIfNeeded: symbol)
                filled += 1
            } else if symbol == 256 {
                state = .between
                return
            } else {
                try readRepetition(lengthSymbol: symbol - 257, distances)
                try copyBack(target, &filled, history)
            }
        }
    }

    private mutating func readRepetition(lengthSymbol: Int, _ distances: HuffmanTable) throws {
        guard lengthSymbol < Self.lengths.count else { throw Failure.damaged }
        let (length, lengthBits) = Self.lengths[lengthSymbol]
        let count = length + Int(truncatingIfNeeded: bits & (1 << UInt64(clamping: lengthBits) - 1))
        try drop(lengthBits)
        refill()
        guard let (symbol, codeLength) = distances.decode(bits), symbol < Self.distances.count else { throw Failure.damaged }
        try drop(codeLength)
        let (start, distanceBits) = Self.distances[symbol]
        let distance = start + Int(truncatingIfNeeded: bits & (1 << UInt64(clamping: distanceBits) - 1))
        try drop(distanceBits)
        repeated = (count, distance)
    }

    /// Repeats what was unpacked before, as far as there is room.
    private mutating func copyBack(_ target: UnsafeMutableRawBufferPointer, _ filled: inout Int, _ history: UnsafeRawBufferPointer) throws {
        let distance = repeated.distance
        guard distance <= filled + history.count else { throw Failure.damaged }
        let count = min(repeated.left, target.count - filled)
        if distance <= filled {
            // Byte by byte: the copy may overlap what it writes.
            for i in filled..<filled + count { target[i] = target[i - distance] }
        } else {
            for i in filled..<filled + count { target[i] = i >= distance ? target[i - distance] : history[history.count + i - distance] }
        }
        filled += count
        repeated.left -= count
    }

    private mutating func readTables() throws -> (HuffmanTable, HuffmanTable) {
        let literalCount = try take(5) + 257, distanceCount = try take(5) + 1, codeCount = try take(4) + 4
        guard literalCount <= 286 else { throw Failure.damaged }
        var codeLengths = [UInt8](repeating: 0, count: 19)
        for symbol in Self.codeLengthOrder.prefix(codeCount) { codeLengths[symbol] = UInt8(truncatingIfNeeded: try take(3)) }
        guard let codes = HuffmanTable(lengths: codeLengths) else { throw Failure.damaged }
        var lengths: [UInt8] = []
        lengths.reserveCapacity(320)
        while lengths.count < literalCount + distanceCount {
            refill()
            guard let (symbol, length) = codes.decode(bits) else { throw Failure.damaged }
            try drop(length)
            switch symbol {
            case 16:
                guard let before = lengths.last else { throw Failure.damaged }
                lengths.append(contentsOf: repeatElement(before, count: try take(2) + 3))
            case 17: lengths.append(contentsOf: repeatElement(0, count: try take(3) + 3))
            case 18: lengths.append(contentsOf: repeatElement(0, count: try take(7) + 11))
            default: lengths.append(UInt8(truncatingIfNeeded: symbol))
            }
        }
        guard lengths.count == literalCount + distanceCount, let literals = HuffmanTable(lengths: lengths[..<literalCount]),
            let distances = HuffmanTable(lengths: lengths[literalCount...])
        else { throw Failure.damaged }
        return (literals, distances)
    }
}

// RFC 1951, 3.2.5 to 3.2.7.
extension Inflater {
    /// Shortest length and extra bits of symbols 257…285.
    private static let lengths: [(Int, Int)] = ranges(from: 3, extraBits: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5]) + [(258, 0)]
    /// Shortest distance and extra bits of symbols 0…29.
    private static let distances: [(Int, Int)] = ranges(from: 1, extraBits: [0, 0, 0, 0] + (1...13).flatMap { [$0, $0] })
    private static let codeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    // ok: these are codes by the standard's own tables.
    private static let fixedLiterals = HuffmanTable(
        lengths: [UInt8](repeating: 8, count: 144) + [UInt8](repeating: 9, count: 112) + [UInt8](repeating: 7, count: 24) + [UInt8](repeating: 8, count: 8))!
    private static let fixedDistances = HuffmanTable(lengths: [UInt8](repeating: 5, count: 30))!

    private static func ranges(from first: Int, extraBits: [Int]) -> [(Int, Int)] {
        var start = first
        return extraBits.map { bits in
            defer { start += 1 << bits }
            return (start, bits)
        }
    }
}
