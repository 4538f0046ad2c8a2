import Foundation
import ParallaxCompute

/// Vectors for tests of the measures.
package enum MeasureFixtures {
    /// Seeded normal numbers (SplitMix64, Box–Muller).
    package struct Noise {
        private var state: UInt64

        package init(seed: UInt64) { state = seed }

        package mutating func uniform() -> Double {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return (Double((z ^ (z >> 31)) >> 11) + 0.5) / Double(1 << 53)
        }

        package mutating func normal() -> Double { (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform()) }

        package mutating func rows(_ count: Int, _ width: Int, mean: Double = 0, scale: Double = 1) -> Rows {
            Rows(count: count, width: width, values: (0..<count * width).map { _ in Float(mean + scale * normal()) })
        }
    }

    package static func map(_ rows: Rows, _ transform: (Float) -> Float) -> Rows {
        Rows(count: rows.count, width: rows.width, values: rows.values.map(transform))
    }

    package static func combine(_ a: Rows, _ b: Rows, _ transform: (Float, Float) -> Float) -> Rows {
        Rows(count: a.count, width: a.width, values: zip(a.values, b.values).map(transform))
    }

    package static func repeated(_ vector: [Double], _ count: Int) -> Rows {
        Rows([[Float]](repeating: vector.map(Float.init), count: count), width: vector.count)
    }

    package static func mean(_ rows: Rows) -> [Double] {
        (0..<rows.width).map { i in (0..<rows.count).reduce(0.0) { $0 + Double(rows.values[$1 * rows.width + i]) } / Double(rows.count) }
    }

    /// v̄ by its definition.
    package static func unitMean(_ rows: Rows) -> [Double] {
        var sum = [Double](repeating: 0, count: rows.width)
        for row in 0..<rows.count {
            let x = rows[row].map(Double.init)
            let length = x.reduce(0) { $0 + $1 * $1 }.squareRoot()
            for i in sum.indices { sum[i] += x[i] / length }
        }
        return sum.map { $0 / Double(rows.count) }
    }

    package static func measures(_ x: Rows, _ y: Rows) throws -> SetMeasures {
        try SetMeasures(activations: x, reconstruction: y, reference: MeasureReference(rows: x))
    }

    /// |a − b| within `tolerance` of the larger of 1 and both.
    package static func isClose(_ a: Double?, _ b: Double, _ tolerance: Double) -> Bool {
        guard let a else { return false }
        return abs(a - b) <= tolerance * max(1, abs(a), abs(b))
    }

    package static let folder = Places.computeGoldens.appending(path: "measures")

    package static func golden() throws -> [String: Any] {
        let data = try Data(contentsOf: folder.appending(path: "expected.json"))
        return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }

    package static func rows(_ view: TensorView) -> Rows {
        Rows(count: view.shape.count == 2 ? view.shape[0] : 1, width: view.shape.last ?? 0, values: view.floats())
    }
}
