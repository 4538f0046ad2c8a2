import Foundation
import ParallaxCompute
import ParallaxSession

/// What of a finding is other now than it was written: every figure, text and verdict of it against the same of a second making.
///
/// What was written is what is compared: a part that had not been computed by then (a pane that was closed) was not said, and is not asked for.
struct FindingDifferences {
    /// One value that is other.
    struct Difference {
        /// By names: "methods[NLA sft].fve.global".
        let figure: String
        let written: String
        /// Nil where there is none now.
        let now: String?
        /// now − written, of numbers.
        let difference: Double?
        /// Of the larger of both; nil for what is no number.
        let relative: Double?
        /// Whether it is a conclusion: a verdict, or a count of what lies on either side of an edge. It flips, and is not a little other.
        let isConclusion: Bool
    }

    private(set) var all: [Difference] = []
    /// Values that were compared.
    private(set) var count = 0
    /// The largest relative difference of two numbers, whether it is let pass or not.
    private(set) var largest = 0.0
    private let tolerance: Double

    /// - Parameter tolerance: of numbers, relative to the larger of both; 0 asks for equal ones.
    init(_ written: JSONValue, _ now: JSONValue, tolerance: Double, leaving: Set<String> = []) {
        self.tolerance = tolerance
        compare(written, now, at: "", key: "", leaving: Self.aside.union(leaving))
    }

    /// Of the run and not of its result, or compared apart.
    private static let aside: Set<String> = ["made", "schema", "kind", "wall_time", "finding.screen", "checkpoints", "workspace"]
    /// Keys of what a finding concludes.
    private static let conclusions: Set<String> = [
        "support", "origin", "sentence", "decided_by", "decidedBy", "verdicts", "histogram", "shareBelowZero", "shareAboveOneNat",
        "pca_rank_of_equal_f"
    ]
    /// Texts that this program makes and that quote figures; any other text is a model's or a file's, and is the same or another.
    private static let sentences: Set<String> = [
        "sentence", "reason", "provenance", "warnings", "notes", "note", "disagreements", "why", "undefined", "statistics", "not_run",
        "left"
    ]
    /// What tells the elements of a list apart: the first of these that all of them have, and of which no two have the same.
    private static let identities = [
        ["name"], ["key"], ["id"], ["first", "second", "definition", "scale"], ["document", "position"], ["test"], ["text"], ["value"],
        ["definition", "scale"], ["definition"]
    ]

    private mutating func compare(_ written: JSONValue, _ now: JSONValue?, at path: String, key: String, leaving aside: Set<String> = []) {
        switch (written, now) {
        case (.object(let own), .object(let other)):
            for (name, value) in own.sorted(by: { $0.key < $1.key }) {
                let inner = path.isEmpty ? name : "\(path).\(name)"
                if aside.contains(inner) { continue }
                compare(value, other[name], at: inner, key: Self.sentences.contains(key) ? key : name, leaving: aside)
            }
        case (.array(let own), .array(let other)): compare(own, other, at: path, key: key, leaving: aside)
        case (.null, .null), (.null, nil): count += 1
        default:
            count += 1
            if let now, agrees(written, now, key) { return }
            note(written, now, at: path, key: key)
        }
    }

    private mutating func compare(_ own: [JSONValue], _ other: [JSONValue], at path: String, key: String, leaving aside: Set<String>) {
        if let names = Self.names(own, other) {
            var rest = Dictionary(zip(names.other, other)) { first, _ in first }
            for (name, value) in zip(names.own, own) {
                compare(value, rest.removeValue(forKey: name), at: "\(path)[\(name)]", key: key, leaving: aside)
            }
            for (name, value) in zip(names.other, other) where rest[name] != nil {
                add("\(path)[\(name)]", "nothing", value.told, nil, nil, key)
            }
            return
        }
        guard own.count == other.count else {
            count += 1
            return add(path, JSONValue.array(own).told, JSONValue.array(other).told, nil, nil, key)
        }
        for (place, pair) in zip(own, other).enumerated() { compare(pair.0, pair.1, at: "\(path)[\(place)]", key: key, leaving: aside) }
    }

