import Foundation
import ParallaxClaims
import TestSupport

/// A claim with this text that stands alone.
func claim(_ text: String, _ className: String, _ kind: ClaimKind = .detail, value: String? = nil) -> Claim {
    let place = value.flatMap { text.range(of: $0) }.map { text.utf8.distance(from: text.startIndex, to: $0.lowerBound) }
    return Claim(
        range: 0..<text.utf8.count, text: text, className: className, kind: kind, value: value,
        valueRange: place.map { $0..<$0 + (value?.utf8.count ?? 0) })
}

/// The rules of the sample world, and its worked examples.
struct SampleClaims: Decodable {
    struct Example: Decodable {
        struct Judged: Decodable {
            let text: String
            let slot: String
            let value: String
            let `true`: Bool
        }
        let document: String
        let position: Int
        let description: String
        let claims: [Judged]
    }
    let examples: [Example]

    static let file = Places.sampleData.appending(path: "claims.json")
    static let rules = Result { try ClaimRules.open(file) }

    static func examples() throws -> [Example] { try JSONDecoder().decode(SampleClaims.self, from: Data(contentsOf: file)).examples }
}

/// Pieces of which random explanations are made: what splitting, forms and quotation look at, among characters of many bytes.
let claimAlphabet = [
    "a", "A ", " ", ".", "\"", "\n", "\r\n", "“", "”", "!", "é", "e\u{301}", "👩‍👧", "。", "- ", "1. ", "The mood is ", "sad", "狐", "\u{301}",
    "🇫🇷", "\u{200d}", "It ends with \"", "«", "»", "12,5",
    "John Smith ", "\u{0}"
]
