import Foundation

/// What one template may use while it is read or run: work, memory, and as the last resort time. Every operation on a template's text and
/// values takes the allowance and pays with it for the bytes that it touches, so that none comes for free: there is no other way to the
/// bytes of a `JinjaString`, the elements of a `JinjaList` or the entries of a `JinjaTable`.
package final class JinjaAllowance {
    /// One unit of work is one byte copied; this much takes about half a second. A chat of 2,000 messages and a megabyte takes a twentieth.
    package static let mostWork = 4_000_000_000
    /// Bytes of values that live at the same time, with what the heap adds to them. A context of a million tokens has some 5 MB.
    package static let mostHeld = 128 << 20
    /// Bytes of a template's tokens and syntax, which stay while it runs: those of 80,000 tokens.
    package static let mostSyntax = 40 << 20
    /// The longest text that a template makes, its output included.
    package static let longestText = 32 << 20
    /// Seconds of the processor. Work runs out before, unless a program without optimisation or a very slow machine runs it.
    package static let mostSeconds = 1.5
    /// Seconds of the processor for reading a template, which takes a few milliseconds for a published one.
    package static let mostReadingSeconds = 0.4
    /// Units of work, about a millisecond, after which the clock and the person's wish to stop are looked at.
    private static let pollInterval = 8_000_000
    /// Bytes of a complaint's part: a template's own words may be long.
    private static let longestPart = 1000

    package let subject: String
    /// The line of the template that is read or run, for complaints.
    var line = 1
    private(set) package var work = 0
    private(set) package var held = 0
    /// The most that was held at one time.
    private(set) package var highest = 0
    private var nextPoll = 0
    private let cancellation: Cancellation?
    private let start: Double
    private let seconds: Double
    private let limit: Int
    private let room: Int

    /// - Parameters:
    ///   - limit: units of work, where less than usual is allowed.
    ///   - seconds: of the processor, as the last resort.
    ///   - room: bytes that may be held.
    package init(
        subject: String, cancellation: Cancellation? = nil, work limit: Int = JinjaAllowance.mostWork,
        seconds: Double = JinjaAllowance.mostSeconds, room: Int = JinjaAllowance.mostHeld
    ) {
        self.subject = subject
        self.cancellation = cancellation
        self.limit = limit
        self.seconds = seconds
        self.room = room
        start = Self.processorSeconds()
    }

    /// What reading a template may use; what running it may use comes on top.
    package static func forReading(subject: String, work limit: Int = mostWork) -> JinjaAllowance {
        JinjaAllowance(subject: subject, work: limit, seconds: mostReadingSeconds, room: mostSyntax)
    }

    // MARK: work

    /// Pays for work, before it is done where it is much.
    /// - Parameter price: units for one of `count`, neither of them negative.
    @inline(__always)
    func spend(_ price: Int, times count: Int = 1) throws {
        let (units, overflows) = price.multipliedReportingOverflow(by: count)
        work = overflows || units > Self.mostWork ? Self.mostWork + 1 : work + units
        if work >= nextPoll { try poll() }
    }

    private func poll() throws {
        try cancellation?.check()
        guard work <= limit else {
            throw refused("a template that is done with at most \(limit / 1_000_000) MB of work", "more", remedy: Self.remedy)
        }
        guard Self.processorSeconds() - start <= seconds else {
            throw refused("a template that is done in \(seconds) seconds", "more", remedy: Self.remedy)
        }
        nextPoll = min(work + Self.pollInterval, limit + 1)
    }

    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
    }

    // MARK: memory

    /// Counts memory that is about to be used. `JinjaHolding` gives it back by itself.
    func hold(_ bytes: Int) throws {
        guard bytes <= room - held else { throw refused("a template that holds at most \(room >> 20) MB", "more", remedy: Self.remedy) }
        held += bytes
        if held > highest { highest = held }
    }

    func release(_ bytes: Int) { held -= bytes }

    /// - Throws: a complaint where no text may be so long.
    func checkLength(_ bytes: Int) throws {
        guard bytes <= Self.longestText else {
            throw refused("texts of at most \(Self.longestText >> 20) MB", "a longer one", remedy: Self.remedy)
        }
    }

    // MARK: complaints

    private static let remedy = "correct the chat template, or give it less text"

    func refused(_ expected: String, _ found: String, remedy: String = "correct the chat template") -> Complaint {
        Complaint("\(subject), line \(line)", expected: Self.excerpt(expected), found: Self.excerpt(found), remedy: remedy)
    }

    /// The beginning of a text that may be long.
    static func excerpt(_ text: String, bytes most: Int = longestPart) -> String {
        guard text.utf8.count > most else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: most)
        while end > text.startIndex, UTF8.isContinuation(text.utf8[end]) { end = text.utf8.index(before: end) }
        return text[..<end] + "…"
    }
}

/// Prices in units of work, of which eight take about a nanosecond: measured, with tests that no template gets much more for them.
enum JinjaPrice {
    /// A node of the syntax run.
    static let step = 600
    /// A filter, test, method or function found by its name.
    static let call = 320
    /// A level of variables made.
    static let scope = 1200
    /// An element of a list or an entry of a mapping looked at.
    static let look = 80
    /// An element put into a list.
    static let element = 240
    /// A piece put into a text, but for its bytes.
    static let piece = 400
    /// Whether two values are equal, but for their bytes.
    static let equality = 240
    /// Which of two values comes first, or a value made a key, but for its bytes.
    static let comparison = 400
    /// A byte copied or compared.
    static let copied = 1
    /// A byte looked at by itself.
    static let scanned = 16
    /// A scalar whose properties are looked up, or which is put into a text by itself.
    static let classified = 400
}

/// Something on the heap that a template's values hold, counted for as long as it lives.
class JinjaHolding {
    let allowance: JinjaAllowance
    private var bytes: Int

    init(_ bytes: Int, _ allowance: JinjaAllowance) throws {
        try allowance.hold(bytes)
        self.allowance = allowance
        self.bytes = bytes
    }

    func grow(by more: Int) throws {
        try allowance.hold(more)
        bytes += more
    }

    deinit { allowance.release(bytes) }
}
