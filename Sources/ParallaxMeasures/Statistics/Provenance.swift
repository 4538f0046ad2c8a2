/// What a statistic rests on. It is made where the statistic is estimated (`StatisticsFile.estimate`) and travels with every figure that
/// uses it: the screen, `--plain`, JSON and sentences print it, and nothing else counts.
public struct Provenance: Sendable, Equatable {
    /// Whether the document that is judged could have been among those behind the statistic.
    public enum Judged: String, Sendable, Codable {
        case leftOut = "left out"
        case notAmongThem = "not among them"
        /// A file that names none of the workspace's documents may hold the same texts.
        case mayBeAmongThem = "may be among them"
    }

    /// Documents with at least one token that counts, by name.
    public let documents: [String]
    /// How many of them are copies of others among them: each group counts as one document.
    public let copies: Int
    /// N, tokens that count.
    public let tokens: Int
    /// What was left out of these documents.
    public let excluded: [Exclusion]
    /// The statistics file; nil for the workspace's documents.
    public let file: String?
    public let judged: Judged
    /// Var itself.
    public let variance: Double?
    /// Half of Var's 95 % interval over documents, as a share of Var; nil where that is not known.
    public let varianceMargin: Double?

    public init(
        documents: [String], copies: Int = 0, tokens: Int, excluded: [Exclusion] = [], file: String? = nil, judged: Judged = .notAmongThem,
        variance: Double? = nil, varianceMargin: Double? = nil
    ) {
        self.documents = documents
        self.copies = copies
        self.tokens = tokens
        self.excluded = excluded.filter { $0.count > 0 }
        self.file = file
        self.judged = judged
        self.variance = variance
        self.varianceMargin = varianceMargin
    }

    /// With fewer tokens μ and Var are unstable.
    public static let fewTokens = 100
    /// Tokens of one document are alike: two of them cannot say how much a third would differ.
    public static let fewDocuments = 3
    /// Var is told with two digits at best where its interval is wider.
    public static let widestMargin = 0.1

    /// "812 tokens of 59 documents".
    public var text: String {
        "\(tokens) token\(tokens == 1 ? "" : "s") of \(documents.count) document\(documents.count == 1 ? "" : "s")"
            + (copies > 0 ? " (\(copies) of them copies)" : "")
    }

    /// "59 BOS, 3 norm above 10 × the document's median"; nil where nothing was left out.
    public var exclusionText: String? {
        excluded.isEmpty ? nil : excluded.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
    }

    /// "made.statistics: 812 tokens of 59 documents, the shown one left out; without 59 BOS".
    public var sentence: String { placed + (exclusionText.map { "; without \($0)" } ?? "") }

    /// The same less what was left out.
    public var placed: String {
        let shown =
            switch judged {
            case .leftOut: ", the shown one left out"
            case .notAmongThem: ""
            case .mayBeAmongThem: ", among which the shown one may be"
            }
        return (file.map { "\($0): " } ?? "") + text + shown
    }

    /// Why whatever rests on these tokens is unstable; nil where it is not.
    public var instability: String? {
        if tokens < Self.fewTokens { return "fewer than \(Self.fewTokens) tokens, unstable" }
        if documents.count - copies < Self.fewDocuments { return "fewer than \(Self.fewDocuments) documents, unstable" }
        return nil
    }

    /// The same of Var, which as a number has an interval of its own.
    public var varianceInstability: String? {
        if let instability { return instability }
        guard let varianceMargin, varianceMargin > Self.widestMargin else { return nil }
        // A share is at most a few hundred per cent where Var is a number at all; what is more is said as that.
        let percent = varianceMargin < 10 ? "\(Int(clamping: (varianceMargin * 100).rounded()))" : "over 1000"
        return "Var ± \(percent) % over these documents, unstable"
    }
}

extension Provenance: Encodable {
    private enum Key: String, CodingKey {
        case tokens, documents, copies, excluded, source, judged = "judged_document", variance, varianceMargin = "variance_margin", unstable
    }

    /// The number of documents, not their names: the value stands in every figure.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(tokens, forKey: .tokens)
        try container.encode(documents.count, forKey: .documents)
        if copies > 0 { try container.encode(copies, forKey: .copies) }
        try container.encode(excluded, forKey: .excluded)
        try container.encode(file ?? "the workspace's documents", forKey: .source)
        try container.encode(judged, forKey: .judged)
        try container.encodeIfPresent(variance, forKey: .variance)
        try container.encodeIfPresent(varianceMargin, forKey: .varianceMargin)
        try container.encodeIfPresent(varianceInstability, forKey: .unstable)
    }
}

