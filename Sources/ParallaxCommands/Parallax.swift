import ArgumentParser
import CCrash
import Foundation
import ParallaxCompute
import ParallaxViews

/// `parallax`: the explorer, and the commands beside it.
public struct Parallax: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "parallax",
        abstract: "One activation of a language model, read by sparse autoencoders and in words, and how far each lands from the truth.",
        discussion: """
            Without a command it opens the explorer; without a workspace, the sample world.

            EXAMPLES
              parallax                                   the explorer on the sample
              parallax explore my.yaml                   on your own workspace
              parallax my.yaml --plain | less            the same as text
              parallax inspect ~/models/* --json         what these folders are
              parallax compare --activations x.npy --reconstruction sae=y.npy

            A failed command exits with 1 and a sentence that says what was expected, what was found and what to do; wrong usage exits with 64;
            after a signal it is 128 and the signal's number (130 after Ctrl-C). With --strict a command that warned exits with 1.
            """,
        version: version,
        subcommands: [
            Explore.self, Inspect.self, Tokenize.self, Capture.self, Generate.self, Encode.self, Verbalize.self, Reconstruct.self,
            Compare.self, Merge.self, Verify.self, Statistics.self, Claims.self, Benchmark.self, Cache.self
        ],
        defaultSubcommand: Explore.self)

    static let version = ThisProgram.version

    public init() {}

    /// Runs the command of the process's arguments. A failure is one sentence; help and what is wrong with the arguments go the same way out.
    public static func main() {
        cc_install("parallax " + version)
        // A file that may grow no further is refused like a full disk, with a sentence.
        signal(SIGXFSZ, SIG_IGN)
        do {
            let arguments = Host.arguments
            if let sentence = CommandLineForms.unknownCommand(arguments, of: Parallax.self) {
                Output.warn(sentence)
                leave(ExitCode.validationFailure.rawValue)
            }
            var command = try parseAsRoot(CommandLineForms.joiningNegativeValues(arguments))
            try command.run()
            try Output.endStrictly()
            RunLog.end(exit: 0)
        } catch let ending as Interruption.Ending {
            Output.warn("Interrupted: \(ending.sentence)")
            leave(128 + SIGINT)
        } catch is CancellationError {
            Output.warn("Interrupted: run the same command again.")
            leave(128 + SIGINT)
        } catch let complaint as Complaint {
            Output.warn("Error: \(complaint)")
            leave(1)
        } catch {
            // It quotes arguments, which a script may have taken from anywhere.
            let message = Printable(passage: fullMessage(for: error)), status = exitCode(for: error).rawValue
            if !fullMessage(for: error).isEmpty {
                if status == 0 { Output.line(message) } else { Output.warn(message) }
            }
            leave(status)
        }
    }

    /// Not exit(): background work may stand in the middle of a product, and the exit handlers would take its memory away under it.
    static func leave(_ status: Int32) -> Never {
        RunLog.end(exit: status)
        fflush(nil)
        _exit(status)
    }
}
