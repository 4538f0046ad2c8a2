import Dispatch
import Foundation
import ParallaxCompute

/// Turns Ctrl-C into a request to stop at the next step, so that what is done can be kept. A second one ends the program at once.
final class Interruption {
    /// What a command that was interrupted has to say; it exits with 130.
    struct Ending: Error {
        let sentence: Printable
    }

    let cancellation = Cancellation()
    private let source: any DispatchSourceSignal
    private var before = sigaction()

    init() {
        var ignored = sigaction()
        ignored.__sigaction_handler.sa_handler = SIG_IGN
        sigaction(SIGINT, &ignored, &before)
        source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        let cancellation = cancellation
        source.setEventHandler {
            RunLog.note("signal", level: .warning, ["number": SIGINT])
            if cancellation.isCancelled { Parallax.leave(128 + SIGINT) }
            cancellation.cancel()
        }
        source.resume()
    }

    deinit {
        source.cancel()
        sigaction(SIGINT, &before, nil)
    }
}
