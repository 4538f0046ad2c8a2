import Foundation
import ParallaxMeasures
import Testing
import TestSupport

/// What transformers does under a forward hook, and what it says at every site (Goldens/splicing/make.py).
struct SplicingGolden: Decodable {
    struct Case: Decodable, Sendable {
        var document: String
        var ids: [Int]
        var position: Int
        var variants: [Variant]
    }

    struct Variant: Decodable, Sendable {
        var name: String
        var kl: Double
        var following: [Double]
        var ce: Double?
        var mean_ce: Double?
        var top: [Token]
        var continuation: [Int]
    }

    struct Token: Decodable, Sendable {
        var id: Int
        var probability: Double
    }

    struct Lens: Decodable {
        var ids: [Int]
        /// `[sites][T]`
        var entropy: [[Double]]
        /// `[sites][T - 1][2]`: without and with the tokens that rounding may put before the actual one.
        var rank: [[[Int]]]
        /// `[sites][T - 1]`
        var surprise: [[Double]]
        /// `[sites][T]`
        var top: [[Int]]
    }

    struct Directions: Decodable {
        var promoted: [[Int]]
        var suppressed: [[Int]]
        var raised: [[Double]]
    }

    var cases: [Case]
    var lens: Lens
    var directions: Directions

    private static let folder = Places.computeGoldens.appending(path: "splicing")

    static func read() throws -> SplicingGolden {
        try JSONDecoder().decode(SplicingGolden.self, from: Data(contentsOf: folder.appending(path: "expected.json")))
    }

    static func vectors() throws -> Golden { try Golden(at: folder.appending(path: "vectors.safetensors")) }

    static func subject() throws -> LanguageModel { try LanguageModel.open(folder: Places.sampleData.appending(path: "subject")) }
}
