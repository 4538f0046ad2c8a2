/// One array of a .npy file or of a member of an .npz file.
enum NumpyArray {
    /// The array as a view of the bytes; copied only where its first axis runs fastest.
    /// - Throws: `Complaint` where the header lies about the bytes.
    static func view(name: String, storage: any ByteStorage, extent: Range<Int>, subject: String) throws -> TensorView {
        let bytes = UnsafeRawBufferPointer(rebasing: storage.bytes[extent])
        let header = try header(bytes, subject: subject)
        let data = extent.lowerBound + header.dataStart
        try check(header, against: extent.upperBound - data, subject: subject)
        let view = try TensorView(name: name, elementType: header.elementType, shape: header.shape, storage: storage, offset: data)
        return header.fortranOrder && header.shape.count > 1 && view.count > 0 ? try transposed(view) : view
    }

    /// - Throws: `Complaint`
    static func header(_ bytes: some RandomAccessCollection<UInt8>, subject: String) throws -> NumpyHeader {
        do {
            return try NumpyHeader(bytes)
        } catch NumpyHeader.Failure.truncated {
            throw Complaint(subject, expected: "a whole NumPy header", found: "\(bytes.count) bytes that end before it does", remedy: "the file is truncated, fetch it again")
        } catch NumpyHeader.Failure.expected(let expected, let found) {
            throw Complaint(subject, expected: expected, found: found, remedy: "save it again with numpy.save as a plain array (for example astype('<f4'))")
        }
    }

    /// - Throws: `Complaint` where the shape does not need exactly the bytes that are there.
    static func check(_ header: NumpyHeader, against room: Int, subject: String) throws {
        guard header.byteCount == room else {
            throw Complaint(
                subject, expected: header.byteCount.map { "\($0) bytes of elements, as its shape \(header.shape) says" } ?? "a shape that fits in memory",
                found: header.byteCount == nil ? "\(header.shape)" : "\(room)", remedy: "the file is truncated or damaged, fetch it again")
        }
    }

    /// Elements reordered so that the last axis runs fastest.
    private static func transposed(_ view: TensorView) throws -> TensorView {
        let size = view.elementType.size, shape = view.shape, source = view.bytes
        let storage = try MemoryBytes(count: source.count) { target in
            // Position along each axis of the element written next, and where that element lies.
            var index = [Int](repeating: 0, count: shape.count)
            var strides = [Int](repeating: size, count: shape.count)
            for axis in 1..<shape.count { strides[axis] = strides[axis - 1] * shape[axis - 1] }
            var from = 0
            for to in stride(from: 0, to: source.count, by: size) {
                (target.baseAddress! + to).copyMemory(from: source.baseAddress! + from, byteCount: size)
                var axis = shape.count - 1
                while axis >= 0 {
                    index[axis] += 1
                    from += strides[axis]
                    if index[axis] < shape[axis] { break }
                    from -= strides[axis] * shape[axis]
                    index[axis] = 0
                    axis -= 1
                }
            }
        }
        return try TensorView(name: view.name, elementType: view.elementType, shape: shape, storage: storage, offset: 0)
    }
}
