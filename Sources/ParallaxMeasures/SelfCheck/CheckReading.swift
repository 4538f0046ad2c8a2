/// What a dictionary does to the tokens of a check.
public struct CheckReading: Sendable, Equatable {
    public let tokens: Int
    /// Active features of a token, in the mean.
    public let l0: Double
    /// A (global FVE), with μ of the same tokens; nil where it is undefined.
    public let fve: Double?
    /// Features that none of the tokens makes active.
    public let silentFeatures: Int

    init(_ dictionary: SparseAutoencoder, _ material: CheckMaterial) {
        let codes = dictionary.encode(material.activations)
        let truth = material.targets ?? material.activations
        tokens = codes.count
        l0 = Double(codes.reduce(0) { $0 + $1.l0 }) / Double(max(1, codes.count))
        silentFeatures = dictionary.featureCount - Set(codes.flatMap(\.features)).count
        fve = try? SetMeasures(activations: truth, reconstruction: dictionary.decode(codes), reference: MeasureReference(rows: truth)).measure(.global).number
    }

    /// Off by more than this factor the promise is broken.
    private static let toleratedFactor = 3.0

    /// What is wrong about it, in words; nil where nothing is.
    /// - Parameter expected: the number of active features that the checkpoint promises.
    func trouble(expected: Double?) -> String? {
        var parts: [String] = []
        if let fve, fve < 0 { parts.append("FVE \(Self.text(fve)), worse than the mean") }
        if fve == nil { parts.append("no FVE (the reconstruction is not finite, or the tokens do not differ)") }
        if let expected, expected > 0, l0 > expected * Self.toleratedFactor || l0 < expected / Self.toleratedFactor {
            parts.append("\(Self.text(l0)) features active a token where \(Self.text(expected)) are promised")
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// "FVE .912, 15.8 active"
    var words: String { "FVE \(fve.map(Self.text) ?? "undefined"), \(Self.text(l0)) active" }

    static func text(_ value: Double) -> String { FigureText.short(value) }
}
