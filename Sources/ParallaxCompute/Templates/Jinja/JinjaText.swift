/// Python's string methods on scalars.
enum JinjaText {
    /// White space as str.strip() and str.split() see it: Unicode's, and the four separators of ASCII.
    static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
    }

    static func stripped(_ text: String, _ characters: String?, left: Bool, right: Bool) -> String {
        let wanted = characters.map { Set($0.unicodeScalars) }
        func goes(_ scalar: Unicode.Scalar) -> Bool { wanted?.contains(scalar) ?? isSpace(scalar) }
        var rest = text.unicodeScalars[...]
        if left { rest = rest.drop(while: goes) }
        if right {
            while let last = rest.last, goes(last) { rest.removeLast() }
        }
        return String(rest)
    }

    static func words(_ text: String) -> [String] {
        text.unicodeScalars.split(whereSeparator: isSpace).map { String($0) }
    }

    /// Cut at a separator that is not empty, at most `limit` times (all where it is negative).
    static func split(_ text: String, _ separator: String, limit: Int, fromEnd: Bool) -> [String] {
        let bytes = Array(text.utf8)
        var found = separator.isEmpty ? [] : bytes.withUnsafeBufferPointer { occurrences(of: Array(separator.utf8), in: $0) }
        if fromEnd, limit >= 0 {
            // From the end overlapping matches fall differently.
            found = bytes.reversed().withUnsafeBufferPointer { occurrences(of: separator.utf8.reversed(), in: $0) }
                .prefix(limit).reversed().map { bytes.count - $0.upperBound..<bytes.count - $0.lowerBound }
        } else if limit >= 0 {
            found = Array(found.prefix(limit))
        }
        var parts: [String] = []
        var start = 0
        for range in found {
            parts.append(String(decoding: bytes[start..<range.lowerBound], as: UTF8.self))
            start = range.upperBound
        }
        return parts + [String(decoding: bytes[start...], as: UTF8.self)]
    }

    static func lines(_ text: String) -> [String] {
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            String(line.last == "\r" ? line.dropLast() : line)
        }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// Where a string occurs, in scalars from the beginning.
    static func places(of part: String, in text: String) -> [Int] {
        guard !part.isEmpty else { return [0] }
        let scalars = Array(text.unicodeScalars)
        let wanted = Array(part.unicodeScalars)
        guard scalars.count >= wanted.count else { return [] }
        return (0...scalars.count - wanted.count).filter { scalars[$0] == wanted[0] && scalars[$0..<$0 + wanted.count].elementsEqual(wanted) }
    }

    static func all(_ text: String, _ holds: (Unicode.Scalar) -> Bool) -> Bool {
        !text.isEmpty && text.unicodeScalars.allSatisfy(holds)
    }

    static func upper(_ text: String) -> String { text.unicodeScalars.map { $0.properties.uppercaseMapping }.joined() }

    /// Every scalar by itself, but for the sigma at the end of a word.
    static func lower(_ text: String) -> String {
        guard text.unicodeScalars.contains("Σ") else { return text.unicodeScalars.map { $0.properties.lowercaseMapping }.joined() }
        let scalars = Array(text.unicodeScalars)
        return scalars.indices.map { index in
            guard scalars[index] == "Σ" else { return scalars[index].properties.lowercaseMapping }
            func isInWord(_ others: some Sequence<Unicode.Scalar>) -> Bool { others.first { !$0.properties.isCaseIgnorable }?.properties.isCased == true }
            return isInWord(scalars[..<index].reversed()) && !isInWord(scalars[(index + 1)...]) ? "ς" : "σ"
        }.joined()
    }

    static func capitalized(_ text: String) -> String {
        guard let first = text.unicodeScalars.first else { return text }
        return first.properties.titlecaseMapping + lower(String(text.unicodeScalars.dropFirst()))
    }

    static func title(_ text: String) -> String {
        var isInside = false
        return text.unicodeScalars.map { scalar in
            defer { isInside = scalar.properties.isCased }
            return isInside ? scalar.properties.lowercaseMapping : scalar.properties.titlecaseMapping
        }.joined()
    }
}
