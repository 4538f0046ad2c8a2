import Foundation

/// Reconstructions by several methods of the same activations, by every definition: `parallax compare` on vectors.
///
///     let comparison = try VectorComparison(activations: x, reconstructions: [("sae", y), ("nla", z)])
///     print(String(decoding: try comparison.json(), as: UTF8.self))
///
/// Nothing is excluded. An activation or a μ that is not finite is refused at the door, because no figure of any method would
/// mean anything; a reconstruction that is not finite makes the figures of its method undefined, and the others stand.
public struct VectorComparison: Sendable {
    /// One method's figures.
    public struct Method: Sendable {
        /// The row or token that weighs most in A, as a sentence names it, and its share of Σ‖x − μ‖².
        package struct Heaviest: Sendable {
            package let place: String
            package let share: Double

            package init(place: String, share: Double) {
                self.place = place
                self.share = share
            }
        }

        public let name: String
        /// In the order of `VectorComparison.columns`.
        public let measures: [Measure]
        /// The share of Σ‖e‖² that is one constant vector.
        package let constantShareOfError: Double?
        package let heaviest: Heaviest?

        package init(name: String, measures: [Measure], constantShareOfError: Double?, heaviest: Heaviest?) {
            self.name = name
            self.measures = measures
            self.constantShareOfError = constantShareOfError
            self.heaviest = heaviest
        }

        public func measure(_ definition: Definition, _ scale: ReconstructionScale = .asIs) -> Measure? {
            measures.first { $0.definition == definition && $0.scale == scale }
        }
    }

    /// A figure of the comparison: a column of the table.
    public struct Column: Sendable, Equatable, Hashable {
        public let definition: Definition
        public let scale: ReconstructionScale

        package init(definition: Definition, scale: ReconstructionScale) {
            self.definition = definition
            self.scale = scale
        }

        /// The path in the JSON: "cosine", "fve.global", "rescaled.global".
        public var key: String {
            if scale == .trueNorm { return "rescaled.\(definition.rawValue)" }
            return Self.explained.contains(definition) ? "fve.\(definition.rawValue)" : definition.rawValue
        }

        /// "A", "cosine", "A rescaled".
        public var symbol: String { scale == .asIs ? definition.symbol : "\(definition.symbol) rescaled" }

        static let explained: [Definition] = [
            .global, .perToken, .uncentred, .residualVariance, .normalised, .normalisedOneScale, .normalisedOracleScale
        ]
    }

    public static let columns: [Column] =
        ([.cosine, .centredCosine, .mseNormalised, .nmseRaw, .normRatio, .bias] + Column.explained).map {
            Column(definition: $0, scale: .asIs)
        }
        + [.global, .perToken].map { Column(definition: $0, scale: .trueNorm) }

    /// N.
    public let count: Int
    public let dimension: Int
    /// Where μ came from, in words, and the unit mean direction of the centred cosine.
    public let meanFrom: String
    public let varianceFrom: String
    public let methods: [Method]
    /// Where definitions rank two methods differently, in words.
    public let disagreements: [String]

    /// A figure that there is not.
    public struct Undefined: Sendable, Equatable, Encodable {
        public let method: String
        /// The path in the JSON.
        public let measure: String
        public let why: String
    }

    public var undefined: [Undefined] {
        methods.flatMap { method in
            zip(Self.columns, method.measures).compactMap { column, measure in
                measure.outcome.reason.map { Undefined(method: method.name, measure: column.key, why: $0) }
            }
        }
    }

    /// - Parameters:
    ///   - activations: `[N, d]`.
    ///   - reconstructions: name and `[N, d]` of each method, in the order of the result.
    ///   - mean: μ, one row, in the activations' own units, and what to call it; nil takes that of the rows.
    ///   - variance: Var, and what to call it; nil takes that of the rows, also where `mean` is given.
    /// - Throws: `Complaint` for shapes that do not match, no rows, no or equally named methods, and for activations, μ or Var that are not finite.
    public init(
        activations: Rows, reconstructions: [(name: String, rows: Rows)], mean: (rows: Rows, name: String)? = nil,
        variance: (number: Double, name: String)? = nil
    ) throws {
        try Self.check(activations: activations, names: reconstructions.map(\.name), mean: mean, variance: variance)
        let reference = MeasureReference(
            rows: activations, mean: mean.map { ($0.rows.values.map(Double.init), $0.name) }, variance: variance)
        count = activations.count
        dimension = activations.width
        meanFrom = Self.meanText(reference)
        varianceFrom = Self.varianceText(reference)
        methods = try reconstructions.map { name, rows in
            let set = try SetMeasures(activations: activations, reconstruction: rows, reference: reference, name: "reconstruction \(name)")
            return Method(
                name: name, measures: Self.columns.map { set.measure($0.definition, $0.scale) },
                constantShareOfError: set.constantShareOfError,
                heaviest: set.heaviestRow.map { .init(place: "row \($0.row)", share: $0.share) })
        }
        disagreements = Disagreements.sentences(methods)
    }