    /// Names of the elements of two lists, where all have one and no two have the same.
    private static func names(_ own: [JSONValue], _ other: [JSONValue]) -> (own: [String], other: [String])? {
        func names(_ keys: [String], _ list: [JSONValue]) -> [String]? {
            let found = list.compactMap { element -> String? in
                let parts = keys.compactMap { element[$0]?.name }
                return parts.count == keys.count ? parts.joined(separator: ", ") : nil
            }
            return found.count == list.count && Set(found).count == found.count ? found : nil
        }
        for keys in identities where !(own.isEmpty && other.isEmpty) {
            if let own = names(keys, own), let other = names(keys, other) { return (own, other) }
        }
        return nil
    }

    private mutating func agrees(_ written: JSONValue, _ now: JSONValue, _ key: String) -> Bool {
        if written == now { return true }
        if let a = written.double, let b = now.double {
            let relative = Self.relative(a, b)
            largest = max(largest, relative)
            return relative <= tolerance
        }
        guard tolerance > 0, Self.sentences.contains(key), let a = written.string, let b = now.string else { return false }
        return QuotedFigures(a).agree(with: QuotedFigures(b), tolerance: tolerance)
    }

    /// Many figures are differences of numbers of about 10 (nats) that were computed in single precision: what is smaller is held against this.
    static let smallest = 0.02

    private static func relative(_ a: Double, _ b: Double) -> Double { abs(a - b) / max(abs(a), abs(b), smallest) }

    private mutating func note(_ written: JSONValue, _ now: JSONValue?, at path: String, key: String) {
        var difference: Double?, relative: Double?
        if let a = written.double, let b = now?.double { (difference, relative) = (b - a, Self.relative(a, b)) }
        add(path, written.told, now?.told, difference, relative, key)
    }

    private mutating func add(
        _ figure: String, _ written: String, _ now: String?, _ difference: Double?, _ relative: Double?, _ key: String
    ) {
        all.append(
            Difference(
                figure: figure, written: written, now: now, difference: difference, relative: relative,
                isConclusion: Self.conclusions.contains(key)))
    }
}

/// A sentence, and the figures that it quotes.
struct QuotedFigures {
    private var words: [Substring] = []
    private var figures: [Substring] = []

    init(_ sentence: String) {
        var rest = sentence[...]
        while let found = rest.firstMatch(of: /[-−]?\d*\.?\d+/) {
            words.append(rest[..<found.range.lowerBound])
            figures.append(found.output)
            rest = rest[found.range.upperBound...]
        }
        words.append(rest)
    }

    /// Whether the words are the same and the figures as near as rounding leaves them. Whole numbers are counts and names, and have to be equal.
    func agree(with other: QuotedFigures, tolerance: Double) -> Bool {
        guard words == other.words, figures.count == other.figures.count else { return false }
        return zip(figures, other.figures).allSatisfy { a, b in
            if a == b { return true }
            guard a.contains("."), b.contains("."), let x = Self.number(a), let y = Self.number(b) else { return false }
            let digits = min(a.split(separator: ".").last?.count ?? 0, b.split(separator: ".").last?.count ?? 0)
            return abs(x - y) <= tolerance * max(abs(x), abs(y)) + 1.01 * pow(10, -Double(min(digits, 30)))
        }
    }

    private static func number(_ text: Substring) -> Double? { Double(text.replacing("−", with: "-")) }
}

extension JSONValue {
    /// As one reads it in a table.
    fileprivate var told: String {
        switch self {
        case .string(let text): "\"\(text)\""
        case .array(let elements):
            elements.count <= 12 && elements.allSatisfy({ $0.double != nil || $0.string != nil })
                ? "[\(elements.map { $0.double.map { "\($0)" } ?? $0.quoted }.joined(separator: ", "))]" : quoted
        default: quoted
        }
    }

    /// A number, also one that JSON has no number for.
    fileprivate var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    fileprivate var name: String? {
        switch self {
        case .string(let text): text
        case .integer(let value): "\(value)"
        default: nil
        }
    }
}
