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
        return header.fortranOrder && header.shape.count > 1 && view.count > 0 ? try transposed(view, subject) : view
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
    private static func transposed(_ view: TensorView, _ subject: String) throws -> TensorView {
        var strides = [Int](repeating: 1, count: view.shape.count)
        for axis in 1..<strides.count { strides[axis] = strides[axis - 1] * view.shape[axis - 1] }
        guard let layout = StridedLayout(shape: view.shape, strides: strides) else { return view }
        try view.storage.checkWhole()
        let storage = try layout.rowMajor(view.bytes, elementSize: view.elementType.size, subject: subject)
        return try TensorView(name: view.name, elementType: view.elementType, shape: view.shape, storage: storage, offset: 0)
    }
}
