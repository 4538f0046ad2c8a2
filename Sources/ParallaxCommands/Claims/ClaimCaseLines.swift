import Foundation
import ParallaxCompute

/// Cases as lines of JSON, for whoever wants to look at them in another program.
enum ClaimCaseLines {
    private struct Line: Encodable {
        var document: String
        var position: Int
        var source: String
        var `class`: String
        var kind: String
        var value: String
        var statistics: [String: Double]
        var is_true: Bool?
        var is_readable: Bool?
        var probe: Double?

        init(_ claim: ClaimCase) {
            document = claim.document
            position = claim.position
            source = claim.source.rawValue
            `class` = claim.className
            kind = claim.kind.rawValue
            value = claim.value
            statistics = Dictionary(uniqueKeysWithValues: zip(ClaimTest.allCases, claim.statistics).compactMap { test, value in value.map { (test.rawValue, $0) } })
            is_true = claim.isTrue
            is_readable = claim.isReadable
            probe = claim.probePosterior
        }
    }

    static func write(_ cases: [ClaimCase], to url: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var data = Data()
        for claim in cases { data += try encoder.encode(Line(claim)) + Data("\n".utf8) }
        do {
            try data.write(to: url)
        } catch {
            throw Complaint(url.path, expected: "a file that can be written", found: error.localizedDescription, remedy: "name another one")
        }
    }
}
