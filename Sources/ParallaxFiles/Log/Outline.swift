/// What a value is, in one short line for the log: names and numbers as they are, collections by their size, nothing below a few levels. Its
/// cost does not grow with what the value holds.
package enum Outline {
    private static let mostFields = 16, deepest = 3, longest = 60

    package static func of(_ value: Any) -> String { told(value, depth: 0) }

    private static func told(_ value: Any, depth: Int) -> String {
        switch value {
        case let text as String: return "\"\(text.utf8.count <= longest ? text : String(text.unicodeScalars.prefix(longest)) + "…")\""
        case is any BinaryInteger, is any BinaryFloatingPoint, is Bool: return "\(value)"
        default: break
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.map { told($0.value, depth: depth) } ?? "nil"
        case .collection, .set, .dictionary: return "\(mirror.children.count) of \(type(of: value))".shortened
        case .class: return "\(type(of: value))"
        case .enum where mirror.children.isEmpty: return "\(value)"
        default: break
        }
        // A value of one number is told as that.
        if depth > 0, mirror.children.count == 1, let only = mirror.children.first?.value, only is any BinaryInteger { return "\(only)" }
        guard depth < deepest else { return "…" }
        let fields = mirror.children.prefix(mostFields).map { field in
            let name = field.label.map { $0.hasPrefix(".") ? "" : "\($0): " } ?? ""
            return name + told(field.value, depth: depth + 1)
        }
        return "\(type(of: value))(\(fields.joined(separator: ", "))\(mirror.children.count > mostFields ? ", …" : ""))"
    }
}
