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

    @Test("a bad theme is one sentence with its line, and the built-in one instead", arguments: [
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
                #expect((style.foreground.index.map(Int.init) ?? -1) < depth.rawValue && (style.background.index.map(Int.init) ?? -1) < depth.rawValue)
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
        #expect(ramp.glyph(at: 0).text == "▁" && ramp.glyph(at: 1).text == "█" && ramp.glyph(at: 99).text == "█" && ramp.glyph(at: -1).text == "▁")
        #expect(ramp.style(at: 0).background == ramp.colors.first && ramp.style(at: 1).background == ramp.colors.last)
        #expect(ramp.style(at: .nan) == .plain && ramp.glyph(at: .infinity) == .space)
        let difference = ThemeLibrary.builtIn.ramp(.difference)
        #expect(difference.glyph(at: 0).text == "·" && difference.glyph(at: -1).text == "▼" && difference.glyph(at: 1).text == "▲")
        for ramp in [ramp, difference] {
            #expect(Set(ramp.glyphs).count == ramp.glyphs.count)
            #expect(ramp.colors.allSatisfy { ($0.index ?? 0) >= 16 })
        }
    }
}
