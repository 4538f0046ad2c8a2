/// A tensor to be written: its extents and its values, row-major.
public struct OutputTensor: Sendable {
    enum Values: Sendable {
        case floats([Float])
        case int64([Int64])
    }

    public let shape: [Int]
    let values: Values

    private init(_ shape: [Int], _ values: Values, count: Int) {
        precondition(shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == count, "\(count) values do not fill the shape \(shape)")
        self.shape = shape
        self.values = values
    }

    /// An F32 tensor.
    public static func floats(_ shape: [Int], _ values: [Float]) -> OutputTensor { OutputTensor(shape, .floats(values), count: values.count) }

    /// An I64 tensor.
    public static func int64(_ shape: [Int], _ values: [Int64]) -> OutputTensor { OutputTensor(shape, .int64(values), count: values.count) }

    /// Rows as an F32 tensor `[count, width]`.
    public static func rows(_ rows: Rows) -> OutputTensor { .floats([rows.count, rows.width], rows.values) }

    var elementType: ElementType {
        switch values {
        case .floats: .f32
        case .int64: .i64
        }
    }

    var byteCount: Int { shape.reduce(1, *) * elementType.size }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        switch values {
        case .floats(let values): try values.withUnsafeBytes(body)
        case .int64(let values): try values.withUnsafeBytes(body)
        }
    }
}
