/// A tensor as it lies in its file: row-major, in its own element type, nothing copied.
///
/// The initialiser is the one place that proves that the view lies inside its storage; everything above may rely on it.
public struct TensorView: Sendable {
    public let name: String
    public let elementType: ElementType
    /// Row-major extents; `[]` is a scalar.
    public let shape: [Int]
    public let storage: any ByteStorage
    /// Where the first element begins in `storage`, in bytes; not necessarily aligned.
    public let offset: Int

    /// - Throws: `Complaint` where the extents are negative, overflow, or reach outside the storage.
    public init(name: String, elementType: ElementType, shape: [Int], storage: any ByteStorage, offset: Int) throws {
        // Extents of 0 are left out, so that no product of some of the extents can overflow later.
        var bytes = elementType.size
        for extent in shape where extent != 0 {
            let (product, overflow) = bytes.multipliedReportingOverflow(by: extent)
            guard extent >= 0, !overflow else {
                throw Complaint("tensor \(name)", expected: "extents that fit in memory", found: "shape \(shape)", remedy: "the file is damaged, fetch it again")
            }
            bytes = product
        }
        if shape.contains(0) { bytes = 0 }
        guard offset >= 0, offset <= storage.bytes.count, bytes <= storage.bytes.count - offset else {
            throw Complaint(
                "tensor \(name)", expected: "\(bytes) bytes at offset \(offset)", found: "a file part of \(storage.bytes.count) bytes",
                remedy: "the file is truncated, fetch it again")
        }
        self.name = name
        self.elementType = elementType
        self.shape = shape
        self.storage = storage
        self.offset = offset
    }

    /// Rows `range` of a tensor of rows, as they lie in the file.
    /// - Throws: `Complaint` where there are no such rows.
    package func rows(_ range: Range<Int>) throws -> TensorView {
        guard let count = shape.first, range.lowerBound >= 0, range.upperBound <= count else {
            throw Complaint("tensor \(name)", expected: "rows \(range)", found: "shape \(shape)", remedy: "use a checkpoint of a supported layout")
        }
        let row = shape.dropFirst().reduce(elementType.size, *)
        return try TensorView(name: name, elementType: elementType, shape: [range.count] + shape.dropFirst(), storage: storage, offset: offset + range.lowerBound * row)
    }

    /// Number of elements.
    public var count: Int { shape.reduce(1, *) }

    /// The bytes of the tensor. The pointer is good while the view (or its storage) lives.
    public var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: storage.bytes[offset..<offset + count * elementType.size])
    }

    /// Elements `range` widened to Float. Meant for vectors and single rows, not for weight matrices.
    public func floats(_ range: Range<Int>) -> [Float] {
        [Float](unsafeUninitializedCapacity: range.count) { buffer, initialised in
            widen(range, into: buffer.baseAddress!)
            initialised = range.count
        }
    }

    /// All elements widened to Float.
    public func floats() -> [Float] { count == 0 ? [] : floats(0..<count) }

    /// Row `index` of a `[rows, columns]` tensor, widened to Float.
    public func row(_ index: Int) -> [Float] {
        let columns = shape.dropFirst().reduce(1, *)
        return columns == 0 ? [] : floats(index * columns..<(index + 1) * columns)
    }
}
