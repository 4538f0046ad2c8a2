/// Holds a dictionary against activations at hand: does it do what its checkpoint promises, and if not, which of the usual mistakes
/// explains it?
///
///     let check = DictionaryCheck(dictionary, CheckMaterial(activations: rows))
///     if let complaint = check.complaint { print(complaint) }
public struct DictionaryCheck: Sendable {
    private let name: String
    /// As it was loaded, on all tokens.
    public let asLoaded: CheckReading
    public let expectedL0: Double?
    /// What is wrong, in words; nil where nothing is.
    public let trouble: String?
    /// The alternatives that are sound where what was loaded is not, the best first.
    public let explanations: [(suspicion: CheckSuspicion, reading: CheckReading)]

    /// Tokens beyond this many tell no more, and cost.
    private static let mostTokens = 256
    /// Tokens of massive norm are named where leaving them out changes FVE by more than this.
    private static let tellingGain = 0.1

    public init(_ dictionary: SparseAutoencoder, _ material: CheckMaterial) {
        name = dictionary.name
        let all = material.activations.count
        let sampled = all <= Self.mostTokens ? material : material.sampled(Self.mostTokens)
        let asLoaded = CheckReading(dictionary, sampled), expected = dictionary.expectedL0
        self.asLoaded = asLoaded
        expectedL0 = expected
        var found: [(suspicion: CheckSuspicion, reading: CheckReading)] = []
        let kept = sampled.countedRows
        var counted = sampled
        var trouble = asLoaded.trouble(expected: expected)
        if kept.count < sampled.activations.count, !kept.isEmpty {
            counted = sampled.keeping(kept)
            let without = CheckReading(dictionary, counted)
            let gain = (without.fve ?? -.infinity) - (asLoaded.fve ?? -.infinity)
            if without.trouble(expected: expected) == nil, trouble != nil || gain > Self.tellingGain {
                found.append((.outliers(sampled.activations.count - kept.count), without))
                trouble = trouble ?? "FVE \(asLoaded.fve.map(CheckReading.text) ?? "undefined"), which a few tokens decide"
            }
        }
        self.trouble = trouble
        if trouble != nil, found.isEmpty {
            let sound = dictionary.alternatives(counted).map { (suspicion: $0, reading: CheckReading($1, $2)) }
                .filter { $0.reading.trouble(expected: expected) == nil }
            found = sound.sorted { ($0.reading.fve ?? -.infinity) > ($1.reading.fve ?? -.infinity) }
        }
        explanations = found
    }

    /// The mistake that most likely was made; nil where nothing is wrong, or nothing that was tried explains it.
    public var likelyCause: CheckSuspicion? { explanations.first?.suspicion }

    /// For a person: what is wrong and what would be right; nil where nothing is wrong.
    public var complaint: Complaint? {
        guard let trouble else { return nil }
        let remedy =
            if let best = explanations.first {
                "it would be right \(best.suspicion.remedy) (\(best.reading.words))"
            } else {
                "none of the usual causes that could be tried makes it right; in their order: a site one block off, the input's normalisation, BOS among the tokens, a transposed matrix, a model with processed weights"
            }
        return Complaint(
            "dictionary \(name)",
            expected: (expectedL0.map { "about \(CheckReading.text($0)) active features a token and " } ?? "")
                + "a reconstruction better than the mean",
            found: "\(trouble), on \(asLoaded.tokens) tokens", remedy: remedy)
    }
}

extension CheckMaterial {
    /// So many rows, evenly spaced; the rows that hold BOS keep their places among them.
    func sampled(_ count: Int) -> CheckMaterial {
        let rows = (0..<count).map { $0 * activations.count / count }
        let kept = keeping(rows)
        return CheckMaterial(
            activations: kept.activations, targets: kept.targets, bos: Set(rows.indices.filter { bos.contains(rows[$0]) }),
            neighbours: kept.neighbours)
    }
}

/// Activations at hand that a dictionary is held against when it is loaded.
public struct CheckMaterial: Sendable {
    /// `[N, inputSize]`, of the dictionary's own site.
    public let activations: Rows
    /// `[N, outputSize]`: what a transcoder should give; nil for a dictionary that reconstructs what it reads.
    public let targets: Rows?
    /// Rows that hold a BOS token.
    public let bos: Set<Int>
    /// The same tokens at other sites, the nearest first.
    public let neighbours: [Neighbour]

