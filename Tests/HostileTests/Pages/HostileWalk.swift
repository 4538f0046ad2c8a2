import CTerminal
import Foundation
import ParallaxViews
import TerminalHarness
import TestSupport

/// A person at a terminal who tries every key of every page on a workspace: what comes of it.
struct HostileWalk {
    /// The workspace could not be opened: the program said so and ended.
    private(set) var isRefused = false
    private(set) var offences: [String] = []
    /// Everything that was written to the terminal.
    private(set) var output: [UInt8] = []
    /// What stood on the screen after each key, for what must have been seen.
    private(set) var seen = ""

    /// How each page is reached from the panes; the compiler asks for those of a new page.
    private static func entry(_ page: Bindings.Page) -> [String] {
        switch page {
        case .browsing: []
        case .listing: ["!"]
        case .sweeping: ["d"]
        case .searching: ["/"]
        case .documents: ["o"]
        case .comparing: ["c"]
        case .claims: ["b", "\r"]
        case .feature: ["F"]
        case .typing: ["i"]
        }
    }

    /// What is typed beside the keys that mean something.
    private static let typed = [
        "?", "\u{1B}[C", "7", "0.5", "é漢", KeyBytes.paste(Hostile.controls), KeyBytes.paste(Hostile.marks), "\u{1B}[<0;9999;9999M",
        "\u{1B}[<0;0;0M"
    ]

    /// - Parameters:
    ///   - shift: with which of a page's keys it begins.
    ///   - seconds: of the processor, for the whole walk.
    init(
        _ world: HostileWorld, _ arguments: [String] = ["tiny.yaml"], shift: Int = 0, width: Int = 120, height: Int = 36, seconds: Int = 30
    ) throws {
        let terminal = try TerminalSession(
            URL(filePath: "/usr/bin/prlimit"),
            ["--data=\(1 << 30)", "--cpu=\(seconds):\(seconds + 1)", "--fsize=\(64 << 20)", "--core=0", Places.built("parallax").path]
                + arguments, width: width, height: height,
            environment: ["HOME": world.folder.path, "XDG_CACHE_HOME": world.path("cache"), "ESCDELAY": "3"], folder: world.folder)
        var grammar = OutputGrammar(), checked = 0
        func look() {
            grammar.take(terminal.output[checked...])
            checked = terminal.output.count
            seen += terminal.screen.text
        }
        do {
            try terminal.wait("a first screen or the end", seconds: 60) { $0.row(0).hasPrefix(" parallax ") || $0.text.contains("Error: ") }
            if terminal.screen.text.contains("Error: ") {
                isRefused = true
                // What stood there before is what a person sees when it has ended.
                let status = try terminal.end(seconds: 60)
                if status != 1 { offences.append("it was refused and ended with \(status)") }
                look()
            } else {
                for page in Bindings.Page.allCases {
                    let keys = page.bindings.filter { ![.quit, .cancel].contains($0.command) }.map { KeyBytes.of($0.keys[0]) }
                    var typed = Self.typed[...]
                    if ![.browsing, .typing, .searching, .documents].contains(page) { typed = typed.prefix(2) }
                    // Some at a time: a page is entered anew before its keys lead elsewhere, and other keys come first in other walks.
                    let all = keys + typed, turned = Array(all[(shift % all.count)...] + all[..<(shift % all.count)])
                    for start in stride(from: 0, to: turned.count, by: 4) {
                        for step in Self.entry(page) { try Self.press(step, terminal) }
                        for key in turned[start..<min(start + 4, turned.count)] {
                            try Self.press(key, terminal)
                            look()
                            if key == "O" { for step in ["text.txt", "\r"] { try Self.press(step, terminal) } }
                            if let offence = grammar.offence {
                                throw TerminalSession.Failure(description: "\(offence) after \(key.debugDescription) on \(page)")
                            }
                        }
                        try Self.leave(terminal)
                        look()
                    }
                }
                for _ in 0..<3 { try Self.leave(terminal) }
                usleep(20_000)
                let seconds = terminal.processorSeconds
                if seconds > 10 { offences.append("it took \(seconds) s of processor time") }
                terminal.send("q")
                let status = try terminal.end(seconds: 30)
                if status != 0 { offences.append("it ended with \(status) after q") }
                if !terminal.leftBehind.isEmpty { offences.append("it left \(terminal.leftBehind.joined(separator: ", ")) behind") }
            }
        } catch {
            let ended = try? terminal.end(seconds: 1)
            offences.append("\(ended.map { "it ended with \($0): " } ?? "")\(error)")
        }
        if let offence = grammar.offence, offences.isEmpty { offences.append(offence) }
        output = terminal.output
    }

    /// A key, and the answer: a cleared screen, as Ctrl-L gives it whatever is open.
    private static func press(_ key: String, _ terminal: TerminalSession) throws {
        let start = terminal.output.count
        terminal.send(key + "\u{0C}")
        try terminal.wait("an answer to \(key.debugDescription.prefix(40))", seconds: 20) { _ in
            terminal.output[start...].firstRange(of: Array("\u{1B}[2J".utf8)) != nil
        }
    }

    /// An Esc stands alone, or it is Alt with what follows.
    private static func leave(_ terminal: TerminalSession) throws {
        for _ in 0..<3 {
            terminal.send("\u{1B}")
            usleep(6000)
        }
        try press("", terminal)
    }
}
