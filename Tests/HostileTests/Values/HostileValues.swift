import Foundation
import TestSupport
import Testing

/// Every option of every command with values that nobody means: numbers at the edges, words, controls, places that are none.
struct HostileValue: Sendable {
    static let all: [[UInt8]] =
        [
            "", " ", "-", "--", "-1", "0", "1", "1.5", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
            "99999999999999999999999", "4611686018427387904", "1e308", "1e999", "-1e999", "nan", "inf", "-0",
            "0x10", "٣", "1,", ",", "1,,2", "0-", "-0-3", "3-0", "0-9223372036854775807", "0-9223372036854775807,0-9223372036854775807",
            "1/0", "0/1", "2/1", "1/-4", "1/9223372036854775807", "/", "a", "all", "none",
            "causal,causal", "=", "a=", "=b", "a=b=c", ":", "one.safetensors:", ":hidden_states", "one.safetensors:nothing",
            "blocks.99999999999999999999.hook_resid_post", "/dev/zero", "/dev/full", "/dev/null", "/nowhere/at/all",
            "model", "sae", "tiny.yaml", "one.comparison", "text.txt", "~", "~nobody", Hostile.controls,
            String(repeating: "a", count: 2000), String(repeating: "9", count: 2000),
            "\u{301}", "{}", "[", "%s%n"
        ].map { Array($0.utf8) } + [[0xFF, 0xFE, 0x1B, 0x5B, 0x32, 0x4A]]

    /// One option of one command, with a row that takes it.
    struct Case: Sendable, CustomTestStringConvertible {
        let command: HostileCommand
        /// Where the option's value stands among the row's arguments.
        let place: Int

        /// "" for an argument that stands alone.
        var option: String { place > 0 ? command.arguments[place - 1] : "" }
        var testDescription: String { "\(command.name) \(option)" }
    }

    /// Each option of each command once, and each argument that stands alone.
    static let cases: [Case] = {
        var known: Set<String> = [], found: [Case] = []
        for command in HostileCommand.all where command.name != "help" {
            for place in command.arguments.indices.dropFirst()
            where command.arguments[place - 1].hasPrefix("-")
                && !(command.arguments[place].hasPrefix("-") && command.arguments[place].count > 1)
            {
                guard !HostileCommand.flags.contains(command.arguments[place - 1]),
                    known.insert("\(command.name) \(command.arguments[place - 1])").inserted
                else { continue }
                found.append(Case(command: command, place: place))
            }
            for place in command.arguments.indices.prefix(1) where !command.arguments[place].hasPrefix("-") {
                if known.insert(command.name).inserted { found.append(Case(command: command, place: place)) }
            }
        }
        return found
    }()
}
