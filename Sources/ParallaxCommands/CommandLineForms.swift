import ArgumentParser
import Foundation
import ParallaxCompute

/// What a person may have meant by the arguments, before they are parsed.
enum CommandLineForms {
    /// `--option -3` as `--option=-3`: a number below zero is a value, and no option of ours begins with a digit.
    static func joiningNegativeValues(_ arguments: [String]) -> [String] {
        let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
        var joined: [String] = []
        for (index, argument) in arguments.enumerated() {
            if index > 0, index < end, isNegative(argument), let option = joined.last, arguments[index - 1] == option, isLongOption(option)
            {
                joined[joined.count - 1] = "\(option)=\(argument)"
            } else {
                joined.append(argument)
            }
        }
        return joined
    }

    private static func isLongOption(_ argument: String) -> Bool {
        argument.hasPrefix("--") && argument.count > 2 && !argument.contains("=")
    }

    private static func isNegative(_ argument: String) -> Bool {
        guard argument.first == "-", let second = argument.dropFirst().first else { return false }
        return second.isASCII && second.isNumber || second == "."
    }

    /// The sentence for a first word that is neither a command nor anything that is there; nil where it may be parsed.
    ///
    /// A workspace may be named without a command before it, so that a word that is no command may be a file. One with a dot or a slash can be nothing else.
    static func unknownCommand(_ arguments: [String], of command: ParsableCommand.Type, isHelp: Bool = false) -> Printable? {
        guard let word = arguments.first, !word.isEmpty, !word.hasPrefix("-") else { return nil }
        if word == "help", !isHelp { return unknownCommand(Array(arguments.dropFirst()), of: command, isHelp: true) }
        let subcommands = command.configuration.subcommands
        let names = subcommands.map { name(of: $0) }
        if let place = names.firstIndex(of: word) {
            return unknownCommand(Array(arguments.dropFirst()), of: subcommands[place], isHelp: isHelp)
        }
        guard !subcommands.isEmpty, isHelp || !word.contains("/") && !word.contains(".") && !isThere(word) else { return nil }
        let remedy =
            Spelling.nearest(to: word, in: names).map { "did you mean \($0)?" } ?? "the commands are \(names.listed(atMost: names.count))"
        return
            "Error: expected \(isHelp ? "a command" : "a command or a workspace's file"), found \"\(word.shortened)\", which is \(isHelp ? "none" : "neither"); \(remedy)\nSee 'parallax --help' for more information."
    }

    /// As a workspace's place is found: from the person's folder, or their home.
    private static func isThere(_ word: String) -> Bool { FileStatus(URL(person: word, relativeTo: Host.currentFolder).path) != nil }

    private static func name(of command: ParsableCommand.Type) -> String { command.configuration.commandName ?? "\(command)".lowercased() }
}

/// Words that differ by a slip of the finger.
enum Spelling {
    /// The one with the fewest slips, up to a third of its letters; the first of several.
    static func nearest(to word: String, in words: [String]) -> String? {
        let scored = words.map { (word: $0, slips: slips(Array(word.lowercased()), Array($0.lowercased()))) }
        guard let best = scored.min(by: { $0.slips < $1.slips }), best.slips * 3 <= best.word.count else { return nil }
        return best.word
    }

    /// Letters put in, left out, changed or swapped with their neighbour (optimal string alignment).
    private static func slips(_ a: [Character], _ b: [Character]) -> Int {
        guard !a.isEmpty, !b.isEmpty, a.count <= 64 else { return max(a.count, b.count) }
        var before: [Int] = [], row = Array(0...b.count)
        for i in a.indices {
            var next = [i + 1]
            for j in b.indices {
                var slips = min(row[j] + (a[i] == b[j] ? 0 : 1), row[j + 1] + 1, next[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { slips = min(slips, before[j - 1] + 1) }
                next.append(slips)
            }
            (before, row) = (row, next)
        }
        return row[b.count]
    }
}
