import Foundation
import ParallaxCompute

/// Finds themes by name or path. Nothing here fails: where a theme cannot be had, the built-in one is used, and a sentence says why.
package struct ThemeLibrary: Sendable {
    /// Looked through in this order.
    package let folders: [URL]

    package init(folders: [URL]) { self.folders = folders }

    /// The person's own themes (XDG), then a folder `Themes` beside or above each given place.
    package init(environment: [String: String], near places: [URL]) {
        var folders: [URL] = []
        if let own = Host.folder("XDG_CONFIG_HOME", usual: ".config", in: environment) {
            folders.append(own.appending(path: "parallax/themes"))
        }
        for place in places {
            var folder = place.standardizedFileURL
            for _ in 0..<Self.levelsAbove {
                let themes = folder.appending(path: "Themes")
                if themes.appending(path: "default.yaml").isThere {
                    if !folders.contains(themes) { folders.append(themes) }
                    break
                }
                folder = folder.deletingLastPathComponent()
            }
        }
        self.folders = folders
    }

    /// From an executable in a build folder up to its package, and no further than makes sense.
    private static let levelsAbove = 6
    /// Longer chains are a circle, or meant to be one.
    private static let inheritanceLimit = 8

    /// The built-in theme; the same as Themes/default.yaml.
    package static let builtIn: Theme = {
        let file = try? ThemeFile(ThemeFile.builtIn, subject: "built-in theme", name: "default")
        let theme = file.flatMap { try? Self.resolve([$0], subject: "built-in theme") }
        return theme ?? Theme(name: "plain", styles: [:], ramps: [:])
    }()

    /// - Parameter theme: a name ("light"), or a path to a YAML file (has a "/" or ends in .yaml or .yml).
    package func load(_ theme: String) -> (theme: Theme, complaint: Complaint?) {
        do {
            var chain: [ThemeFile] = []
            var next: String? = theme
            while let name = next {
                guard chain.count < Self.inheritanceLimit else {
                    throw Complaint(
                        "theme \(theme)", expected: "at most \(Self.inheritanceLimit) themes that inherit from each other",
                        found: "more, or a circle", remedy: "remove one \"inherits\"")
                }
                chain.append(try file(name))
                next = chain[chain.count - 1].inherits
            }
            return (try Self.resolve(chain, subject: "theme \(theme)"), nil)
        } catch let complaint as Complaint {
            return (Self.builtIn, complaint)
        } catch {
            return (Self.builtIn, Complaint("theme \(theme)", expected: "a theme", found: "\(error)", remedy: "choose another"))
        }
    }

    /// Names of the themes that can be chosen, sorted.
    package var names: [String] {
        var found: Set<String> = ["default"]
        for folder in folders {
            let files = (try? FileSystem.names(in: folder.path, hidden: true)) ?? []
            for file in files where file.hasSuffix(".yaml") { found.insert(String(file.dropLast(5))) }
        }
        return found.sorted()
    }

    private func file(_ name: String) throws -> ThemeFile {
        if name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
            return try ThemeFile(contentsOf: URL(person: name, relativeTo: Host.currentFolder))
        }
        for folder in folders {
            let url = folder.appending(path: name + ".yaml")
            if url.isThere { return try ThemeFile(contentsOf: url) }
        }
        if name == "default" { return try ThemeFile(ThemeFile.builtIn, subject: "built-in theme", name: name) }
        throw Complaint(
            "theme \(SafeText(name, columns: 60).text)", expected: "one of \(names.joined(separator: ", "))", found: "no such theme",
            remedy: "choose one of these, or name a YAML file")
    }

    /// - Parameter chain: the theme itself first, then what it inherits from.
    private static func resolve(_ chain: [ThemeFile], subject: String) throws -> Theme {
        var palette: [String: ThemeFile.ColorWord] = [:]
        var roles: [Role: ThemeFile.RoleStyle] = [:]
        var ramps: [Ramp.Name: ThemeFile.RampWords] = [:]
        for file in chain.reversed() {
            palette.merge(file.palette) { $1 }
            roles.merge(file.roles) { $1 }
            ramps.merge(file.ramps) { old, new in
                ThemeFile.RampWords(
                    isDiverging: new.isDiverging ?? old.isDiverging, colors: new.colors ?? old.colors, glyphs: new.glyphs ?? old.glyphs)
            }
        }
        if let magnitude = ramps[.magnitude] {
            for name in Ramp.Name.allCases where name != .difference {
                let own = ramps[name] ?? ThemeFile.RampWords()
                ramps[name] = ThemeFile.RampWords(
                    isDiverging: own.isDiverging, colors: own.colors ?? magnitude.colors, glyphs: own.glyphs ?? magnitude.glyphs)
            }
        }
        func color(_ word: ThemeFile.ColorWord, depth: Int = 0) throws -> Color {
            switch word {
            case .color(let color): return color
            case .named(let name, let line):
                guard let meaning = palette[name], depth < inheritanceLimit else {
                    throw Complaint(
                        "\(subject), line \(line)", expected: "a colour, or one of \(palette.keys.sorted().joined(separator: ", "))",
                        found: "\"\(SafeText(name, columns: 40).text)\"", remedy: "add it to the palette")
                }
                return try color(meaning, depth: depth + 1)
            }
        }
        return Theme(
            name: chain[0].name,
            styles: try roles.mapValues {
                Style(foreground: try color($0.foreground), background: try color($0.background), $0.attributes)
            },
            ramps: try ramps.mapValues { words in
                Ramp(
                    isDiverging: words.isDiverging ?? false, colors: try (words.colors ?? []).map { try color($0) },
                    glyphs: words.glyphs ?? [])
            })
    }
}

/// The theme that is shown, and the way to the next one. Files are read anew at every turn, so that whoever edits one sees it.
package struct ThemeCycle: Sendable {
    /// As the terminal can show it.
    package private(set) var theme: Theme
    private var name: String
    private let first: String
    private let library: ThemeLibrary
    private let depth: ColorDepth

    /// - Returns: with a complaint where the theme cannot be had; the built-in one is shown then.
    package static func starting(with name: String, in library: ThemeLibrary, depth: ColorDepth) -> (
        cycle: ThemeCycle, complaint: Complaint?
    ) {
        let (theme, complaint) = library.load(name)
        return (ThemeCycle(theme: theme.adapted(to: depth), name: name, first: name, library: library, depth: depth), complaint)
    }

    /// Goes on to the next theme, past one that cannot be read: the old one stays on the screen then.
    /// - Returns: a line for the person.
    package mutating func turn() -> String {
        var names = library.names
        // A theme that was named by its file.
        if !names.contains(first) { names.append(first) }
        name = names[((names.firstIndex(of: name) ?? -1) + 1) % names.count]
        let (theme, complaint) = library.load(name)
        if let complaint { return complaint.description }
        self.theme = theme.adapted(to: depth)
        return "theme: \(SafeText(theme.name, columns: 60).text)"
    }
}
