/// Vectors in memory, one a row: `[count, width]`, row-major, float32. Rows are tokens wherever activations are meant.
public struct Rows: Sendable, Equatable {
    public let count: Int
    public let width: Int
    /// `count * width` values.
    public var values: [Float]

    public init(count: Int, width: Int, values: [Float]) {
        precondition(values.count == count * width, "\(values.count) values are not \(count) rows of \(width)")
        self.count = count
        self.width = width
        self.values = values
    }

    /// Zeros.
    public init(count: Int, width: Int) {
        self.init(count: count, width: width, values: [Float](repeating: 0, count: count * width))
    }

    /// One row.
    public init(_ vector: [Float]) { self.init(count: 1, width: vector.count, values: vector) }

    public init(_ vectors: [[Float]], width: Int) {
        self.init(count: vectors.count, width: width, values: vectors.flatMap { $0 })
    }

    public subscript(row: Int) -> [Float] {
        get { Array(values[row * width..<(row + 1) * width]) }
        set {
            precondition(newValue.count == width)
            values.replaceSubrange(row * width..<(row + 1) * width, with: newValue)
        }
    }

    /// The rows of `range`, copied.
    public func slice(_ range: Range<Int>) -> Rows {
        Rows(count: range.count, width: width, values: Array(values[range.lowerBound * width..<range.upperBound * width]))
    }
}

extension Rows {
    /// ‖x‖ of every row, summed in double.
    public var norms: [Double] {
        (0..<count).map { row in
            var squares = 0.0
            for i in row * width..<(row + 1) * width { squares += Double(values[i]) * Double(values[i]) }
            return squares.squareRoot()
        }
    }
}
