import ParallaxCompute

/// The theme that is shown, and the way to the next one. Files are read anew at every turn, so that whoever edits one sees it.
package struct ThemeCycle: Sendable {
    /// As the terminal can show it.
    package private(set) var theme: Theme
    private var name: String
    private let first: String
    private let library: ThemeLibrary
    private let depth: ColorDepth

    /// - Returns: with a complaint where the theme cannot be had; the built-in one is shown then.
    package static func starting(with name: String, in library: ThemeLibrary, depth: ColorDepth) -> (cycle: ThemeCycle, complaint: Complaint?) {
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
