import Foundation
import ParallaxCompute
import Yams

/// A theme as it is written: what it says itself, before what it inherits is added.
struct ThemeFile {
    var name: String
    var inherits: String?
    var palette: [String: ColorWord] = [:]
    var roles: [Role: RoleStyle] = [:]
    var ramps: [Ramp.Name: RampWords] = [:]

    /// A colour as written: an index, or a name that the palette of the whole chain explains.
    enum ColorWord: Hashable {
        case color(Color)
        case named(String, line: Int)
    }

    struct RoleStyle: Hashable {
        var foreground: ColorWord = .color(.terminal)
        var background: ColorWord = .color(.terminal)
        var attributes: Style.Attributes = []
    }

    struct RampWords: Hashable {
        var isDiverging: Bool?
        var colors: [ColorWord]?
        var glyphs: [Glyph]?
    }

    /// Anything larger is no theme.
    static let sizeLimit = 256 * 1024

    init(contentsOf url: URL) throws {
        let complaint = { found in
            Complaint(
                url.path, expected: "a theme, a YAML file of at most 256 kB", found: found, remedy: "write it after Themes/default.yaml")
        }
        let data: Data
        do { data = try FileSystem.contents(of: url.path, atMost: Self.sizeLimit) } catch let failure as Complaint {
            throw complaint(failure.found)
        }
        guard let text = String(bytes: data, encoding: .utf8) else { throw complaint("text that is no UTF-8") }
        try self.init(text, subject: url.lastPathComponent, name: url.deletingPathExtension().lastPathComponent)
    }

    /// - Parameter name: the name where the file says none.
    init(_ text: String, subject: String, name: String) throws {
        // Themes come from other people.
        if let hazard = YAMLHazards.found(in: text) {
            throw Complaint(subject, expected: "a theme in YAML", found: hazard, remedy: "write it after Themes/default.yaml")
        }
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw Complaint(subject, expected: "a theme in YAML", found: Self.sentence(about: error), remedy: "mend that place")
        }
        let reader = ThemeReader(subject: subject)
        let top = try reader.mapping(root, "name, palette, roles and ramps", keys: ThemeLibrary.keys)
        self.name = try top["name"].map { try reader.word($0, "a name") } ?? name
        inherits = try top["inherits"].map { try reader.word($0, "the name of a theme") }
        for (word, node) in try reader.mapping(top["palette"], "names and their colours") { palette[word] = try reader.color(node) }
        for (word, node) in try reader.mapping(top["roles"], "roles and their styles", keys: Role.allCases.map(\.rawValue)) {
            if let role = Role(rawValue: word) { roles[role] = try reader.roleStyle(node) }
        }
        for (word, node) in try reader.mapping(top["ramps"], "ramps", keys: Ramp.Name.allCases.map(\.rawValue)) {
            if let ramp = Ramp.Name(rawValue: word) { ramps[ramp] = try reader.ramp(node) }
        }
    }

    /// Yams' own text has several lines and draws the place; one line with its number is enough.
    private static func sentence(about error: any Error) -> String {
        if case YamlError.parser(_, let problem, let mark, _) = error { return "\(problem) in line \(mark.line)" }
        if case YamlError.scanner(_, let problem, let mark, _) = error { return "\(problem) in line \(mark.line)" }
        return "something else"
    }
}

extension ThemeFile {
    /// The default theme for where no file is found: the text of Themes/default.yaml, which a test compares.
    static let builtIn = """
        # Parallax on a dark terminal. Colours are indices of the 256-colour palette (16-255 look the same everywhere), "#rrggbb"
        # (the nearest index is taken), "default" (the terminal's own) or a name from the palette below.
        # A theme of your own may begin with "inherits: default" and say only what differs.
        name: default

        palette:
          mist: 246
          slate: 240
          accent: 214
          shade: 236

        roles:
          text: default
          strong: {bold: true}
          dim: mist
          heading: {bold: true}
          border: slate
          bar: 110
          # The one accent: where the cursor is, and what the person changed.
          accent: {foreground: accent, bold: true}
          cursor: {foreground: 16, background: accent, bold: true}
          selection: {background: shade}
          key: {foreground: 252, bold: true}
          hint: mist
          warning: 179
          good: 108
          bad: {foreground: 203, bold: true}

        ramps:
          # From little to much, in even steps from almost the background; a hue for each quantity. One that is left out looks like
          # magnitude, in colours and glyphs.
          magnitude:
            colours: [236, 24, 31, 74, 117]
            glyphs: "▁▂▃▄▅▆▇█"
          fraction: {colours: [236, 23, 29, 72, 115]}
          count: {colours: [236, 54, 97, 140, 183]}
          entropy: {colours: [238, 60, 103, 146, 189]}
          rank: {colours: [238, 95, 137, 180, 223]}
          surprise: {colours: [236, 88, 131, 174, 217]}
          # Differences around zero, which is quiet.
          difference:
            diverging: true
            colours: [182, 139, 96, 238, 65, 108, 151]
            glyphs: "▼▽·△▲"

        """
}

extension ThemeLibrary {
    /// What a theme's file may say.
    package static let keys = ["name", "inherits", "palette", "roles", "ramps"]
}
