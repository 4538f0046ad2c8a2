import Foundation

/// A figure under way: marks in a coordinate system of its own, as inline SVG. Colours and type come from the page's style.
struct Drawing {
    enum Anchor: String { case start, middle, end }

    let width: Double
    let height: Double
    private var body = ""

    init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    private static func number(_ value: Double) -> String { String(format: "%.1f", value) }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
        body += Markup.element(
            "line", ["x1": Self.number(x1), "y1": Self.number(y1), "x2": Self.number(x2), "y2": Self.number(y2), "class": style])
    }

    mutating func curve(_ points: [(x: Double, y: Double)], _ style: String) {
        let list = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
        body += Markup.element("polyline", ["points": list, "class": style])
    }

    /// - Parameters:
    ///   - opacity: of the fill, 0…1.
    ///   - tip: what a pointer that rests on it is told.
    mutating func rectangle(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String, opacity: Double? = nil, tip: String? = nil
    ) {
        var shape =
            "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(max(0, width)))\" height=\"\(Self.number(max(0, height)))\" class=\"\(style)\""
        if let opacity { shape += String(format: " fill-opacity=\"%.2f\"", opacity) }
        body += shape + (tip.map { ">" + Markup.text("title", [:], $0) + "</rect>" } ?? " />")
    }

    mutating func text(
        _ x: Double, _ y: Double, _ content: String, _ style: String = "label", _ anchor: Anchor = .start, turned: Bool = false
    ) {
        let (x, y) = (Self.number(x), Self.number(y))
        if turned {
            body += Markup.text(
                "text", ["x": x, "y": y, "class": style, "text-anchor": anchor.rawValue, "transform": "rotate(-90 \(x) \(y))"], content)
        } else {
            body += Markup.text("text", ["x": x, "y": y, "class": style, "text-anchor": anchor.rawValue], content)
        }
    }

    mutating func mark(_ mark: Mark, _ x: Double, _ y: Double, tip: String? = nil) {
        body +=
            "<path d=\"\(mark.path(x, y))\" class=\"mark \(mark.style)\""
            + (tip.map { ">" + Markup.text("title", [:], $0) + "</path>" } ?? " />")
    }

    /// - Parameters:
    ///   - title: what the figure shows, for those who do not see it.
    ///   - narrowest: pixels below which the page scrolls it rather than making it smaller.
    func markup(title: String, narrowest: Int) -> String {
        let box = "0 0 \(Self.number(width)) \(Self.number(height))"
        return Markup.element(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "viewBox": box, "role": "img",
                "style": "min-width:\(narrowest)px;max-width:\(Int(clamping: width * 1.25))px"
            ],
            Markup.text("title", [:], title) + body)
    }
}
