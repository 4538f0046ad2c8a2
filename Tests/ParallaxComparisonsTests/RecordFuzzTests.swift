import Foundation
@testable import ParallaxComparisons
import TestSupport
import Testing

/// Partials whose checksums are right and whose contents are not: somebody made them so. `PARALLAX_MUTANTS=1000000` for a long run.
@Suite("Mutated records of comparisons", .serialized)
struct RecordFuzzTests {
    private let fixture = ComparisonFixture(documents: 11)

    private static let count = ProcessInfo.processInfo.environment["PARALLAX_MUTANTS"].flatMap { Int($0) } ?? 400
    private static let numbers = [
        "0", "-1", "1", "2", "4611686018427387904", "9223372036854775807", "-9223372036854775808", "18446744073709551616", "1e300",
        "-1e-300", "0.5", "1099511627776", "null", "\"x\"", "[]", "{}", "true"
    ]
    private static let texts = [
        "\"rest\"", "\"BOS\"", "\"first ten\"", "\"none such\"", "\"\"", "\"\\u0000\\u001b[2J\"", "\"1/0\"", "\"2/4\"", "\"activation\"",
        "\"output\"", "null", "7"
    ]
    private static let doubles: [Double] = [
        1e300, -1e300, .infinity, -.infinity, .nan, 0, -1, 0x1p-1070, 1e19, Double(bitPattern: 0x7ff8_0000_0000_0005),
        Double(bitPattern: 0xfff0_0000_0000_0001)
    ]

    /// Puts other numbers and texts into JSON, takes members out, or says some twice.
    private func mutated(_ text: String, _ random: inout SeededGenerator) -> String {
        var text = text
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let places = text.matches(of: /-?\d+(\.\d+)?(e-?\d+)?|"[^"]*"(?!:)/)
            guard let match = places.randomElement(using: &random) else { return text }
            let isText = text[match.range].hasPrefix("\"")
            switch Int.random(in: 0..<6, using: &random) {
            case 0: text.replaceSubrange(match.range, with: text[match.range] + "," + text[match.range])
            case 1: text.removeSubrange(match.range)
            default: text.replaceSubrange(match.range, with: (isText ? Self.texts : Self.numbers).randomElement(using: &random) ?? "0")
            }
        }
        return text
    }

    @Test("plans, bases and records of whatever contents are refused or reported; nothing traps")
    func partials() throws {
        let folder = try TemporaryFolder(), url = folder.url.appending(path: "a"), encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let head = String(
            decoding: try encoder.encode(RecordScan.Head(plan: fixture.plan, basis: fixture.basis, shard: .whole)), as: UTF8.self)
        let payloads = try fixture.noisyRecords(tokens: 4, noise: [0.1, 0.3, 1]).map { try $0.bytes }
        var random = SeededGenerator(seed: 3), opened = 0, refused = 0, reported = 0, lost = 0
        for round in 0..<Self.count {
            let isOfHead = round % 3 == 0
            var file = RecordScan.line + RecordBlock.data(.head, 0, Data((isOfHead ? mutated(head, &random) : head).utf8))
            for (index, payload) in payloads.enumerated() {
                var own = payload
                if !isOfHead, Int.random(in: 0..<3, using: &random) == 0 {
                    let length = Int(clamping: own.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) })
                    var text = String(decoding: own[8..<8 + length], as: UTF8.self), rest = Data(own[(8 + length)...])
                    if Bool.random(using: &random) { text = mutated(text, &random) }
                    for _ in 0..<Int.random(in: 0...4, using: &random) {
                        let place = 8 * Int.random(in: 0..<rest.count / 8, using: &random),
                            value = Self.doubles.randomElement(using: &random) ?? 0
                        withUnsafeBytes(of: value.bitPattern.littleEndian) { rest.replaceSubrange(place..<place + 8, with: $0) }
                    }
                    own = Data(littleEndian: UInt64(text.utf8.count)) + Data(text.utf8) + rest
                }
                file += RecordBlock.data(.record, index, own)
            }
            try file.write(to: url)
            do {
                let partial = try PartialFile(url), records = try partial.records()
                opened += 1
                lost += payloads.count - partial.count
                _ = partial.damageTold
                _ = PartialRecords.missing([partial])
                let builder = ReportBuilder(plan: partial.plan, basis: partial.basis)
                let report = try builder.report(of: records)
                _ = try builder.strips(of: records)
                _ = try builder.differing("sae", "nla", in: records)
                if !report.methods.isEmpty { reported += 1 }
                try PartialFile.merge([partial], into: { _ in })
            } catch is Complaint {
                refused += 1
            }
        }
        print(
            "partials: of \(Self.count) mutants \(opened) opened without \(lost) of their records, \(reported) were reported, \(refused) were refused"
        )
        #expect(reported > Self.count / 3 && refused > 0 && lost > 0)
    }
}
