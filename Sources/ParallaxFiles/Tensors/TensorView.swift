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
                throw Complaint(
                    "tensor \(name)", expected: "extents that fit in memory", found: "shape \(shape)",
                    remedy: "the file is damaged, fetch it again")
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
            throw Complaint(
                "tensor \(name)", expected: "rows \(range)", found: "shape \(shape)", remedy: "use a checkpoint of a supported layout")
        }
        let row = shape.dropFirst().reduce(elementType.size, *)
        return try TensorView(
            name: name, elementType: elementType, shape: [range.count] + shape.dropFirst(), storage: storage,
            offset: offset + range.lowerBound * row)
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

/// The element types that tensor files hold, named as safetensors names them.
public enum ElementType: String, Sendable, CaseIterable {
    case f64 = "F64"
    case f32 = "F32"
    case f16 = "F16"
    case bf16 = "BF16"
    case f8e4m3 = "F8_E4M3"
    case f8e5m2 = "F8_E5M2"
    case i64 = "I64"
    case i32 = "I32"
    case i16 = "I16"
    case i8 = "I8"
    case u64 = "U64"
    case u32 = "U32"
    case u16 = "U16"
    case u8 = "U8"
    case bool = "BOOL"

    /// Bytes of one element.
    public var size: Int {
        switch self {
        case .f64, .i64, .u64: 8
        case .f32, .i32, .u32: 4
        case .f16, .bf16, .i16, .u16: 2
        case .f8e4m3, .f8e5m2, .i8, .u8, .bool: 1
        }
    }
}

extension TensorView {
    /// Widens elements `range` into `target`, which must hold `range.count` floats.
    package func widen(_ range: Range<Int>, into target: UnsafeMutablePointer<Float>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        guard !range.isEmpty else { return }
        let source = bytes.baseAddress!
        if let element = elementType.kernelElement {
            Kernels.fastest.widen(element, source + range.lowerBound * elementType.size, target, range.count)
            return
        }
        widenPlainly(range, into: target)
    }

    /// The plain loop: for the types without a kernel, and what the kernels are compared with in tests.
    package func widenPlainly(_ range: Range<Int>, into target: UnsafeMutablePointer<Float>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        guard !range.isEmpty else { return }
        let source = bytes.baseAddress!
        func each<T>(_: T.Type, _ convert: (T) -> Float) {
            for (i, element) in range.enumerated() {
                target[i] = convert(source.loadUnaligned(fromByteOffset: element * MemoryLayout<T>.size, as: T.self))
            }
        }
        switch elementType {
        case .f32: each(UInt32.self) { Float(bitPattern: $0) }
        case .f64: each(Double.self) { Float($0) }
        case .f16: each(UInt16.self) { Float(Float16(bitPattern: $0)) }
        case .bf16: each(UInt16.self) { Float(bitPattern: UInt32(wide: $0) << 16) }
        case .i64: each(Int64.self) { Float($0) }
        case .i32: each(Int32.self) { Float($0) }
        case .i16: each(Int16.self) { Float($0) }
        case .i8: each(Int8.self) { Float($0) }
        case .u64: each(UInt64.self) { Float($0) }
        case .u32: each(UInt32.self) { Float($0) }
        case .u16: each(UInt16.self) { Float($0) }
        case .u8, .bool: each(UInt8.self) { Float($0) }
        case .f8e4m3: each(UInt8.self) { Self.widenE4M3($0) }
        case .f8e5m2: each(UInt8.self) { Float(Float16(bitPattern: UInt16(clamping: $0) << 8)) }
        }
    }

    /// OCP FP8 E4M3: no infinities, 0x7f and 0xff are NaN.
    private static func widenE4M3(_ byte: UInt8) -> Float {
        let magnitude = byte & 0x7f
        guard magnitude != 0x7f else { return .nan }
        let exponent = Int(wide: magnitude >> 3), mantissa = Float(magnitude & 7)
        let value = exponent == 0 ? mantissa / 8 * 0x1p-6 : (1 + mantissa / 8) * Float(sign: .plus, exponent: exponent - 7, significand: 1)
        return byte & 0x80 == 0 ? value : -value
    }
}
