import Foundation

/// What encoding (or decoding) one text may still take. Every part of a tokenizer asks it as it goes on: whoever asked for the work may have
/// given up, and a file from a stranger must not run free. A tokenizer that keeps within the limits is not touched by them.
///
/// It belongs to the thread that made it.
final class TextWork {
    /// The tokenizer's file, for complaints.
    private let subject: String
    /// The length of the text in bytes.
    private let count: Int
    private let cancellation: Cancellation?
    private let start: Double
    private var looked: Int
    private var searches: [ObjectIdentifier: ExpressionSearch] = [:]
    private var steps = 0
    /// Retries of regular expressions, over all searches.
    private var retries = 0

    /// Processor time. Published tokenizers take 10 to 150 ms a megabyte on a slow machine (eight times
    /// as much where nothing was optimised); the rest is patience.
    private static let seconds = 0.8 * slowness, secondsPerMegabyte = 0.6 * slowness
    private static let slowness = _isDebugAssertConfiguration() ? 8.0 : 1
    /// A retry takes 5 to 20 ns, those that are made again where the first ones did not suffice included. Published patterns, if they came
    /// here, would make less than five a byte.
    private static let mostRetries = 50_000_000, mostRetriesPerByte = 50
    /// The greatest growth by a published part: U+FDFA becomes 33 bytes of 3 in NFKC (and each of them two by ByteLevel).
    static let usualGrowth = 12
    private let growth: Int
    /// For short texts, before which a prefix may stand.
    private static let spare = 1 << 16

    init(_ subject: String, count: Int, growth: Int = usualGrowth, _ cancellation: Cancellation? = nil) {
        self.subject = subject
        self.growth = growth
        self.count = count
        self.cancellation = cancellation
        start = Self.processorTime
        looked = Self.wallTime
    }

    /// To be called often: it costs some nanoseconds.
    /// - Throws: `CancellationError`, or a `Complaint` where the text has taken too much processor time.
    func goOn() throws {
        try cancellation?.check()
        // The clock of the wall is cheap to read and never behind that of the processor, which is not.
        let now = Self.wallTime
        guard now &- looked > 5_000_000 else { return }
        looked = now
        let allowed = Self.seconds + Self.secondsPerMegabyte * Double(count) * 1e-6
        guard Self.processorTime - start <= allowed else {
            throw refused("a text of \(count) bytes done in \(String(format: "%.1f", allowed)) s", "one that takes longer")
        }
    }

    /// `goOn` for the steps of a loop that are short by themselves.
    @inline(__always)
    func step() throws {
        steps &+= 1
        if steps & 1023 == 0 { try goOn() }
    }

    /// The search for an expression in this text. Whoever asks keeps the expression.
    func search(for expression: Expression) throws -> ExpressionSearch {
        if let search = searches[ObjectIdentifier(expression)] { return search }
        let search = try ExpressionSearch(expression, self)
        searches[ObjectIdentifier(expression)] = search
        return search
    }

    /// Counts retries of a regular expression.
    func charge(retries more: Int) throws {
        retries += more
        let most = Self.mostRetries + Self.mostRetriesPerByte * count
        guard retries <= most else {
            throw refused("a text of \(count) bytes done with \(most) retries of its regular expressions", "one that takes more")
        }
    }

    /// What may come of the text: bytes when it is normalised, pieces, tokens.
    private var most: Int { growth * count + Self.spare }

    /// Asks for so many bytes, pieces or tokens.
    /// - Parameter part: what makes them, as the complaint names it ("Replace").
    func allow(_ made: Int, _ unit: String, _ part: String) throws {
        guard made <= most else { throw refused("\(part) that makes at most \(most) \(unit) of a text of \(count) bytes", "more") }
    }

    /// Asks for so many bytes of pieces. Byte-level characters are two bytes: the alphabet may double what normalising made.
    func allow(bytesOfPieces bytes: Int) throws { try allow(bytes / 2, "byte-level characters", "a pre_tokenizer") }

    func refused(_ expected: String, _ found: String) -> Complaint {
        Complaint(subject, expected: expected, found: found, remedy: "use another tokenizer.json, or a shorter text")
    }

    /// Of this thread.
    private static var processorTime: Double {
        let time = time(of: CLOCK_THREAD_CPUTIME_ID)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// In nanoseconds.
    private static var wallTime: Int {
        let time = time(of: CLOCK_MONOTONIC)
        return time.tv_sec &* 1_000_000_000 &+ time.tv_nsec
    }

    private static func time(of clock: clockid_t) -> timespec {
        var time = timespec()
        clock_gettime(clock, &time)
        return time
    }
}

/// The scalar that starts at an offset of valid UTF-8, and its length in bytes. Anything that is no UTF-8 reads as U+FFFD of length 1.
@inline(__always)
func scalar(in bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> (scalar: Unicode.Scalar, length: Int) {
    let first = bytes[offset]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC0, first < 0xF8, offset + length <= bytes.count else { return ("\u{FFFD}", 1) }
    var code = UInt32(wide: first) & (0xFF >> UInt32(clamping: length + 1))
    for index in 1..<length { code = code << 6 | UInt32(wide: bytes[offset + index] & 0x3F) }
    return (Unicode.Scalar(code) ?? "\u{FFFD}", length)
}

/// The scalar that ends before an offset of valid UTF-8.
func scalar(in bytes: UnsafeBufferPointer<UInt8>, before offset: Int) -> (scalar: Unicode.Scalar, length: Int) {
    var start = offset - 1
    while start > 0, offset - start < 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return (scalar(in: bytes, at: start).scalar, offset - start)
}

/// Whether bytes are UTF-8 throughout: no overlong form, no surrogate, nothing cut off.
func isValidUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    (try? UTF8Span(validating: bytes.span)) != nil
}

/// Characters by their most general kinds.
enum ScalarClass {
    case letter, number, whitespace, other

    @inline(__always)
    init(_ scalar: Unicode.Scalar) {
        let kind = CharacterKind(scalar)
        self = kind.isAny(of: .letter) ? .letter : kind == .number ? .number : kind.isAny(of: .space) ? .whitespace : .other
    }
}

extension Unicode.Scalar {
    /// `\w` of a Unicode-aware regular expression: letters, marks, decimal digits, connectors and joiners.
    var isWordCharacter: Bool { LibraryUnicode.wordCharacters.contains(self) }
}
