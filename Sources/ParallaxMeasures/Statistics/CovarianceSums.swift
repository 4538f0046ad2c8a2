import COpenBLAS

/// Second moments of vectors about their mean, in double: what a covariance, its eigenvalues and a PCA basis are made from.
///
///     var sums = try CovarianceSums(width: d)
///     for document in documents { sums.add(document.activations) }
///     let basis = try PrincipalComponents(sums)
///
/// Held about the mean for the reason that `Moments` gives. The result depends in its last digits on how rows are grouped into
/// calls and merges: a document a call, documents in their order, gives the same digits as any other run that does so.
public struct CovarianceSums: Sendable, Equatable {
    /// d² doubles are kept; at this width they are 512 MB.
    public static let widest = 8192

    public internal(set) var count = 0
    /// `[width]`; zeros while `count` is 0.
    public internal(set) var mean: [Double]
    /// `[width, width]`, Σ(x − mean)(x − mean)ᵀ. Only the upper triangle is used, the rest stays 0.
    var products: [Double]

    /// - Throws: `Complaint` for a width outside 1…8192, before anything is allocated.
    public init(width: Int) throws {
        guard (1...Self.widest).contains(width) else {
            throw Complaint(
                "covariance", expected: "activations of 1 to \(Self.widest) values", found: "\(width)",
                remedy: "leave PCA and the rate–distortion reference out for this model")
        }
        mean = [Double](repeating: 0, count: width)
        products = [Double](repeating: 0, count: width * width)
    }

    public var width: Int { mean.count }

    /// Σ(x_i − mean_i)(x_j − mean_j).
    public func product(_ i: Int, _ j: Int) -> Double { products[min(i, j) * width + max(i, j)] }

    /// Σ‖x − mean‖².
    public var squaredDeviation: Double { (0..<width).reduce(0) { $0 + products[$1 * width + $1] } }

    /// Rows that are centred and multiplied together.
    private static let chunk = 256

    /// Adds vectors.
    /// - Parameters:
    ///   - rows: `[n, width]`, finite.
    ///   - scales: a factor for each row, 1/‖x‖ where unit vectors are meant; nil takes them as they are.
    public mutating func add(_ rows: Rows, scales: [Double]? = nil) {
        precondition(
            rows.width == width && scales.map { $0.count == rows.count } ?? true,
            "rows of \(rows.width) values do not fit sums of width \(width)")
        for start in stride(from: 0, to: rows.count, by: Self.chunk) {
            let range = start..<min(rows.count, start + Self.chunk)
            var block = [Double](repeating: 0, count: range.count * width)
            for row in range {
                let scale = scales?[row] ?? 1, target = (row - start) * width, source = row * width
                for i in 0..<width { block[target + i] = Double(rows.values[source + i]) * scale }
            }
            let centre = Self.centre(&block, count: range.count, width: width)
            addProducts(of: block, count: range.count)
            shift(towards: centre, count: range.count)
        }
    }

    /// Adds all rows behind `other`.
    /// - Precondition: equal widths.
    public mutating func merge(_ other: CovarianceSums) {
        precondition(other.width == width)
        if other.count == 0 { return }
        for i in products.indices { products[i] += other.products[i] }
        shift(towards: other.mean, count: other.count)
    }

    /// Takes the mean out of `[count, width]` and returns it.
    private static func centre(_ block: inout [Double], count: Int, width: Int) -> [Double] {
        var mean = [Double](repeating: 0, count: width)
        for row in 0..<count { for i in 0..<width { mean[i] += block[row * width + i] } }
        for i in 0..<width { mean[i] /= Double(count) }
        for row in 0..<count { for i in 0..<width { block[row * width + i] -= mean[i] } }
        return mean
    }

    /// Rows of the product that are computed together. Fixed, so that the digits do not depend on the number of threads.
    private static let stripe = 64

    /// products += blockᵀ block, `[count, width]`, upper triangle.
    private mutating func addProducts(of block: [Double], count: Int) {
        let width = width, stripes = (width + Self.stripe - 1) / Self.stripe
        block.withUnsafeBufferPointer { block in
            products.withUnsafeMutableBufferPointer { products in
                guard let a = block.baseAddress, let c = products.baseAddress else { return }
                ComputeThreads.share(stripes, grain: 1, operations: count * width * width / 2) { range in
                    for stripe in range {
                        let first = stripe * Self.stripe, height = min(Self.stripe, width - first), next = first + height
                        cblas_dsyrk(
                            CblasRowMajor, CblasUpper, CblasTrans, Int32(clamping: height), Int32(clamping: count), 1, a + first,
                            Int32(clamping: width), 1, c + first * width + first, Int32(clamping: width))
                        guard next < width else { continue }
                        cblas_dgemm(
                            CblasRowMajor, CblasTrans, CblasNoTrans, Int32(clamping: height), Int32(clamping: width - next),
                            Int32(clamping: count), 1, a + first, Int32(clamping: width),
                            a + next, Int32(clamping: width), 1, c + first * width + next, Int32(clamping: width))
                    }
                }
            }
        }
    }

    /// Brings the mean and the products about it to where `added` rows with that mean of their own belong to these
    /// (Chan, Golub and LeVeque 1983): products += n m / (n + m) δ δᵀ.
    private mutating func shift(towards other: [Double], count added: Int) {
        let (n, m) = (Double(count), Double(added))
        count += added
        if n == 0 {
            mean = other
            return
        }
        let share = m / (n + m), width = width
        let difference = (0..<width).map { other[$0] - mean[$0] }
        for i in 0..<width { mean[i] += difference[i] * share }
        products.withUnsafeMutableBufferPointer { products in
            for i in 0..<width {
                let factor = n * share * difference[i], row = i * width
                for j in i..<width { products[row + j] += factor * difference[j] }
            }
        }
    }
}

extension CovarianceSums: Codable {
    private enum Key: String, CodingKey { case count, mean, products }

    /// - Throws: `DecodingError` for sums that no rows have.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        func refuse(_ why: String) -> DecodingError { .dataCorruptedError(forKey: .products, in: container, debugDescription: why) }
        let mean = try container.decode(PackedDoubles.self, forKey: .mean).values
        do { try self.init(width: mean.count) } catch { throw refuse("a covariance of width \(mean.count)") }
        count = try container.decode(Int.self, forKey: .count)
        self.mean = mean
        let packed = try container.decode(PackedDoubles.self, forKey: .products).values
        guard packed.count == width * (width + 1) / 2 else { throw refuse("\(packed.count) second moments for width \(width)") }
        var next = 0
        for i in 0..<width {
            for j in i..<width { products[i * width + j] = packed[next + j - i] }
            next += width - i
        }
        let diagonal = (0..<width).allSatisfy { products[$0 * width + $0] >= 0 }
        guard (0...1_000_000_000_000).contains(count), diagonal, mean.allSatisfy(\.isFinite), packed.allSatisfy(\.isFinite) else {
            throw refuse("second moments that are negative or not finite")
        }
    }

    /// The upper triangle, row by row.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(count, forKey: .count)
        try container.encode(PackedDoubles(mean), forKey: .mean)
        var packed: [Double] = []
        packed.reserveCapacity(width * (width + 1) / 2)
        for i in 0..<width { packed += products[i * width + i..<(i + 1) * width] }
        try container.encode(PackedDoubles(packed), forKey: .products)
    }
}
