import Foundation
import TestSupport

/// What numpy says of logistic regressions, confidence bounds and an AUROC (Goldens/claim-statistics/make.py).
struct StatisticsGoldens: Decodable {
    struct Grouped: Decodable {
        let rows: [[Double]]
        let labels: [[Bool]]
        let width: Int
        let own_columns: [Int]
        let penalties: [Double]
        let own_penalties: [Double]
        let shared: [Double]
        let own: [[Double]]
    }

    struct Softmax: Decodable {
        let rows: [Double]
        let labels: [Int]
        let width: Int
        let classes: Int
        let penalty: Double
        let objective: Double
        let posterior: [[Double]]
    }

    struct Bound: Decodable {
        let successes: Int
        let count: Int
        let level: Double
        let lower: Double
        let upper: Double
    }

    struct Ranking: Decodable {
        let scores: [Double]
        let truths: [Bool]
        let documents: [Int]
        let weights: [Double]
        let auroc: Double
    }

    let logistic: Grouped
    let softmax: Softmax
    let bounds: [Bound]
    let auroc: Ranking

    static func read() throws -> StatisticsGoldens {
        try JSONDecoder().decode(
            StatisticsGoldens.self, from: Data(contentsOf: Places.computeGoldens.appending(path: "claim-statistics/expected.json")))
    }
}
