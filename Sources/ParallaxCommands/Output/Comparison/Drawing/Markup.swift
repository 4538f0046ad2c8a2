import ParallaxCompute
import ParallaxViews

/// Well-formed markup, HTML and XML alike, from text that nobody vouches for: method names and tokens come from files and models.
enum Markup {
    /// Text as an element's content or a quoted attribute. Controls become visible and nothing reorders what stands beside it.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in SafeText(text).text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            // XML has no way to write these two.
            case "\u{fffe}", "\u{ffff}": result += "\u{fffd}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// `<name a="…">content</name>`; the content is markup, the attributes' values are text.
    static func element(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ content: String = "") -> String {
        let written = attributes.map { " \($0.key)=\"\(escaped($0.value))\"" }.joined()
        return content.isEmpty && empty.contains(name) ? "<\(name)\(written) />" : "<\(name)\(written)>\(content)</\(name)>"
    }

    /// An element that holds text.
    static func text(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ content: String) -> String {
        element(name, attributes, escaped(content))
    }

    private static let empty: Set<String> = ["line", "rect", "circle", "path", "polyline", "meta", "col", "br"]
}
