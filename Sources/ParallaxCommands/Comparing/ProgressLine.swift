import Foundation
import ParallaxCompute

/// How far long work is, and how long it will take, on stderr: a line that is written over on a terminal, else a line now and then.
final class ProgressLine {
    private let what: String
    private var total: Int
    private let start = ContinuousClock.now
    private var last: ContinuousClock.Instant?
    /// Done before this run began, which says nothing about its speed.
    private let before: Int
    private let isTerminal = isatty(STDERR_FILENO) == 1
    /// What is done before that long needs no line.
    private let patience: Duration

    init(_ what: String, total: Int, before: Int = 0, after patience: Duration = .zero) {
        self.patience = patience
        self.what = what
        self.total = total
        self.before = before
    }

    func update(done: Int, total newTotal: Int? = nil) {
        if let newTotal { total = newTotal }
        let now = ContinuousClock.now, isLast = done >= total
        if last == nil, start.duration(to: now) < patience { return }
        if let last, !isLast, last.duration(to: now) < (isTerminal ? .milliseconds(200) : .seconds(10)) { return }
        last = now
        let seconds = start.duration(to: now) / .seconds(1), own = done - before
        let left = own > 0 && !isLast ? ", about \(Self.text(seconds / Double(own) * Double(total - done))) left" : ""
        let line: Printable = "\(done) of \(total) \(what)\(left)"
        if isTerminal {
            Output.rewrite(line, isLast: isLast)
        } else {
            Output.warn(line)
        }
    }

    /// "40 s", "3 min", "2 h 10 min".
    private static func text(_ seconds: Double) -> String {
        if seconds < 90 { return "\(Int(clamping: seconds.rounded(.up))) s" }
        let minutes = Int(clamping: (seconds / 60).rounded())
        return minutes < 90 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
    }
}
