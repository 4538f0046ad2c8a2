import Foundation

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
                    index: index, title: title, tokens: tokens, strata: strata, failure: failure, reasons: reasons, counts: moments.map(\.counts),
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
        guard bytes.count >= 8, let length = Int(exactly: UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))), length <= bytes.count - 8,
            let head = try? JSONDecoder().decode(Head.self, from: Data(bytes[8..<8 + length])), head.strata.count == head.tokens.count,
            head.targets.count == layout.methods.count
        else { return nil }
        let places = head.targets.map { $0 ? 2 : 1 }
        let momentCount = 1 + places.reduce(0, +), ranks = head.hasRanks ? 2 * (width + 1) : 0
        guard head.counts.count == momentCount, head.counts.allSatisfy({ $0.values.allSatisfy { (1...max(1, head.tokens.count)).contains($0) } }) else { return nil }
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
        return (0..<count).map { Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start + 8 * $0, as: UInt64.self))) }
    }
}
