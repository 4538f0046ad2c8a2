import Foundation

/// Where the values of a document's record stand: a column after the other, each with one value a token.
struct RecordLayout: Sendable {
    /// What is kept of a token whatever the method.
    enum DocumentColumn: Int, CaseIterable {
        case squares
        case squaredDeviation
        /// Of the clean run; undefined at the last position.
        case crossEntropy
    }

    /// What the effect of a splice is relative to.
    enum Baseline: Int, CaseIterable {
        case clean
        case zeroDivergence
        case zeroCrossEntropy
        case meanDivergence
        case meanCrossEntropy

        var needsNext: Bool {
            switch self {
            case .clean, .zeroCrossEntropy, .meanCrossEntropy: true
            case .zeroDivergence, .meanDivergence: false
            }
        }
    }

    let methods: [ComparisonMethod]
    /// The ablations.
    private let zero: Int?
    private let mean: Int?
    /// The first column of each method.
    private let starts: [Int]
    let count: Int

    init(_ methods: [ComparisonMethod]) {
        self.methods = methods
        var starts: [Int] = [], next = DocumentColumn.allCases.count
        for method in methods {
            starts.append(next)
            next += method.columns.count
        }
        self.starts = starts
        count = next
        zero = methods.firstIndex { $0.recipe == .zero }
        mean = methods.firstIndex { $0.recipe == .mean }
    }

    /// nil where the ablation was not spliced.
    func column(_ baseline: Baseline) -> Int? {
        switch baseline {
        case .clean: DocumentColumn.crossEntropy.rawValue
        case .zeroDivergence: zero.flatMap { column($0, .kl) }
        case .zeroCrossEntropy: zero.flatMap { column($0, .crossEntropy) }
        case .meanDivergence: mean.flatMap { column($0, .kl) }
        case .meanCrossEntropy: mean.flatMap { column($0, .crossEntropy) }
        }
    }

    /// nil where the method does not keep it.
    func column(_ method: Int, _ column: TokenColumn) -> Int? {
        methods[method].columns.firstIndex(of: column).map { starts[method] + $0 }
    }
}

/// A block of a partial: what it is, how long, and two checksums, in front of its payload.
///
/// Little-endian: the mark, the kind (UInt32), the payload's CRC-32, a number (UInt64: a document's index in the workspace; of the head which
/// copy), the payload's length (UInt64), and the CRC-32 of all that but the mark. A damaged length is known as such, so that it leads nowhere, and
/// a damaged payload still says whose it is.
struct RecordBlock: Equatable {
    enum Kind: UInt32 {
        case head = 1
        case record = 2
    }

    /// Begins every block. FF stands in no UTF-8 text, so that no JSON holds it.
    static let mark = Data([0xff, 0x50, 0x58, 0x0d, 0x0a, 0x1a, 0xfe, 0x42])
    static let headerSize = 36

    let kind: Kind
    let number: Int
    let payload: Range<Int>
    private let sum: UInt32

    /// The block whose header stands at a place; nil where there is none, or a damaged one. The payload may be damaged, or end behind the file.
    init?(header bytes: UnsafeRawBufferPointer, at start: Int) {
        guard start >= 0, bytes.count - start >= Self.headerSize else { return nil }
        func load<T: FixedWidthInteger>(_ offset: Int) -> T {
            T(littleEndian: bytes.loadUnaligned(fromByteOffset: start + offset, as: T.self))
        }
        guard bytes[start..<start + 8].elementsEqual(Self.mark),
            CRC32.checksum(UnsafeRawBufferPointer(rebasing: bytes[start + 8..<start + 32])) == load(32),
            let kind = Kind(rawValue: load(8)), let number = Int(exactly: load(16) as UInt64),
            let length = Int(exactly: load(24) as UInt64),
            length <= Int.max - start - Self.headerSize
        else { return nil }
        self.kind = kind
        self.number = number
        sum = load(12)
        payload = start + Self.headerSize..<start + Self.headerSize + length
    }

    /// Whether the payload is there as it was written.
    func isIntact(in bytes: UnsafeRawBufferPointer) -> Bool {
        payload.upperBound <= bytes.count && CRC32.checksum(UnsafeRawBufferPointer(rebasing: bytes[payload])) == sum
    }

    /// A block as it is written.
    static func data(_ kind: Kind, _ number: Int, _ payload: Data) -> Data {
        var fields = Data()
        func append(_ value: some FixedWidthInteger) { Swift.withUnsafeBytes(of: value.littleEndian) { fields.append(contentsOf: $0) } }
        append(kind.rawValue)
        append(payload.withUnsafeBytes { CRC32.checksum($0) })
        append(UInt64(clamping: number))
        append(UInt64(clamping: payload.count))
        append(fields.withUnsafeBytes { CRC32.checksum($0) })
        return mark + fields + payload
    }
}

extension UnsafeRawBufferPointer {
    /// Where a sequence of bytes stands next, from a place on; nil where it does not.
    func place(of wanted: Data, from start: Int) -> Int? {
        guard let baseAddress, let first = wanted.first else { return nil }
        var place = Swift.max(0, start)
        while place <= count - wanted.count, let found = memchr(baseAddress + place, Int32(wide: first), count - wanted.count + 1 - place) {
            place = UnsafeRawPointer(found) - baseAddress
            if self[place..<place + wanted.count].elementsEqual(wanted) { return place }
            place += 1
        }
        return nil
    }
}

/// The moments of a document's vectors, or of a set's, by the place of their tokens.
struct StratifiedMoments: Sendable, Equatable {
    let width: Int
    private var parts: [Stratum: Moments] = [:]

    init(width: Int) { self.width = width }

    /// Of no rows where there is no token.
    subscript(stratum: Stratum) -> Moments {
        get { parts[stratum] ?? Moments(width: width) }
        _modify {
            var own = parts.removeValue(forKey: stratum) ?? Moments(width: width)
            defer { parts[stratum] = own }
            yield &own
        }
    }

    /// Places that have rows, in their order.
    var strata: [Stratum] { Stratum.allCases.filter { parts[$0].map { $0.count > 0 } ?? false } }

    /// Rows of each place that has any.
    var counts: [Stratum: Int] { parts.compactMapValues { $0.count > 0 ? $0.count : nil } }

    /// Of all tokens that the headline counts.
    var headline: Moments {
        var all = Moments(width: width)
        for stratum in strata where stratum.isInHeadline { all.merge(self[stratum]) }
        return all
    }

    /// Adds all rows behind `other`.
    mutating func merge(_ other: StratifiedMoments) {
        for stratum in other.strata { self[stratum].merge(other[stratum]) }
    }
}
