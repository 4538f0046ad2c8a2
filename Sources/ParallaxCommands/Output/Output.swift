import Foundation
import ParallaxCompute
import Synchronization

/// Where commands write: results to stdout, progress and warnings to stderr. The only place of the commands that writes to either.
enum Output {
    /// `print` writes a `String` as it is; here nobody does.
    static func line(_ text: Printable = "") { write(text + "\n") }

    static func lines(_ lines: [Printable]) { for text in lines { line(text) } }

    static func write(_ text: Printable) { write(Data(text.text(for: .terminal).utf8), to: STDOUT_FILENO) }

    /// A model's own text as it comes, its line ends included. Where stdout is no terminal it is not changed; a command that calls this says so in its
    /// help.
    static func raw(_ text: String) {
        if isatty(STDOUT_FILENO) == 1 { write(Printable(passage: text)) } else { write(Data(text.utf8), to: STDOUT_FILENO) }
    }

    /// One JSON value and a line end.
    static func json(_ value: some Encodable) throws {
        write(try JSONBytes.of(value, numbers: numbers) + Data("\n".utf8), to: STDOUT_FILENO)
    }

    static let numbers = JSONBytes.words

    // MARK: stderr

    static func warn(_ text: Printable) {
        RunLog.note("said", level: .warning, ["text": text.text(for: .file)])
        write(Data((text + "\n").text(for: .terminal).utf8), to: STDERR_FILENO)
    }

    /// What goes wrong without ending the command.
    static func warning(_ text: Printable) {
        warn("warning: " + text)
        warned.add(1, ordering: .relaxed)
    }

    /// Counts what a result itself says to be wrong, so that it is printed once and counts in every format.
    static func note(_ warnings: [String]) {
        for warning in warnings { RunLog.note("said", level: .warning, ["text": warning]) }
        warned.add(warnings.count, ordering: .relaxed)
    }

    /// Sentences of what goes wrong without ending the command; of a long list the first, and how many more.
    static func warnings(_ complaints: [Complaint]) { for complaint in Complaint.some(complaints) { warning("\(complaint)") } }

    /// With `--strict`: a command that warned has failed, whatever it wrote.
    static func isStrict(_ isStrict: Bool) { strict.store(isStrict, ordering: .relaxed) }

    /// - Throws: `Complaint` where a strict command warned.
    static func endStrictly() throws {
        let count = warned.load(ordering: .relaxed)
        guard strict.load(ordering: .relaxed), count > 0 else { return }
        throw Complaint(
            "--strict", expected: "no warning", found: count == 1 ? "one" : "\(count)",
            remedy: "mend what the warnings name, or leave --strict out; what the command wrote stays")
    }

    private static let warned = Atomic(0), strict = Atomic(false)

    /// Writes over the last line of a terminal.
    static func rewrite(_ text: Printable, isLast: Bool) {
        write(Data(("\r\u{1b}[K" + text + (isLast ? "\n" : "")).text(for: .terminal).utf8), to: STDERR_FILENO)
    }

    /// Where nobody reads stdout any more or the disk is full, there is nothing left to do for the command; what stderr does not take is lost.
    private static func write(_ data: Data, to stream: Int32) {
        data.withUnsafeBytes { bytes in
            var rest = bytes
            while let base = rest.baseAddress, rest.count > 0 {
                let written = Foundation.write(stream, base, rest.count)
                if written < 0, errno == EINTR { continue }
                if written <= 0 {
                    guard stream == STDOUT_FILENO else { return }
                    warn(
                        "Error: stdout: expected a place that takes the result, found \(String(cString: strerror(errno))); free some space, or read all of it."
                    )
                    Parallax.leave(1)
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
    }
}
