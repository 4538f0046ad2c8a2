import Foundation

/// Makes up files that know what they should look like: mostly sound, with numbers at the edges, strings with controls, lists that are too long, too
/// short or nested, and now and then something that does not belong there at all.
public struct Inventor {
    public private(set) var random: SeededGenerator

    public init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    // MARK: Choices

    public mutating func pick<T>(_ things: [T]) -> T { things[Int.random(in: 0..<things.count, using: &random)] }

    /// True one time in so many.
    public mutating func rarely(_ times: Int) -> Bool { Int.random(in: 0..<times, using: &random) == 0 }

    public mutating func count(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    public mutating func byte() -> UInt8 { UInt8.random(in: 0...255, using: &random) }

    /// As many of what is made as the range allows, now and then many more.
    public mutating func list<T>(_ range: ClosedRange<Int>, _ make: (inout Inventor) -> T) -> [T] {
        let times = count(range) * (rarely(40) ? 20 : 1)
        return (0..<times).map { _ in make(&self) }
    }

    // MARK: Scalars

    public static let edges = [
        "0", "-0", "1", "-1", "2", "3", "16", "255", "65535", "65536", "2147483647", "2147483648", "-2147483648", "4294967295",
        "4294967296", "9223372036854775807", "-9223372036854775808",
        "9223372036854775808", "18446744073709551615", "18446744073709551616", "1e308", "1e309", "-1e308", "1e-320", "0.5", "-0.0", "1e5",
        "1E+2", "99999999999999999999999999999999999999", "0.1e-999999999"
    ]

    public mutating func number() -> String { rarely(3) ? pick(Self.edges) : "\(count(0...12))" }

    private static let pieces = [
        "a", "x", "é", "日本", "🙂", "e\u{301}", "\u{202e}", "\u{200d}", "\u{feff}", "\u{10fffd}", " ", "\t", "'", "\\\"", "\\\\", "\\n",
        "\\u0000", "\\u001b[31m", "\\ud83d\\ude00", "\\ud800", "/", "..", ".", "{", "]", ":", ",", "%", "\u{7f}"
    ]

    /// What stands between the quotes of a JSON string.
    public mutating func text() -> String {
        if rarely(200) { return String(repeating: pick(Self.pieces), count: count(1000...20_000)) }
        return list(0...4) { $0.pick(Self.pieces) }.joined()
    }

    // MARK: JSON

    /// Any value.
    public mutating func json(depth: Int = 0) -> String {
        switch count(0...(depth > 5 ? 5 : 8)) {
        case 0...1: number()
        case 2...3: "\"\(text())\""
        case 4: pick(["true", "false", "null", "NaN", "Infinity", "-Infinity"])
        case 5: pick(["[]", "{}", "", "tru", "\"", "-", "01", "1.", ".5", "[,]", "{\"a\"}"])
        case 6...7: "[" + list(0...4) { $0.json(depth: depth + 1) }.joined(separator: ",") + "]"
        default: object(list(0...4) { ("\($0.text())", $0.json(depth: depth + 1)) })
        }
    }

    /// Members as they are, now and then one twice, another left out, a comma too many.
    public mutating func object(_ members: [(String, String)]) -> String {
        var members = members
        if !members.isEmpty {
            if rarely(30) { members.append(pick(members)) }
            if rarely(15) { members.remove(at: count(0...members.count - 1)) }
            if rarely(15) { members.shuffle(using: &random) }
        }
        let space = pick(["", "", " ", "\n", "\r\n  "])
        return "{" + members.map { "\"\($0.0)\":\(space)\($0.1)" }.joined(separator: "," + space) + (rarely(60) ? "," : "")
            + pick(["}", "}", "}", "}", "}", "}", "}\n", rarely(10) ? "" : "}"])
    }

    /// A member of this value, or of another one.
    public mutating func value(_ sound: String, wrong times: Int = 12) -> String { rarely(times) ? json(depth: 3) : sound }

    /// A string in quotes.
    public mutating func quoted(_ text: String) -> String { "\"\(text)\"" }

    // MARK: Bytes

    /// The same bytes, or now and then with a few of them changed, cut or doubled.
    public mutating func touched(_ bytes: [UInt8], one times: Int = 4) -> [UInt8] {
        guard rarely(times), !bytes.isEmpty else { return bytes }
        var bytes = bytes
        switch count(0...3) {
        case 0: for _ in 0..<count(1...4) { bytes[count(0...bytes.count - 1)] = byte() }
        case 1: bytes.removeLast(count(0...bytes.count))
        case 2: bytes.insert(byte(), at: count(0...bytes.count))
        default:
            let start = count(0...bytes.count - 1), end = min(bytes.count, start + count(1...64))
            bytes.insert(contentsOf: bytes[start..<end], at: start)
        }
        return bytes
    }
}
