import Foundation

/// Makes damaged files of sound ones: two thirds of the changes keep the text's form and put another value in, the others are blind.
package struct Mutator {
    private var random: SeededGenerator
    private let fragments: [[UInt8]]

    /// How many mutants a test tries; `PARALLAX_MUTANTS=1000000` for a long run.
    package static let count = ProcessInfo.processInfo.environment["PARALLAX_MUTANTS"].flatMap { Int($0) } ?? 1000

    private static let values = [
        "0", "-1", "1", "2", "3", "7", "1000000000", "9223372036854775807", "-9223372036854775808", "18446744073709551616", "1e308", "-0.0",
        "1e-320", "0.5", "null", "true", "false",
        "\"\"", "\"x\"", "[]", "{}", "[1,2]", "\"\\ud800\""
    ].map { Array($0.utf8) }

    package init(seed: UInt64, fragments: [String] = []) {
        random = SeededGenerator(seed: seed)
        self.fragments = fragments.map { Array($0.utf8) } + Self.values
    }

    package mutating func mutate(_ original: [UInt8]) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
            if Int.random(in: 0..<3, using: &random) > 0 { exchangeValue(&bytes) } else { change(&bytes) }
        }
        return bytes
    }

    /// Puts another value in the place of a number, a word or a string.
    private mutating func exchangeValue(_ bytes: inout [UInt8]) {
        func isWord(_ byte: UInt8) -> Bool {
            byte == 45 || byte == 46 || (48...57).contains(byte) || (97...122).contains(byte) || byte == 95
        }
        var place = Int.random(in: 0..<bytes.count, using: &random)
        // After a colon, a comma or a bracket a value begins.
        while let colon = bytes[place...].firstIndex(where: { $0 == 58 || $0 == 44 || $0 == 91 }),
            let first = bytes[(colon + 1)...].firstIndex(where: { $0 != 32 && $0 != 10 })
        {
            var end = first
            if bytes[first] == 34 {
                end = bytes[(first + 1)...].firstIndex(of: 34).map { $0 + 1 } ?? bytes.count
            } else {
                while end < bytes.count, isWord(bytes[end]) { end += 1 }
            }
            // Not a key, which would lose its name, and not what brackets hold: the next one, then.
            if end > first, end == bytes.count || bytes[end] != 58 {
                return bytes.replaceSubrange(first..<end, with: Self.values[Int.random(in: 0..<Self.values.count, using: &random)])
            }
            place = max(end, colon + 1)
        }
        change(&bytes)
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(contentsOf: fragments[Int.random(in: 0..<fragments.count, using: &random)], at: place)
        case 3: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...60, using: &random)))
        case 4:
            let run = Array(bytes[place..<min(bytes.count, place + Int.random(in: 1...60, using: &random))])
            bytes.insert(contentsOf: run, at: Int.random(in: 0...bytes.count, using: &random))
        default: bytes[place] = bytes[place] &+ 1
        }
    }
}
