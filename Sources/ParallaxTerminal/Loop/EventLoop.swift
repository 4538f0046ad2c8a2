import CTerminal
import Glibc
import ParallaxViews

/// The one thread that reads, decides and paints. It sleeps until a key, a message or a signal comes; then takes in all of them and
/// paints once. Where many come it does what it can in a moment, paints, and goes on: no paint and no signal waits for input that still comes.
package struct EventLoop {
    /// Why the loop ended.
    package enum Ending: Equatable, Sendable {
        case finished
        /// One that asks the program to end; a terminal that went away counts as SIGHUP.
        case signal(Int32)

        /// As shells count.
        package var exitStatus: Int32 { if case .signal(let number) = self { 128 + number } else { 0 } }
    }

    /// How long a paint waits for a quick result. Less than half a frame: nobody sees the wait, and a second paint would be seen.
    package var grace: Duration = .milliseconds(6)
    /// Between two paints of what streams.
    package var streamingInterval: Duration = .milliseconds(100)

    /// How long keys are answered before the loop looks at everything else.
    package var patience: Duration = .milliseconds(30)

    package init() {}

    /// Runs until the program is finished or must end. The terminal is still taken over afterwards: `close()` it.
    package func run<Program: TerminalProgram>(
        _ program: inout Program, on terminal: Terminal, mailbox: Mailbox<Program.Message>
    ) -> Ending {
        let clock = ContinuousClock()
        var toldSize = terminal.size
        _ = program.handle(.resized(toldSize))
        var pending = Repaint.now
        var graceEnd = clock.now
        var lastPaint = clock.now - streamingInterval
        // Keys that are still to be answered, the next one last.
        var waiting: [Key] = []
        while true {
            if program.isFinished { return .finished }
            // What there is to wait for before the next paint, if one is due at all.
            let now = clock.now
            var paintAt: ContinuousClock.Instant?
            switch pending {
            case .now: paintAt = program.awaitsQuickResult ? graceEnd : now
            case .soon: paintAt = lastPaint + streamingInterval
            case .none: break
            }
            if let due = paintAt, due <= now {
                terminal.present(program.frame(terminal.size))
                lastPaint = clock.now
                pending = .none
                paintAt = nil
            }
            let hangsUp = wait(until: waiting.isEmpty ? [paintAt, terminal.inputDeadline].compactMap { $0 }.min() : now)
            ct_wake_drain()
            let signals = ct_signals_take()
            if ct_terminating_signal() != 0 {
                _ = program.handle(.terminating)
                return .signal(ct_terminating_signal())
            }
            var urgency = Repaint.none
            if signals & Int32(clamping: ct_suspend_asked) != 0 {
                terminal.suspend()
                urgency = .now
            } else if signals & Int32(clamping: ct_continued) != 0 {
                terminal.resume()
                urgency = .now
            } else if signals & Int32(clamping: ct_resized) != 0 {
                terminal.takeSize()
            }

            if waiting.isEmpty { waiting = terminal.readKeys().reversed() }
            // What was still to be read is read: now the end is believed.
            let hasEnded = hangsUp && waiting.isEmpty
            let begin = clock.now
            while !program.isFinished, clock.now - begin < patience, let key = Self.next(&waiting, joined: program.takesText) {
                if key == .control("z") {
                    terminal.suspend()
                    urgency = .now
                } else {
                    // Whatever the program makes of it: who asks for a new screen sees a broken one.
                    if key == .control("l") {
                        terminal.repaintNext()
                        urgency = .now
                    }
                    urgency = max(urgency, program.handle(.key(key)))
                }
            }
            if hasEnded {
                _ = program.handle(.terminating)
                return .signal(SIGHUP)
            }
            if terminal.size != toldSize {
                toldSize = terminal.size
                urgency = max(program.handle(.resized(toldSize)), .now)
            }
            // The grace begins with the first thing that waits to be painted, so that held keys do not put the paint off.
            if urgency == .now, pending != .now { graceEnd = clock.now + grace }
            for message in mailbox.drain() { urgency = max(urgency, program.handle(.message(message))) }
            pending = max(pending, urgency)
        }
    }

    /// The next key; characters in a row are one where they go into a line.
    private static func next(_ waiting: inout [Key], joined: Bool) -> Key? {
        guard let key = waiting.popLast() else { return nil }
        guard joined, case .character(let first) = key, case .character? = waiting.last else { return key }
        var text = String(first)
        while case .character(let character)? = waiting.last {
            text.append(character)
            waiting.removeLast()
        }
        return .typed(text)
    }

    /// Sleeps until there is input, a message or a signal, or until a time.
    /// - Returns: whether the terminal is gone.
    private func wait(until time: ContinuousClock.Instant?) -> Bool {
        var timeout: Int32 = -1
        if let time {
            let (seconds, attoseconds) = (time - ContinuousClock.now).components
            // Up, not down: waking a fraction too early would spin.
            let milliseconds = Double(seconds) * 1000 + Double(attoseconds) / 1e15
            timeout = Int32(clamping: min(max(milliseconds.rounded(.up), 0), 1000))
        }
        var sources = [
            pollfd(fd: 0, events: Int16(clamping: POLLIN), revents: 0),
            pollfd(fd: ct_wake_open(), events: Int16(clamping: POLLIN), revents: 0)
        ]
        return poll(&sources, 2, timeout) > 0 && Int32(wide: sources[0].revents) & (POLLHUP | POLLERR | POLLNVAL) != 0
    }
}
