import ParallaxViews

/// What a program is told by the loop.
package enum TerminalEvent<Message: Sendable>: Sendable {
    case key(Key)
    /// A result of background work.
    case message(Message)
    /// The terminal has another size now.
    case resized(Size)
    /// The terminal is gone or the program is asked to end: the last chance to save. The loop ends after this.
    case terminating
}

/// When the screen must follow.
package enum Repaint: Int, Comparable, Sendable {
    case none
    /// Text that streams and figures that fill in: a few times a second.
    case soon
    /// A person did something and looks at the result.
    case now

    package static func < (a: Repaint, b: Repaint) -> Bool { a.rawValue < b.rawValue }
}

/// A program on the terminal: takes events in, and says what is seen. The loop knows nothing else of it.
package protocol TerminalProgram {
    associatedtype Message: Sendable

    mutating func handle(_ event: TerminalEvent<Message>) -> Repaint

    /// What is seen at that size. The grid's size is `size`.
    func frame(_ size: Size) -> Frame

    /// Work is under way whose result comes within milliseconds: the loop waits a little, so that what a key changes and what follows
    /// from it are painted at once.
    var awaitsQuickResult: Bool { get }

    /// Whether a line is open into which characters go: those that come together are then given together.
    var takesText: Bool { get }

    var isFinished: Bool { get }
}
