import Foundation

/// Whether a fact is readable from h at all: multinomial logistic regression with a ridge penalty from the standardised activation to the
/// value of one slot. What it cannot read, no test of a claim can know (Alain and Bengio 2017).
///
///     let probe = try LinearProbe.fit(rows, values: ["happy", "sad", …], documents: titles)
///     probe.posterior(h)                       // ["happy": 0.7, …]
///
/// Minimises Σ_i −log softmax(W z_i + b)[value_i] + ½ λ ‖W‖² by L-BFGS (Nocedal and Wright 2006, algorithm 7.5). λ is the one of 1, 10, 100
/// and 1000 with the least loss on a fifth of the documents; the rest is then fitted again with all of them.
public struct LinearProbe: Sendable {
    /// Values seen in fewer rows are left out.
    public static let fewestRows = 3
    private static let penalties = [1.0, 10, 100, 1000]

    /// Ascending.
    public let values: [String]
    public let penalty: Double
    /// `[width]`
    private let mean: [Double]
    /// 1 / standard deviation, `[width]`; 0 where nothing varies.
    private let scale: [Double]
    /// `[values, width]`
    private let weights: [Double]
    /// `[values]`
    private let bias: [Double]

    /// - Parameters:
    ///   - rows: `[n, d]`, finite.
    ///   - values: of the slot at each row.
    ///   - documents: the title of each row's document.
    /// - Throws: `Complaint` for fewer than two values that are seen often enough, or rows that are not finite.
    public static func fit(_ rows: Rows, values: [String], documents: [String], seed: UInt64 = 0) throws -> LinearProbe {
        precondition(rows.count == values.count && values.count == documents.count, "a value and a document for every row")
        let counts = Dictionary(grouping: values, by: \.self).mapValues(\.count)
        let names = counts.filter { $0.value >= fewestRows }.keys.sorted()
        guard names.count >= 2, rows.values.allSatisfy(\.isFinite) else {
            throw Complaint(
                "probe", expected: "finite activations and two values with \(fewestRows) rows each",
                found: "\(names.count) such values in \(rows.count) rows",
                remedy: "name more calibration documents, or leave this fact without a probe")
        }
        let kept = values.indices.filter { names.contains(values[$0]) }
        let place = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        let labels = kept.map { place[values[$0]] ?? 0 }
        let scaling = Scaling(rows, kept)
        let held = DocumentFolds(kept.map { documents[$0] }, count: 5, seed: seed)
        let isHeld = kept.map { held.count > 1 && held.fold(of: documents[$0]) == 0 }
        let chosen =
            penalties.map { penalty in (penalty, loss(scaling, labels, isHeld, classes: names.count, penalty)) }.min { $0.1 < $1.1 }?.0
            ?? penalties[1]
        let solution = regression(scaling, labels, kept.indices.map { $0 }, classes: names.count, chosen).solved()
        let width = scaling.width
        return LinearProbe(
            values: names, penalty: chosen, mean: scaling.mean, scale: scaling.scale, weights: Array(solution.prefix(names.count * width)),
            bias: Array(solution.suffix(names.count)))
    }

    private static func regression(_ scaling: Scaling, _ labels: [Int], _ rows: [Int], classes: Int, _ penalty: Double) -> SoftmaxRegression
    {
        SoftmaxRegression(
            rows: scaling.rows(rows), labels: rows.map { labels[$0] }, width: scaling.width, classes: classes, penalty: penalty)
    }

    /// Of the held-out rows, by what the others teach.
    private static func loss(_ scaling: Scaling, _ labels: [Int], _ isHeld: [Bool], classes: Int, _ penalty: Double) -> Double {
        let (teachers, held) = (isHeld.indices.filter { !isHeld[$0] }, isHeld.indices.filter { isHeld[$0] })
        guard !teachers.isEmpty, !held.isEmpty else { return penalty == penalties[1] ? 0 : 1 }
        let solution = regression(scaling, labels, teachers, classes: classes, penalty).solved()
        return regression(scaling, labels, held, classes: classes, 0).objective(solution).value
    }

