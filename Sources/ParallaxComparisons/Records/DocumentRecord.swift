import Foundation

/// What a comparison keeps of one document: scalars of every token and method, and sums of vectors for D and for PCA of every rank.
public struct DocumentRecord: Sendable {
    /// Why a value is missing.
    struct Reason: Sendable, Equatable, Codable {
        var text: String
        /// The method has nothing to say about the token (no text was supplied), so the token is no part of its set; otherwise it has, and
        /// the figure is undefined.
        var isAbsent: Bool
    }

    /// The sums of vectors that D needs.
    struct Sums: Sendable, Equatable {
        /// Of e = x − y.
        var error: StratifiedMoments
        /// Of what y is held against; nil where that is the activation of every token.
        var target: StratifiedMoments?
    }

    /// In the workspace, from 0.
    public let index: Int
    public let title: String
    /// Every token as text.
    public internal(set) var tokens: [String]
    public internal(set) var strata: [Stratum]
    /// Why the document could not be measured; it then has no tokens.
    public internal(set) var failure: String?
    var reasons: [Reason] = []
    /// `[columns, tokens]`; a missing one is a NaN that carries the index of its reason.
    var values: [Double]
    /// Of the activations.
    var activations: StratifiedMoments
    /// One a method.
    var sums: [Sums]
    /// Σ‖x − y_k‖² and Σ mse_nrm of PCA at rank k over the headline, `[d + 1]`; empty without PCA.
    var rankSquaredErrors: [Double] = []
    var rankNormalisedErrors: [Double] = []
    /// Seconds of each part of the work. Not part of the result.
    public internal(set) var seconds: [String: Double] = [:]

    public var tokenCount: Int { tokens.count }

    init(index: Int, title: String, tokens: [String], strata: [Stratum], layout: RecordLayout, width: Int) {
        self.index = index
        self.title = title
        self.tokens = tokens
        self.strata = strata
        values = [Double](repeating: 0, count: layout.count * tokens.count)
        activations = StratifiedMoments(width: width)
        sums = layout.methods.map { _ in Sums(error: StratifiedMoments(width: width), target: StratifiedMoments(width: width)) }
    }

    // MARK: Vectors

    /// Adds a token to a method's sums.
    mutating func add(_ x: [Float], less y: [Float], of method: Int, _ token: Int) {
        sums[method].error[strata[token]].add(x, less: y)
        sums[method].target?[strata[token]].add(x)
    }

    /// Forgets targets that are the activations, once all tokens are added.
    mutating func shareTargets(_ layout: RecordLayout) {
        for method in sums.indices where layout.methods[method].target == .activation && sums[method].error.counts == activations.counts {
            sums[method].target = nil
        }
    }

    // MARK: Values

    mutating func set(_ column: Int, _ token: Int, _ outcome: Outcome) {
        switch outcome {
        case .value(let number): values[column * tokenCount + token] = number
        case .undefined(let why): setMissing(column, token, Reason(text: why, isAbsent: false))
        }
    }

    mutating func setAbsent(_ column: Int, _ token: Int, _ why: String) { setMissing(column, token, Reason(text: why, isAbsent: true)) }

    private mutating func setMissing(_ column: Int, _ token: Int, _ reason: Reason) {
        let number = reasons.firstIndex(of: reason) ?? reasons.count
        if number == reasons.count { reasons.append(reason) }
        values[column * tokenCount + token] = Double(nan: UInt64(clamping: number), signaling: false).bare
    }

    func outcome(_ column: Int, _ token: Int) -> Outcome {
        let value = values[column * tokenCount + token]
        // A file may say what no figure is.
        return value.isNaN ? .undefined(reason(value)?.text ?? "no value") : Outcome(value, orUndefined: "a value beyond all numbers")
    }

    func isAbsent(_ column: Int, _ token: Int) -> Bool {
        let value = values[column * tokenCount + token]
        return value.isNaN && reason(value)?.isAbsent == true
    }

    private func reason(_ value: Double) -> Reason? {
        let number = Int(clamping: value.bitPattern & 0x0003_ffff_ffff_ffff)
        return reasons.indices.contains(number) ? reasons[number] : nil
    }
}