    public struct Neighbour: Sendable {
        public let site: Site
        public let activations: Rows

        public init(site: Site, activations: Rows) {
            self.site = site
            self.activations = activations
        }
    }

    public init(activations: Rows, targets: Rows? = nil, bos: Set<Int> = [], neighbours: [Neighbour] = []) {
        self.activations = activations
        self.targets = targets
        self.bos = bos
        self.neighbours = neighbours
    }

    /// Only some of the rows, BOS no longer among them.
    public func keeping(_ rows: [Int]) -> CheckMaterial {
        func kept(_ all: Rows) -> Rows { Rows(rows.map { all[$0] }, width: all.width) }
        return CheckMaterial(
            activations: kept(activations), targets: targets.map(kept),
            neighbours: neighbours.map { Neighbour(site: $0.site, activations: kept($0.activations)) })
    }

    /// The rows that comparisons count: without BOS and without norms above ten times the median.
    var countedRows: [Int] {
        let excluded = ExclusionRule.workspace.excluded(norms: activations.norms, bos: bos)
        return (0..<activations.count).filter { excluded[$0] == nil }
    }
}

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
        fve = try? SetMeasures(activations: truth, reconstruction: dictionary.decode(codes), reference: MeasureReference(rows: truth))
            .measure(.global).number
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

/// A usual mistake in using a dictionary, as the change that would undo it. In the order in which people make them.
public enum CheckSuspicion: Sendable, Equatable {
    /// The activations are those of another site than it was trained on.
    case site(Site)
    /// It was trained on inputs normalised in this way.
    case normalisation(InputNormalisation)
    /// b_dec should be subtracted from the input, or should not.
    case decoderBias(subtracted: Bool)
    /// BOS and other tokens of massive norm are among them; so many.
    case outliers(Int)
    case transposedEncoder
    case transposedDecoder

    /// What would be right, as the end of a sentence.
    var remedy: String {
        switch self {
        case .site(let site): "with the activations of \(site)"
        case .normalisation(let normalisation): "with \(normalisation)"
        case .decoderBias(let subtracted): subtracted ? "with b_dec subtracted from the input" : "without subtracting b_dec from the input"
        case .outliers(let count): "without \(count) \(count == 1 ? "token" : "tokens") of BOS or massive norm"
        case .transposedEncoder: "with the encoder's matrix transposed"
        case .transposedDecoder: "with the decoder's matrix transposed"
        }
    }
}

extension SparseAutoencoder {
    /// Every suspicion that can be tried, with what would then be computed on what. Nothing is copied but vectors.
    func alternatives(_ material: CheckMaterial) -> [(CheckSuspicion, SparseAutoencoder, CheckMaterial)] {
        var found: [(CheckSuspicion, SparseAutoencoder, CheckMaterial)] = []
        for neighbour in material.neighbours where neighbour.activations.width == inputSize {
            found.append((.site(neighbour.site), self, CheckMaterial(activations: neighbour.activations, targets: material.targets)))
        }
        for normalisation in normalisations(material.activations) where normalisation != configuration.normalisation {
            found.append((.normalisation(normalisation), altered { $0.normalisation = normalisation }, material))
        }
        if inputSize == outputSize {
            found.append(
                (.decoderBias(subtracted: !configuration.subtractsDecoderBias), altered { $0.subtractsDecoderBias.toggle() }, material))
        }
        // Only a square matrix can be mistaken for its transpose.
        if let encoder = encoder.squareTransposed { found.append((.transposedEncoder, altered(encoder: encoder) { _ in }, material)) }
        if let decoder = decoder.squareTransposed { found.append((.transposedDecoder, altered(decoder: decoder) { _ in }, material)) }
        return found
    }

    /// The four that are in use; the factor of an average norm is taken from the tokens at hand.
    private func normalisations(_ activations: Rows) -> [InputNormalisation] {
        let mean = activations.norms.reduce(0, +) / Double(max(1, activations.count))
        let factor = Float(Double(inputSize).squareRoot() / mean)
        return [.none, .constantNorm, .layerNorm] + (factor.isNormal ? [.scaled(by: factor, output: factor)] : [])
    }
}