    private static func meanText(_ reference: MeasureReference) -> String {
        if reference.meanSource == reference.directionSource { return reference.meanSource.textWithWarning }
        return
            "\(reference.meanSource.textWithWarning); the unit mean direction and D's means from \(reference.directionSource.textWithWarning)"
    }

    private static func varianceText(_ reference: MeasureReference) -> String {
        guard let variance = reference.variance.value, variance > 1 else { return reference.varianceSource.textWithWarning }
        return "\(reference.varianceSource.textWithWarning): above 1, which no mean of unit vectors gives"
    }

    private static func check(
        activations: Rows, names: [String], mean: (rows: Rows, name: String)?, variance: (number: Double, name: String)?
    ) throws {
        guard !names.isEmpty else {
            throw Complaint("compare", expected: "at least one reconstruction", found: "none", remedy: "give --reconstruction NAME=FILE")
        }
        var seen = Set<String>()
        if let twice = names.first(where: { !seen.insert($0).inserted }) {
            throw Complaint(
                "compare", expected: "a name for each reconstruction", found: "\"\(twice)\" twice", remedy: "give them different names")
        }
        if let flaw = activations.firstFlawedRow {
            throw Complaint(
                "activations", expected: "finite numbers", found: "NaN or infinity in row \(flaw)",
                remedy: "capture the activations anew, in float32 or bfloat16")
        }
        if let mean {
            guard mean.rows.count == 1, mean.rows.width == activations.width else {
                throw Complaint(
                    mean.name, expected: "one mean vector of \(activations.width) values",
                    found: "shape [\(mean.rows.count), \(mean.rows.width)]",
                    remedy: "give μ of the same site in the activations' own units")
            }
            guard mean.rows.firstFlawedRow == nil else {
                throw Complaint(mean.name, expected: "finite numbers", found: "NaN or infinity in the mean", remedy: "compute μ anew")
            }
        }
        if let variance {
            guard variance.number.isFinite, variance.number > 0 else {
                throw Complaint(
                    variance.name, expected: "Var = 1 − ‖v̄‖², a number above 0 and at most 1", found: "\(variance.number)",
                    remedy: "give the mean squared distance of the unit vectors from their mean")
            }
        }
    }
}

extension Rows {
    /// The first row that holds NaN or infinity.
    fileprivate var firstFlawedRow: Int? {
        values.firstIndex { !$0.isFinite }.map { $0 / width }
    }
}

/// The JSON of `parallax compare` on vectors; an undefined figure is null, and named in "undefined".
extension VectorComparison: Encodable {
    private enum Key: String, CodingKey {
        case n, dimension, meanFrom = "mean_from", varianceFrom = "var_from", methods, disagreements, undefined
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(count, forKey: .n)
        try container.encode(dimension, forKey: .dimension)
        try container.encode(meanFrom, forKey: .meanFrom)
        try container.encode(varianceFrom, forKey: .varianceFrom)
        try container.encode(methods, forKey: .methods)
        try container.encode(disagreements, forKey: .disagreements)
        try container.encode(undefined, forKey: .undefined)
    }

    /// The same bytes for the same comparison; numbers in the shortest form that reads back to the same double.
    public func json() throws -> Data { try JSONBytes.of(self, pretty: true) }
}

extension VectorComparison.Method: Encodable {
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: FigurePath.self)
        try container.encode(name, forKey: FigurePath("name"))
        try container.encode(figures: zip(VectorComparison.columns, measures).map { ($0.key, $1.number) })
    }
}
