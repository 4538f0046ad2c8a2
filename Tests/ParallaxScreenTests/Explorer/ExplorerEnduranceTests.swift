import ParallaxCompute
import ParallaxSession
import ParallaxViews
import TestSupport
import Testing

/// Random keys, answers, failures and sizes, over texts that want to break the screen.
@Suite("The explorer under anything") struct ExplorerEnduranceTests {
    static let hostile: [String] = [
        "\u{1B}[2J\u{1B}]0;x\u{7}\u{9B}31m", "\u{202E}abc\u{2066}. \u{200E}Def.", "👨‍👩‍👧🇩🇪👍🏽❤️\u{FE0F}\u{200D}", "漢字かな交じり文。 漢字！",
        "\u{0}\u{0}nul\u{0}", "\r\n\t\u{8}", "", " ",
        String(repeating: "x", count: 10_000), String(repeating: "漢", count: 10_000), "e" + String(repeating: "\u{301}", count: 1000),
        "\u{2028}a\u{2029}b\u{85}c",
        "\u{E000}\u{FFFE}\u{10FFFF}\u{1FAE0}ﷺ", String(repeating: "A \u{1B}[31mred. ", count: 60), "\u{301}\u{20E3}",
        "\u{E0001}\u{E007F}\u{FEFF}", "plain"
    ]
    private static let sides = [0, 1, 2, 3, 4, 5, 7, 9, 10, 13, 17, 24, 36, 39, 40, 50, 72, 73, 80, 81, 120, 200]
    private static let keys: [Key] =
        // Of every page that there is.
        Bindings.Page.allCases.flatMap(\.bindings).flatMap(\.keys) + [
            .character("7"), .character(" "), .character("."), .character("-"), .character("漢"), .character("e\u{301}"), .backspace,
            .delete, .deleteWordBack,
            .deleteWordForward, .wordLeft, .wordRight, .control("u"), .control("k"), .control("_"), .control("y"), .function(12), .alt("x"),
            .farUp
        ] + hostile.map(Key.paste)

    private static let spoiled = Story.world { text in hostile[text.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF } % hostile.count] }

    @Test(
        "whatever is pressed, answered, failed and resized: no trap, no broken cell, no control, the cursor inside",
        arguments: 0..<12 as Range<UInt64>)
    func anything(seed: UInt64) {
        // Half of the runs with texts as they should be: they get further into the panes.
        var drive = Drive(seed.isMultiple(of: 2) ? Story.world : Self.spoiled)
        if seed > 2 { drive.settle() }
        endure(&drive, seed)
    }

    @Test("the same on texts alone, without a model", arguments: 0..<6 as Range<UInt64>)
    func textsAlone(seed: UInt64) throws {
        var drive =
            try seed.isMultiple(of: 2) ? TextWorld.drive("transcript.txt") : TextWorld.drive("transcript.txt", "page.json", "describe.json")
        endure(&drive, seed)
    }

    private func endure(_ drive: inout Drive, _ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let theme = ThemeLibrary.builtIn
        var size = Size(width: 80, height: 24)
        for step in 0..<300 {
            switch Int.random(in: 0..<12, using: &generator) {
            case 0: size = Size(width: Self.sides.randomElement(using: &generator)!, height: Self.sides.randomElement(using: &generator)!)
            case 1:
                if let request = drive.open.randomElement(using: &generator) { drive.answer(request) }
            case 2:
                if let request = drive.open.randomElement(using: &generator), Bool.random(using: &generator) {
                    let words = Self.hostile.randomElement(using: &generator)!
                    drive.fail(request, Complaint(words, expected: words, found: words, remedy: "r"))
                }
            case 3:
                drive.send(.showing(ExplorerView.layout(drive.state, size).sidePanes))
                drive.settle()
            default:
                let key = Self.keys.randomElement(using: &generator)!
                if let action = Bindings.action(for: key, in: drive.state, size: size) { drive.send(action) }
            }
            let style = step.isMultiple(of: 3) ? ScreenStyle(theme: theme.adapted(to: .none), glyphs: .ascii) : ScreenStyle(theme: theme)
            let frame = ExplorerView.frame(drive.state, size: size, style: style)
            let faults = Self.faults(in: frame, size: size)
            #expect(faults.isEmpty, "step \(step) at \(size): \(faults)")
            if !faults.isEmpty { return }
        }
    }

    private static func faults(in frame: Frame, size: Size) -> [String] {
        var found: [String] = []
        if frame.grid.size != size || frame.grid.cells.count != size.width * size.height { found.append("another size") }
        if !frame.grid.brokenPairs.isEmpty { found.append("broken pairs at \(frame.grid.brokenPairs)") }
        if let cursor = frame.cursor, !frame.grid.bounds.contains(cursor) { found.append("cursor outside at \(cursor)") }
        for cell in frame.grid.cells {
            for scalar in [cell.glyph.base] + cell.glyph.marks where !isHarmless(scalar) {
                found.append("U+\(String(scalar.value, radix: 16))")
            }
        }
        return found
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7F { return scalar.value >= 0x20 }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }
}