extension Double {
    /// A NaN without a sign, which has none to say.
    fileprivate var bare: Double { Double(bitPattern: bitPattern & 0x7fff_ffff_ffff_ffff) }
}

/// A record as bytes: what is text as JSON, then all doubles as they are, so that they read back exactly.
extension DocumentRecord {
    private struct Head: Codable {
        var index: Int
        var title: String
        var tokens: [String]
        var strata: [Stratum]
        var failure: String?
        var reasons: [Reason]
        /// Rows behind the sums, by place: of the activations, of each method's error, and of its target where it has one.
        var counts: [[Stratum: Int]]
        /// Methods whose target is not the activation of every token of the headline.
        var targets: [Bool]
        var hasRanks: Bool
        var seconds: [String: Double]
    }

    private var moments: [StratifiedMoments] { [activations] + sums.flatMap { [$0.error] + ($0.target.map { [$0] } ?? []) } }

    /// Length of the head, the head, doubles.
    var bytes: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let moments = moments
            let head = try encoder.encode(
                Head(
                    index: index, title: title, tokens: tokens, strata: strata, failure: failure, reasons: reasons,
                    counts: moments.map(\.counts),
                    targets: sums.map { $0.target != nil }, hasRanks: !rankSquaredErrors.isEmpty, seconds: seconds))
            var data = Data(littleEndian: UInt64(clamping: head.count))
            data.append(head)
            data.append(doubles: values)
            for own in moments {
                for stratum in own.strata {
                    data.append(doubles: [own[stratum].squaredDeviation])
                    data.append(doubles: own[stratum].mean)
                }
            }
            data.append(doubles: rankSquaredErrors)
            data.append(doubles: rankNormalisedErrors)
            return data
        }
    }

    /// - Returns: nil where the bytes are no record of this layout.
    init?(bytes: UnsafeRawBufferPointer, layout: RecordLayout, width: Int) {
        guard bytes.count >= 8, let length = Int(exactly: UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))),
            length <= bytes.count - 8,
            let head = try? JSONDecoder().decode(Head.self, from: Data(bytes[8..<8 + length])), head.strata.count == head.tokens.count,
            head.targets.count == layout.methods.count
        else { return nil }
        let places = head.targets.map { $0 ? 2 : 1 }
        let momentCount = 1 + places.reduce(0, +), ranks = head.hasRanks ? 2 * (width + 1) : 0
        guard head.counts.count == momentCount,
            head.counts.allSatisfy({ $0.values.allSatisfy { (1...max(1, head.tokens.count)).contains($0) } })
        else { return nil }
        let expected = layout.count * head.tokens.count + head.counts.reduce(0) { $0 + $1.count } * (width + 1) + ranks
        guard bytes.count - 8 - length == 8 * expected else { return nil }
        self.init(index: head.index, title: head.title, tokens: head.tokens, strata: head.strata, layout: layout, width: width)
        failure = head.failure
        reasons = head.reasons
        seconds = head.seconds
        var reader = DoubleReader(UnsafeRawBufferPointer(rebasing: bytes[(8 + length)...]))
        values = reader.take(layout.count * tokens.count)
        var all: [StratifiedMoments] = []
        for counts in head.counts {
            var own = StratifiedMoments(width: width)
            for stratum in Stratum.allCases {
                guard let count = counts[stratum] else { continue }
                let deviation = reader.take(1)[0]
                own[stratum] = Moments(count: count, mean: reader.take(width), squaredDeviation: deviation)
            }
            all.append(own)
        }
        activations = all[0]
        var next = 1
        for method in sums.indices {
            sums[method].error = all[next]
            sums[method].target = places[method] == 2 ? all[next + 1] : nil
            next += places[method]
        }
        if head.hasRanks {
            rankSquaredErrors = reader.take(width + 1)
            rankNormalisedErrors = reader.take(width + 1)
        }
    }
}

private struct DoubleReader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func take(_ count: Int) -> [Double] {
        let start = position
        position += 8 * count
        return (0..<count).map {
            Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start + 8 * $0, as: UInt64.self)))
        }
    }
}