    /// p(value | h) in the order of `values`, `[values]`.
    /// - Parameter row: `[d]`.
    public func posterior(_ row: ArraySlice<Float>) -> [Double] {
        precondition(row.count == mean.count, "an activation of \(row.count) values does not fit a probe of \(mean.count)")
        let z = zip(row, zip(mean, scale)).map { (Double($0) - $1.0) * $1.1 }
        let scores = values.indices.map { k in zip(z, weights[k * z.count..<(k + 1) * z.count]).reduce(bias[k]) { $0 + $1.0 * $1.1 } }
        let largest = scores.max() ?? 0
        let shares = scores.map { exp($0 - largest) }, sum = shares.reduce(0, +)
        return shares.map { $0 / sum }
    }

    public func posterior(_ row: [Float]) -> [Double] { posterior(row[...]) }

    /// p(value | h); nil for a value that was left out.
    public func posterior(_ row: [Float], of value: String) -> Double? { values.firstIndex(of: value).map { posterior(row)[$0] } }

    /// The most probable value; of equals the first.
    public func best(_ row: [Float]) -> String {
        let posterior = posterior(row)
        return values[posterior.indices.max { posterior[$0] < posterior[$1] } ?? 0]
    }

    /// How right it is on other documents.
    public func accuracy(_ rows: Rows, values: [String], documents: [String], className: String) -> ProbeAccuracy {
        let known = values.indices.filter { self.values.contains(values[$0]) }
        let hits = known.map { best(Array(rows[$0])) == values[$0] }
        return ProbeAccuracy(
            className: className, hits: hits, values: known.map { values[$0] }, documents: known.map { documents[$0] },
            unknown: values.count - known.count)
    }
}

extension LinearProbe {
    /// Activations brought to mean 0 and standard deviation 1.
    private struct Scaling {
        let mean: [Double]
        let scale: [Double]
        /// `[n, width]`
        private let values: [Double]
        var width: Int { mean.count }

        init(_ rows: Rows, _ kept: [Int]) {
            let width = rows.width, count = Double(kept.count)
            var mean = [Double](repeating: 0, count: width), squares = mean
            for row in kept { for i in 0..<width { mean[i] += Double(rows.values[row * width + i]) / count } }
            for row in kept {
                for i in 0..<width {
                    let excess = Double(rows.values[row * width + i]) - mean[i]
                    squares[i] += excess * excess / count
                }
            }
            let scale = squares.map { $0 > 0 ? 1 / $0.squareRoot() : 0 }
            values = kept.flatMap { row in (0..<width).map { (Double(rows.values[row * width + $0]) - mean[$0]) * scale[$0] } }
            (self.mean, self.scale) = (mean, scale)
        }

        func rows(_ places: [Int]) -> [Double] { places.flatMap { values[$0 * width..<($0 + 1) * width] } }
    }
}

/// How often a probe is right on documents that did not teach it, beside chance.
public struct ProbeAccuracy: Sendable, Equatable, Codable {
    public let className: String
    public let count: Int
    public let documents: Int
    public let accuracy: Double
    /// Over documents, whose rows are right or wrong together (cluster-robust).
    public let standardError: Double
    /// Share of the most frequent value.
    public let chance: Double
    /// Rows whose value the probe never learnt, left out.
    public let unknown: Int

    init(className: String, hits: [Bool], values: [String], documents: [String], unknown: Int) {
        self.className = className
        self.unknown = unknown
        count = hits.count
        let right = Double(hits.count { $0 }), n = Double(max(1, hits.count))
        let accuracy = right / n
        var excess: [String: Double] = [:]
        for (hit, document) in zip(hits, documents) { excess[document, default: 0] += (hit ? 1 : 0) - accuracy }
        self.documents = excess.count
        self.accuracy = accuracy
        // In the order of documents: sums of doubles depend on it.
        let squares = excess.sorted { $0.key < $1.key }.reduce(0.0) { $0 + $1.value * $1.value }, filled = Double(excess.count)
        standardError = filled > 1 ? (squares * filled / (filled - 1)).squareRoot() / n : 0
        chance = Double(Dictionary(grouping: values, by: \.self).values.map(\.count).max() ?? 0) / n
    }

    /// Accuracy is at most chance + 2 standard errors: what is said of this fact is not read from h.
    public var cannotRead: Bool { accuracy <= chance + 2 * standardError }
}
