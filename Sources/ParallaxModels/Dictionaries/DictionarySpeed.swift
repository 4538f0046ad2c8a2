import COpenBLAS

/// How fast a dictionary encodes, beside what the machine can do with the same bytes in the same run: a plain read bounds one token,
/// a plain product of the same shape a batch.
public struct DictionarySpeed: Sendable, Equatable {
    /// Bytes a second: of the encoder's weights, read and summed, and encoded with.
    public var read: Double
    public var encodesToken: Double
    /// Multiplications and additions a second of x W alone, by BLAS in float32 on the same threads, and of the whole encoding.
    public var product: Double
    public var encodesBatch: Double
    /// Tokens of the batch.
    public var tokens: Int
    /// Of the plain read, so that nobody can leave it out.
    let checksum: UInt64

    /// - Parameters:
    ///   - rounds: of each the best counts, since other programs only slow one down.
    ///   - clock: seconds that a piece of work took.
    public init(_ dictionary: SparseAutoencoder, tokens: Int = 1024, rounds: Int = 5, clock: @escaping (() -> Void) -> Double) {
        let encoder = dictionary.encoder, width = dictionary.inputSize, features = dictionary.featureCount
        func best(_ work: () -> Void) -> Double { (0..<max(1, rounds)).map { _ in clock(work) }.min() ?? .nan }
        var generator = RandomStream(seed: 0, stream: 0)
        let batch = Rows(count: tokens, width: width, values: (0..<tokens * width).map { _ in Float(2 * generator.unit() - 1) }),
            one = Rows(batch[0])
        let bytes = Double(encoder.view.bytes.count)
        // What is mapped comes into memory first.
        _ = dictionary.encode(one)
        var checksum = Self.sum(encoder.view.bytes)
        read = bytes / best { checksum &+= Self.sum(encoder.view.bytes) }
        self.checksum = checksum
        encodesToken = bytes / best { _ = dictionary.encode(one) }
        let weights = encoder.view.floats(), operations = 2 * Double(tokens) * Double(width) * Double(features)
        var output = [Float](repeating: 0, count: tokens * features)
        product = operations / best { Self.product(batch, weights, encoder.layout, features, into: &output) }
        encodesBatch = operations / best { _ = dictionary.encode(batch) }
        self.tokens = tokens
    }

    /// All bytes, eight at a time on every thread.
    private static func sum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let words = bytes.count / 64
        let parts = (words + 16383) / 16384
        var sums = [UInt64](repeating: 0, count: parts)
        sums.withUnsafeMutableBufferPointer { sums in
            nonisolated(unsafe) let (sums, bytes) = (sums, bytes)
            ComputeThreads.share(parts, grain: 1, operations: .max) { range in
                for part in range {
                    var sum = SIMD8<UInt64>()
                    for word in part * 16384..<min(words, (part + 1) * 16384) {
                        sum &+= bytes.loadUnaligned(fromByteOffset: word * 64, as: SIMD8<UInt64>.self)
                    }
                    sums[part] = sum.wrappedSum()
                }
            }
        }
        return sums.reduce(0, &+)
    }

    private static func product(_ x: Rows, _ weights: [Float], _ layout: WeightMatrix.Layout, _ features: Int, into output: inout [Float]) {
        let width = x.width, block = 1024
        output.withUnsafeMutableBufferPointer { output in
            nonisolated(unsafe) let output = output
            x.values.withUnsafeBufferPointer { x in
                weights.withUnsafeBufferPointer { weights in
                    nonisolated(unsafe) let (x, weights) = (x, weights)
                    let rows = x.count / width
                    ComputeThreads.share(features, grain: block, operations: rows * width * features) { range in
                        let transposed = layout == .outputsByInputs
                        cblas_sgemm(
                            CblasRowMajor, CblasNoTrans, transposed ? CblasTrans : CblasNoTrans, Int32(clamping: rows),
                            Int32(clamping: range.count), Int32(clamping: width), 1, x.baseAddress!, Int32(clamping: width),
                            weights.baseAddress! + range.lowerBound * (transposed ? width : 1),
                            Int32(clamping: transposed ? width : features), 0, output.baseAddress! + range.lowerBound,
                            Int32(clamping: features))
                    }
                }
            }
        }
    }
}