/// Sums of documents and what they rest on, made together.
public struct StatisticsEstimate: Sendable {
    public let statistics: SiteStatistics
    public let provenance: Provenance

    package init(statistics: SiteStatistics, provenance: Provenance) {
        self.statistics = statistics
        self.provenance = provenance
    }
}

extension StatisticsFile {
    /// μ and Var from all documents but the one that is judged, with what they rest on.
    public func estimate(leavingOut name: String, file: String? = nil, mayHoldJudged: Bool = false) throws -> StatisticsEstimate {
        try estimate(leavingOut: [name], file: file, mayHoldJudged: mayHoldJudged)
    }

    /// μ and Var from all documents but some, with what they rest on.
    /// - Parameters:
    ///   - names: the document that is judged and its copies; one that is not among these leaves nothing out.
    ///   - groups: of documents that have copies, a number for each group, by name.
    ///   - file: the statistics file that they are from; nil for the workspace's documents.
    ///   - mayHoldJudged: whether the document that is judged may be among these under another name.
    package func estimate(
        leavingOut names: Set<String>, groups: [String: Int] = [:], file: String? = nil, mayHoldJudged: Bool = false
    ) throws -> StatisticsEstimate {
        let others = documents.filter { !names.contains($0.name) }
        let statistics = try statistics(leavingOut: names)
        let counted = others.filter { $0.sums.count > 0 }
        let judged: Provenance.Judged =
            others.count < documents.count ? .leftOut : mayHoldJudged ? .mayBeAmongThem : .notAmongThem
        // Copies vary together: the jackknife leaves out a group at a time.
        var parts: [Moments] = [], places: [Int: Int] = [:]
        for document in counted {
            if let group = groups[document.name], let place = places[group] {
                parts[place].merge(document.sums.unit)
            } else {
                if let group = groups[document.name] { places[group] = parts.count }
                parts.append(document.sums.unit)
            }
        }
        let provenance = Provenance(
            documents: counted.map(\.name), copies: counted.count - parts.count, tokens: statistics.count, excluded: statistics.exclusions,
            file: file, judged: judged, variance: statistics.variance, varianceMargin: VarianceMargin.over(parts, statistics.unit))
        return StatisticsEstimate(statistics: statistics, provenance: provenance)
    }
}

/// How far Var would move with other documents: the delete-one jackknife over documents (Efron and Tibshirani 1993, chapter 11), exact for
/// each document left out and linear in their number, with Student's t for the few that there may be.
enum VarianceMargin {
    /// - Parameters:
    ///   - parts: moments of unit vectors, a document each, or a group of copies.
    ///   - total: their sum.
    /// - Returns: half of the 95 % interval as a share of Var; nil for fewer than two documents, or where Var is 0.
    static func over(_ parts: [Moments], _ total: Moments) -> Double? {
        guard parts.count > 1, let variance = total.meanSquaredDeviation, variance > Resolution.squared else { return nil }
        let n = Double(total.count)
        let left = parts.map { part -> Double in
            let m = Double(part.count), rest = n - m
            // What the total's squared deviation loses with a part: the part's own, and that of its mean about the mean of the rest.
            var squares = 0.0
            for i in 0..<total.width {
                let difference = (part.mean[i] - total.mean[i]) * (n / rest)
                squares += difference * difference
            }
            return max(0, total.squaredDeviation - part.squaredDeviation - squares * (rest * m / n)) / rest
        }
        let count = Double(left.count), mean = left.reduce(0, +) / count
        let error = ((count - 1) / count * left.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }).squareRoot()
        let margin = Self.student(degrees: left.count - 1) * error / variance
        return margin.isFinite ? margin : nil
    }

    /// The 97.5 % point of Student's t (Abramowitz and Stegun 26.7.5); exact for one and two, where the expansion is not yet good.
    static func student(degrees: Int) -> Double {
        if degrees <= 1 { return 12.706 }
        if degrees == 2 { return 4.303 }
        let n = Double(degrees), z = 1.959964
        let first = (pow3(z) + z) / 4, second = (5 * z * z * pow3(z) + 16 * pow3(z) + 3 * z) / 96
        let third = (3 * z * pow3(z) * pow3(z) + 19 * z * z * pow3(z) + 17 * pow3(z) - 15 * z) / 384
        return z + first / n + second / (n * n) + third / (n * n * n)
    }

    private static func pow3(_ z: Double) -> Double { z * z * z }
}
