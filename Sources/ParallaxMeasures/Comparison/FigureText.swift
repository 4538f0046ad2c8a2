import Foundation

/// Figures in sentences.
package enum FigureText {
    /// Two figures with as many decimals as they need to be told apart, three at least.
    package static func pair(_ p: Double, _ q: Double) -> (String, String) {
        for decimals in 3...9 {
            let texts = (text(p, decimals: decimals), text(q, decimals: decimals))
            if texts.0 != texts.1 { return texts }
        }
        return ("\(p)", "\(q)")
    }

    /// Fixed decimals, or scientific where that would be a row of digits.
    package static func text(_ number: Double, decimals: Int) -> String {
        abs(number) < 1e6 ? String(format: "%.\(decimals)f", number) : String(format: "%.\(decimals)e", number)
    }

    /// Three digits that count, no zero before the point: ".943", "-.161", "2.35", "112".
    package static func short(_ number: Double) -> String { short(number, decimals: decimals(number)) }

    /// The same for two that are to be told apart.
    package static func shortPair(_ p: Double, _ q: Double) -> (String, String) {
        let (forP, forQ) = (decimals(p), decimals(q))
        for more in 0...6 {
            let texts = (short(p, decimals: forP + more), short(q, decimals: forQ + more))
            if texts.0 != texts.1 { return texts }
        }
        return (short(p), short(q))
    }

    private static func decimals(_ number: Double) -> Int {
        switch abs(number) {
        case ..<1: 3
        case ..<10: 2
        case ..<100: 1
        default: 0
        }
    }

    private static func short(_ number: Double, decimals: Int) -> String {
        let text = text(number, decimals: decimals)
        if text.hasPrefix("0.") { return String(text.dropFirst()) }
        return text.hasPrefix("-0.") ? "-" + text.dropFirst(2) : text
    }

    package static func percent(_ share: Double) -> String {
        share >= 0.995 && share < 1 ? "over 99%" : String(format: "%.0f%%", share * 100)
    }
}

/// A key that is known at run time only: figures stand in JSON under the paths of their columns, "cosine" or "fve.global".
package struct FigurePath: CodingKey {
    package let stringValue: String
    package var intValue: Int? { nil }

    package init(_ name: String) { stringValue = name }
    package init?(stringValue: String) { self.init(stringValue) }
    package init?(intValue: Int) { nil }
}

extension KeyedEncodingContainer<FigurePath> {
    /// Writes figures under their paths, one group a first part; an undefined figure is null.
    package mutating func encode(figures: [(path: String, value: Double?)]) throws {
        var groups: [String: KeyedEncodingContainer<FigurePath>] = [:]
        for figure in figures {
            let path = figure.path.split(separator: ".").map(String.init)
            guard path.count == 2 else {
                try encode(figure.value, forKey: FigurePath(path[0]))
                continue
            }
            var group = groups[path[0]] ?? nestedContainer(keyedBy: FigurePath.self, forKey: FigurePath(path[0]))
            try group.encode(figure.value, forKey: FigurePath(path[1]))
            groups[path[0]] = group
        }
    }
}
