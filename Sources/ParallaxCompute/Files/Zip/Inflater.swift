/// Unpacks deflate data (RFC 1951) into memory of a given size, and never one byte beyond it: however the data was
/// made, it cannot make this grow.
struct Inflater {
    enum Failure: Error {
        /// The data is no deflate stream, or ends too early.
        case damaged
        /// The data goes on where the target is full.
        case tooLong
    }

    private let source: UnsafeRawBufferPointer
    private var next = 0
    private var bits: UInt64 = 0
    private var bitCount = 0
    private let target: UnsafeMutableRawBufferPointer
    private var filled = 0
    /// Stop, content, when the target is full.
    private let prefixOnly: Bool

    /// Fills `target` with the beginning of the unpacked data.
    /// - Returns: how many bytes there were, at most `target.count`.
    static func prefix(of source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) throws -> Int {
        var inflater = Inflater(source: source, target: target, prefixOnly: true)
        try inflater.run()
        return inflater.filled
    }

    /// Unpacks everything, which must fill `target` exactly.
    static func whole(_ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) throws {
        var inflater = Inflater(source: source, target: target, prefixOnly: false)
        try inflater.run()
        guard inflater.filled == target.count else { throw Failure.damaged }
    }

    private init(source: UnsafeRawBufferPointer, target: UnsafeMutableRawBufferPointer, prefixOnly: Bool) {
        self.source = source
        self.target = target
        self.prefixOnly = prefixOnly
    }

    /// Whether the target is full and only its beginning was wanted.
    private var isContent: Bool { prefixOnly && filled == target.count }

    private mutating func run() throws {
        var last = false
        while !last && !isContent {
            last = try take(1) == 1
            switch try take(2) {
            case 0: try copyStored()
            case 1: try unpack(Self.fixedLiterals, Self.fixedDistances)
            case 2:
                let (literals, distances) = try readTables()
                try unpack(literals, distances)
            default: throw Failure.damaged
            }
        }
    }

    /// Makes at least 57 bits present where the source still has them; bits beyond its end read as 0.
    @inline(__always)
    private mutating func refill() {
        while bitCount <= 56, next < source.count {
            bits |= UInt64(source[next]) << UInt64(bitCount)
            next += 1
            bitCount += 8
        }
    }

    @inline(__always)
    private mutating func drop(_ count: Int) throws {
        guard count <= bitCount else { throw Failure.damaged }
        bits >>= UInt64(count)
        bitCount -= count
    }

    private mutating func take(_ count: Int) throws -> Int {
        refill()
        let value = Int(bits & (1 << UInt64(count) - 1))
        try drop(count)
        return value
    }

    private mutating func copyStored() throws {
        try drop(bitCount % 8)
        let length = try take(16), complement = try take(16)
        guard length ^ complement == 0xffff else { throw Failure.damaged }
        // Whole bytes that were read ahead go back.
        next -= bitCount / 8
        bits = 0
        bitCount = 0
        guard length <= source.count - next else { throw Failure.damaged }
        let room = target.count - filled
        guard length <= room || prefixOnly else { throw Failure.tooLong }
        let count = min(length, room)
        UnsafeMutableRawBufferPointer(rebasing: target[filled..<filled + count]).copyMemory(from: UnsafeRawBufferPointer(rebasing: source[next..<next + count]))
        filled += count
        next += length
    }

    private mutating func unpack(_ literals: HuffmanTable, _ distances: HuffmanTable) throws {
        while true {
            if isContent { return }
            refill()
            guard let (symbol, length) = literals.decode(bits) else { throw Failure.damaged }
            try drop(length)
            if symbol < 256 {
                guard filled < target.count else { throw Failure.tooLong }
                target[filled] = UInt8(symbol)
                filled += 1
            } else if symbol == 256 {
                return
            } else {
                try copyBack(lengthSymbol: symbol - 257, distances)
            }
        }
    }

    private mutating func copyBack(lengthSymbol: Int, _ distances: HuffmanTable) throws {
        guard lengthSymbol < Self.lengths.count else { throw Failure.damaged }
        let (length, lengthBits) = Self.lengths[lengthSymbol]
        var count = length + Int(bits & (1 << UInt64(lengthBits) - 1))
        try drop(lengthBits)
        refill()
        guard let (symbol, codeLength) = distances.decode(bits), symbol < Self.distances.count else { throw Failure.damaged }
        try drop(codeLength)
        let (start, distanceBits) = Self.distances[symbol]
        let distance = start + Int(bits & (1 << UInt64(distanceBits) - 1))
        try drop(distanceBits)
        guard distance <= filled else { throw Failure.damaged }
        let room = target.count - filled
        if count > room {
            guard prefixOnly else { throw Failure.tooLong }
            count = room
        }
        // Byte by byte: the copy may overlap what it writes.
        for i in filled..<filled + count { target[i] = target[i - distance] }
        filled += count
    }

    private mutating func readTables() throws -> (HuffmanTable, HuffmanTable) {
        let literalCount = try take(5) + 257, distanceCount = try take(5) + 1, codeCount = try take(4) + 4
        guard literalCount <= 286 else { throw Failure.damaged }
        var codeLengths = [UInt8](repeating: 0, count: 19)
        for symbol in Self.codeLengthOrder.prefix(codeCount) { codeLengths[symbol] = UInt8(try take(3)) }
        guard let codes = HuffmanTable(lengths: codeLengths) else { throw Failure.damaged }
        var lengths: [UInt8] = []
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
            default: lengths.append(UInt8(symbol))
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
