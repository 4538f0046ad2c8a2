import Foundation
import ParallaxViews
import Testing
import TestSupport

@Suite struct ThemeTests {
    let library = ThemeLibrary(folders: [Places.root.appending(path: "Themes")])

    func theme(_ text: String) throws -> (theme: Theme, complaint: String?) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "themes-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try text.write(to: folder.appending(path: "own.yaml"), atomically: true, encoding: .utf8)
        let found = ThemeLibrary(folders: [folder] + library.folders).load("own")
        return (found.theme, found.complaint?.description)
    }

    @Test("every theme of the repository loads", arguments: ["default", "light", "mono"])
    func all(_ name: String) {
        let (theme, complaint) = library.load(name)
        #expect(complaint == nil)
        #expect(theme.name == name)
        for ramp in Ramp.Name.allCases { #expect(theme.ramp(ramp).glyphs.count >= 5) }
    }

    @Test("the built-in theme is Themes/default.yaml")
    func builtIn() {
        #expect(library.load("default").theme == ThemeLibrary.builtIn)
        #expect(ThemeLibrary(folders: []).load("default").theme == ThemeLibrary.builtIn)
        #expect(ThemeLibrary.builtIn.name == "default")
    }

    @Test("a theme that inherits says only what differs; its palette also colours what it inherits")
    func inheritance() throws {
        let (theme, complaint) = try theme("inherits: default\npalette: {mist: 100}\nroles: {good: \"#00ff00\"}\n")
        #expect(complaint == nil)
        #expect(theme[.good].foreground == Color(46))
        #expect(theme[.dim].foreground == Color(100))
        #expect(theme[.bad] == ThemeLibrary.builtIn[.bad])
        #expect(theme.ramp(.difference).isDiverging)
    }

    @Test(
        "a bad theme is one sentence with its line, and the built-in one instead",
        arguments: [
            ("roles:\n  txt: 3\n", "own.yaml, line 2: expected one of text"),
            ("roles: {text: 256}\n", "line 1: expected a colour"),
            ("roles:\n  dim: {foreground: mistt}\n", "line 2: expected a colour, or one of"),
            ("roles: [1, 2]\n", "expected roles and their styles, found a list"),
            ("roles: {text: {bold: perhaps}}\n", "expected true or false"),
            ("ramps: {magnitude: {glyphs: 漢字}}\n", "expected glyphs of one column"),
            ("palette: {a: b, b: a}\nroles: {text: a}\n", "expected a colour"),
            ("inherits: own\n", "or a circle"),
            ("inherits: nowhere\n", "no such theme"),
            ("a: [\n", "own.yaml: expected a theme in YAML, found"),
            ("- 1\n", "found a list"),
            (String(repeating: "[", count: 1000) + "\n", "own.yaml: expected a theme in YAML, found more than 400 brackets")
        ])
    func complaints(_ text: String, _ sentence: String) throws {
        let (theme, complaint) = try theme(text)
        #expect(theme == ThemeLibrary.builtIn)
        #expect(complaint?.contains(sentence) == true, "\(complaint ?? "no complaint")")
        #expect(complaint?.contains("\n") == false)
    }

    @Test("a theme is found in the person's configuration, else beside or above where the program lies")
    func search() {
        let deep = Places.root.appending(path: "Sources/ParallaxViews")
        let found = ThemeLibrary(environment: ["XDG_CONFIG_HOME": "/xdg", "HOME": "/home/x"], near: [deep])
        #expect(found.folders.map(\.path) == ["/xdg/parallax/themes", Places.root.appending(path: "Themes").path])
        #expect(found.names.contains("light"))
        #expect(ThemeLibrary(environment: ["HOME": "/home/x"], near: []).folders.map(\.path) == ["/home/x/.config/parallax/themes"])
        #expect(library.load(Places.root.appending(path: "Themes/light.yaml").path).theme.name == "light")
    }

    @Test("fewer colours: the nearest there is, no colour at all under NO_COLOR, and never black on black")
    func depths() {
        let theme = ThemeLibrary.builtIn
        for depth in [ColorDepth.none, .eight, .sixteen] {
            let adapted = theme.adapted(to: depth)
            for role in Role.allCases {
                let style = adapted[role]
                #expect(
                    (style.foreground.index.map(Int.init) ?? -1) < depth.rawValue
                        && (style.background.index.map(Int.init) ?? -1) < depth.rawValue)
                #expect(style.foreground == .terminal || style.foreground != style.background)
            }
            #expect(adapted.ramp(.magnitude).colors.isEmpty)
            #expect(adapted.ramp(.magnitude).style(at: 0.5) == .plain)
        }
        #expect(theme.adapted(to: .none)[.cursor].attributes.contains(.reverse))
        #expect(ColorDepth.Choice.auto.depth(colors: 256, environment: ["NO_COLOR": "1"]) == .none)
        #expect(ColorDepth.Choice.always.depth(colors: 256, environment: ["NO_COLOR": "1"]) == .full)
        #expect(ColorDepth.Choice.full.depth(colors: 8, environment: [:]) == .eight)
    }

    @Test("a ramp goes from its first to its last colour and glyph, clamped; what is not a number is plain")
    func ramps() {
        let ramp = ThemeLibrary.builtIn.ramp(.magnitude)
        #expect(
            ramp.glyph(at: 0).text == "▁" && ramp.glyph(at: 1).text == "█" && ramp.glyph(at: 99).text == "█"
                && ramp.glyph(at: -1).text == "▁")
        #expect(ramp.style(at: 0).background == ramp.colors.first && ramp.style(at: 1).background == ramp.colors.last)
        #expect(ramp.style(at: .nan) == .plain && ramp.glyph(at: .infinity) == .space)
        let difference = ThemeLibrary.builtIn.ramp(.difference)
        #expect(difference.glyph(at: 0).text == "·" && difference.glyph(at: -1).text == "▼" && difference.glyph(at: 1).text == "▲")
        for ramp in [ramp, difference] {
            #expect(Set(ramp.glyphs).count == ramp.glyphs.count)
            #expect(ramp.colors.allSatisfy { ($0.index ?? 0) >= 16 })
        }
    }

    /// WCAG 2: 1 to 21; text needs 4.5, signs need 3.
    private func contrast(_ a: Double, _ b: Double) -> Double { (max(a, b) + 0.05) / (min(a, b) + 0.05) }

    @Test(
        "every ramp goes in few steps from quiet to strong on the theme's background, with text that reads on each; zero is quietest",
        arguments: ["default", "light"])
    func orders(_ name: String) {
        let theme = library.load(name).theme
        let isDark = name == "default"
        for ramp in Ramp.Name.allCases {
            let colors = theme.ramp(ramp).colors
            let luminances = colors.map { Palette.luminance($0.index ?? 0) }
            for (step, luminance) in luminances.enumerated() {
                let ink: Double = theme.ramp(ramp).style(step: step).foreground == Color(0) ? 0 : 1
                #expect(contrast(luminance, ink) >= 4.5, "\(ramp) \(step)")
            }
            #expect(!colors.contains(theme[.accent].foreground))
            // Seen from the middle where both ways lead away from it.
            let middle = ramp == .difference ? colors.count / 2 : 0
            for way in [Array(luminances[middle...]), Array(luminances[...middle].reversed())] {
                for (a, b) in zip(way, way.dropFirst()) { #expect(isDark ? a < b : a > b, "\(ramp)") }
            }
            #expect(ramp == .difference ? colors.count == 7 : (5...6).contains(colors.count))
        }
        let strongest = Ramp.Name.allCases.map { theme.ramp($0).colors.last }
        #expect(Set(strongest).count == strongest.count)
    }

    @Test("words read on the theme's background, lines and bars are seen", arguments: [("default", 0.0), ("light", 1.0)])
    func roles(_ name: String, _ background: Double) {
        let theme = library.load(name).theme
        for role in Role.allCases {
            let style = theme[role]
            guard let ink = style.foreground.index.map(Palette.luminance) else { continue }
            let paper = style.background.index.map(Palette.luminance) ?? background
            #expect(contrast(ink, paper) >= (role == .border ? 2 : role == .bar ? 3 : 4.5), "\(role): \(contrast(ink, paper))")
        }
    }

    @Test("a quantity without a ramp of its own looks like magnitude, in colours, glyphs or both")
    func fallback() throws {
        let bare = try theme("name: own\nramps: {magnitude: {colours: [20, 21, 22], glyphs: \"abc\"}, count: {colours: [30, 31]}}\n").theme
        #expect(bare.ramp(.entropy) == bare.ramp(.magnitude))
        #expect(bare.ramp(.count).colors == [Color(30), Color(31)] && bare.ramp(.count).glyphs == bare.ramp(.magnitude).glyphs)
        #expect(bare.ramp(.difference).isDiverging && bare.ramp(.difference).colors.isEmpty)
        for ramp in Ramp.Name.allCases where ramp != .difference { #expect(library.load("mono").theme.ramp(ramp).glyphs.count == 8) }
    }

    @Test("the next theme is read anew; one that is broken says its line, leaves the old one, and is passed at the next turn")
    func cycle() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "themes-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ text: String) throws { try text.write(to: folder.appending(path: "own.yaml"), atomically: true, encoding: .utf8) }
        try write("inherits: default\nroles: {good: 100}\n")
        var cycle = ThemeCycle.starting(with: "default", in: ThemeLibrary(folders: [folder]), depth: .full).cycle
        #expect(cycle.turn() == "theme: own")
        #expect(cycle.theme[.good].foreground == Color(100))
        #expect(cycle.turn() == "theme: default")
        try write("inherits: default\nroles: {goood: 101}\n")
        #expect(cycle.turn().contains("own.yaml, line 2"))
        #expect(cycle.theme.name == "default")
        #expect(cycle.turn() == "theme: default")
        try write("inherits: default\nroles: {good: 101}\n")
        #expect(cycle.turn() == "theme: own")
        #expect(cycle.theme[.good].foreground == Color(101))

        let (named, complaint) = ThemeCycle.starting(with: folder.appending(path: "own.yaml").path, in: library, depth: .eight)
        cycle = named
        #expect(complaint == nil && cycle.theme.name == "own")
        var seen: [String] = []
        for _ in 0..<4 { seen.append(cycle.turn()) }
        #expect(seen == ["theme: default", "theme: light", "theme: mono", "theme: own"])
        #expect(cycle.theme.ramp(.magnitude).colors.isEmpty)
    }
}
