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
            statistics = Dictionary(
                uniqueKeysWithValues: zip(ClaimTest.allCases, claim.statistics).compactMap { test, value in
                    value.map { (test.rawValue, $0) }
                })
            is_true = claim.isTrue
            is_readable = claim.isReadable
            probe = claim.probePosterior
        }
    }

    static func write(_ cases: [ClaimCase], into append: ByteSink) throws {
        for claim in cases { try (JSONBytes.of(Line(claim)) + Data("\n".utf8)).withUnsafeBytes(append) }
    }
}
