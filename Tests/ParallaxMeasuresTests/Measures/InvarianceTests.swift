import ParallaxMeasures
import TestSupport
import Testing

/// What each definition claims not to see, and what it must see. μ, Var and v̄ are those of the changed rows themselves.
@Suite("What leaves a definition unchanged")
struct InvarianceTests {
    typealias F = MeasureFixtures

    private static let all: [Definition] = [
        .global, .perToken, .uncentred, .residualVariance, .nmseRaw, .normalised, .normalisedOneScale, .normalisedOracleScale,
        .mseNormalised, .cosine,
        .centredCosine, .normRatio, .bias
    ]
    private static let directions: [Definition] = [
        .normalised, .normalisedOneScale, .normalisedOracleScale, .mseNormalised, .cosine, .centredCosine
    ]

    struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let x: @Sendable (Rows) -> Rows
        let y: @Sendable (Rows) -> Rows
        /// Definitions that do not see it; the others must.
        let unchanged: [Definition]
    }

    private static func shifted(_ rows: Rows) -> Rows {
        Rows(count: rows.count, width: rows.width, values: rows.values.indices.map { rows.values[$0] + Float($0 % rows.width) - 3 })
    }

    private static func scaled(_ rows: Rows) -> Rows { F.map(rows) { $0 * 1.7 } }

    /// Reflections in three random planes (Householder 1958), an orthogonal map that leaves no axis alone.
    private static func turned(_ rows: Rows) -> Rows {
        var noise = F.Noise(seed: 77), result = rows
        for _ in 0..<3 {
            let u = (0..<rows.width).map { _ in noise.normal() }, squares = u.reduce(0) { $0 + $1 * $1 }
            for row in 0..<rows.count {
                let x = result[row].map(Double.init), along = 2 * zip(x, u).reduce(0) { $0 + $1.0 * $1.1 } / squares
                result[row] = zip(x, u).map { Float($0 - along * $1) }
            }
        }
        return result
    }

    private static let changes = [
        Change(testDescription: "a rotation of both: none sees it", x: turned, y: turned, unchanged: all),
        Change(testDescription: "a common scale of both: none sees it", x: scaled, y: scaled, unchanged: all),
        Change(testDescription: "a scale of y: directions do not see it", x: { $0 }, y: scaled, unchanged: directions),
        Change(
            testDescription: "a common shift of both: A, B and D do not see it", x: shifted, y: shifted,
            unchanged: [.global, .perToken, .residualVariance]),
        Change(testDescription: "a constant added to y: D does not see it", x: { $0 }, y: shifted, unchanged: [.residualVariance])
    ]

    @Test("changes and who sees them", arguments: changes)
    func sees(_ change: Change) throws {
        var noise = F.Noise(seed: 12)
        let x = noise.rows(150, 8, mean: 2), error = noise.rows(150, 8, scale: 0.7)
        let y = F.combine(x, error) { 0.9 * $0 + $1 }
        let before = try F.measures(x, y), after = try F.measures(change.x(x), change.y(y))
        for definition in Self.all {
            let (a, b) = (try #require(before.measure(definition).number), try #require(after.measure(definition).number))
            if change.unchanged.contains(definition) {
                #expect(F.isClose(b, a, 3e-6), "\(definition) claims not to see it: \(a), then \(b)")
            } else {
                #expect(abs(b - a) > 1e-3, "\(definition) sees it: \(a), then \(b)")
            }
        }
    }

    @Test("at the true norm no definition sees the scale of y")
    func trueNorm() throws {
        var noise = F.Noise(seed: 13)
        let x = noise.rows(150, 8, mean: 2), y = F.combine(x, noise.rows(150, 8)) { $0 + $1 }
        let before = try F.measures(x, y), after = try F.measures(x, Self.scaled(y))
        for definition in Self.all {
            let figure = try #require(before.measure(definition, .trueNorm).number)
            #expect(F.isClose(after.measure(definition, .trueNorm).number, figure, 3e-6), "\(definition)")
        }
    }
}
