import COpenBLAS

/// Activations of other documents, to be looked up by direction.
struct OtherActivations: Sendable {
    let rows: Rows
    /// `[N, d]`, of length 1.
    private let units: [Float]

    init(_ rows: Rows) {
        self.rows = rows
        var units = rows.values
        for row in 0..<rows.count { Self.normalise(&units, row * rows.width..<(row + 1) * rows.width) }
        self.units = units
    }

    private static func normalise(_ values: inout [Float], _ range: Range<Int>) {
        var squares = 0.0
        for i in range { squares += Double(values[i]) * Double(values[i]) }
        guard squares > 0 else { return }
        let factor = 1 / squares.squareRoot()
        for i in range { values[i] = Float(Double(values[i]) * factor) }
    }

    /// For each of `targets` the activation with the highest cosine, of equal ones the first.
    func nearest(to targets: Rows) -> [Int] {
        let (n, width) = (rows.count, rows.width)
        var scores = [Float](repeating: 0, count: targets.count * n)
        targets.values.withUnsafeBufferPointer { targets in
            units.withUnsafeBufferPointer { units in
                scores.withUnsafeMutableBufferPointer { scores in
                    guard let a = targets.baseAddress, let b = units.baseAddress, let c = scores.baseAddress else { return }
                    let count = targets.count / width
                    ComputeThreads.share(n, grain: 512, operations: count * n * width) { range in
                        cblas_sgemm(
                            CblasRowMajor, CblasNoTrans, CblasTrans, Int32(clamping: count), Int32(clamping: range.count), Int32(clamping: width), 1, a, Int32(clamping: width),
                            b + range.lowerBound * width, Int32(clamping: width), 0, c + range.lowerBound, Int32(clamping: n))
                    }
                }
            }
        }
        return (0..<targets.count).map { row in
            var best = 0
            for candidate in 1..<max(n, 1) where scores[row * n + candidate] > scores[row * n + best] { best = candidate }
            return best
        }
    }
}
