import ParallaxCompute
import Yams

/// Reads the parts of a theme file; every complaint names the line.
struct ThemeReader {
    let subject: String

    func complaint(_ node: Node?, expected: String, found: String) -> Complaint {
        let place = node?.mark.map { "\(subject), line \($0.line)" } ?? subject
        return Complaint(place, expected: expected, found: found, remedy: "compare with Themes/default.yaml")
    }

    /// The entries of a mapping; none where there is no node. With `keys`, an unknown one is an error: a typing mistake that
    /// is ignored looks like a theme that does not work.
    func mapping(_ node: Node?, _ what: String, keys: [String]? = nil) throws -> [String: Node] {
        guard let node, node.null == nil else { return [:] }
        guard let pairs = node.mapping else { throw complaint(node, expected: what, found: Self.kind(of: node)) }
        var entries: [String: Node] = [:]
        for (key, value) in pairs {
            guard let word = key.string else { throw complaint(key, expected: what, found: Self.kind(of: key)) }
            if let keys, !keys.contains(word) {
                throw complaint(key, expected: "one of \(keys.joined(separator: ", "))", found: "\"\(word)\"")
            }
            entries[word] = value
        }
        return entries
    }

    func word(_ node: Node, _ what: String) throws -> String {
        guard let word = node.string, !word.isEmpty else { throw complaint(node, expected: what, found: Self.kind(of: node)) }
        return word
    }

    func flag(_ node: Node) throws -> Bool {
        guard let flag = node.bool else { throw complaint(node, expected: "true or false", found: Self.kind(of: node)) }
        return flag
    }

    func color(_ node: Node) throws -> ThemeFile.ColorWord {
        let expected = "a colour: 0 to 255, \"#rrggbb\", default, or a name from the palette"
        if let number = node.int {
            guard let index = UInt8(exactly: number) else { throw complaint(node, expected: expected, found: "\(number)") }
            return .color(Color(index))
        }
        guard let word = node.string, !word.isEmpty else { throw complaint(node, expected: expected, found: Self.kind(of: node)) }
        if word == "default" { return .color(.terminal) }
        guard word.hasPrefix("#") else { return .named(word, line: node.mark?.line ?? 0) }
        guard word.utf8.count == 7, let value = UInt32(word.dropFirst(), radix: 16) else {
            throw complaint(node, expected: expected, found: "\"\(word)\"")
        }
        return .color(Color(Palette.nearest(to: (Int(wide: value >> 16), Int(wide: value >> 8 & 255), Int(wide: value & 255)))))
    }

    func roleStyle(_ node: Node) throws -> ThemeFile.RoleStyle {
        var style = ThemeFile.RoleStyle()
        guard node.mapping != nil else {
            style.foreground = try color(node)
            return style
        }
        let attributes: [String: Style.Attributes] = ["bold": .bold, "dim": .dim, "underline": .underline, "reverse": .reverse]
        let keys = ["foreground", "background"] + attributes.keys.sorted()
        for (key, value) in try mapping(node, "a style", keys: keys) {
            switch key {
            case "foreground": style.foreground = try color(value)
            case "background": style.background = try color(value)
            default: if try flag(value), let attribute = attributes[key] { style.attributes.insert(attribute) }
            }
        }
        return style
    }

    func ramp(_ node: Node) throws -> ThemeFile.RampWords {
        var ramp = ThemeFile.RampWords()
        let entries = try mapping(node, "colours and glyphs", keys: ["colours", "glyphs", "diverging"])
        ramp.isDiverging = try entries["diverging"].map { try flag($0) }
        if let list = entries["colours"] {
            guard let sequence = list.sequence else { throw complaint(list, expected: "a list of colours", found: Self.kind(of: list)) }
            ramp.colors = try sequence.map { try color($0) }
        }
        if let text = entries["glyphs"] {
            let glyphs = SafeText(try word(text, "glyphs from low to high")).glyphs
            guard glyphs.allSatisfy({ $0.width == 1 }) else {
                throw complaint(text, expected: "glyphs of one column", found: "wider ones")
            }
            ramp.glyphs = glyphs
        }
        return ramp
    }

    private static func kind(of node: Node) -> String {
        if node.mapping != nil { return "a mapping" }
        if node.sequence != nil { return "a list" }
        return "\"\(SafeText(node.string ?? "", columns: 40).text)\""
    }
}
