import Foundation
import TestSupport

/// What Goldens/explanations/make.py wrote, and what it says is in the files.
enum ExplanationGoldens {
    struct Row: Decodable {
        var position: Int
        var token: String
        var text: String
        var truncated: Bool?
        var norm: Double
        var mse_nrm: Double
        var cos: Double
        var fve_nrm: Double
        var injection_failed: Bool
    }

    struct Result: Decodable {
        var position: Int
        var description: String
        var l2_norm: Double
        var mse: Double
        var cosine_similarity: Double
    }

    struct Expected: Decodable {
        var variance: Double
        var transcript: [Row]
        var sampled_position: Int
        var samples: [String]
        var disagreeing: [String: [String]]
        var tokens: [String]
        var results: [Result]
    }

    static let folder = Places.computeGoldens.appending(path: "explanations")

    static func file(_ name: String) -> URL { folder.appending(path: name) }

    static func expected() throws -> Expected { try JSONDecoder().decode(Expected.self, from: Data(contentsOf: file("expected.json"))) }
}
