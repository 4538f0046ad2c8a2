/// One .npy file: a single array, named for its file.
struct NumpyFile: TensorFile {
    let path: String
    let names: [String]
    private let file: MappedFile

    init(_ file: MappedFile) throws {
        self.file = file
        path = file.path
        names = [String((path.split(separator: "/").last ?? "array").prefix { $0 != "." })]
    }

    func outline(of name: String) throws -> TensorOutline {
        guard name == names[0] else { throw noTensor(name) }
        let header = try NumpyArray.header(file.bytes, subject: path)
        return TensorOutline(name: name, elementType: header.elementType, shape: header.shape)
    }

    func checkIntact() throws { try file.checkIntact() }

    func tensor(_ name: String) throws -> TensorView {
        guard name == names[0] else { throw noTensor(name) }
        return try NumpyArray.view(name: name, storage: file, extent: 0..<file.bytes.count, subject: path)
    }
}

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
            throw Complaint(
                subject, expected: "a whole NumPy header", found: "\(bytes.count) bytes that end before it does",
                remedy: "the file is truncated, fetch it again")
        } catch NumpyHeader.Failure.expected(let expected, let found) {
            throw Complaint(
                subject, expected: expected, found: found,
                remedy: "save it again with numpy.save as a plain array (for example astype('<f4'))")
        }
    }

    /// - Throws: `Complaint` where the shape does not need exactly the bytes that are there.
    static func check(_ header: NumpyHeader, against room: Int, subject: String) throws {
        guard header.byteCount == room else {
            throw Complaint(
                subject,
                expected: header.byteCount.map { "\($0) bytes of elements, as its shape \(header.shape) says" }
                    ?? "a shape that fits in memory",
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

/// An .npz file: a zip of .npy members. Stored members are used where they lie, deflated ones unpacked when asked for.
package struct NumpyZipFile: TensorFile {
    package let path: String
    package let names: [String]
    private let archive: ZipArchive
    private let members: [String: ZipArchive.Member]

    init(_ archive: ZipArchive) {
        path = archive.file.path
        self.archive = archive
        var names: [String] = []
        var members: [String: ZipArchive.Member] = [:]
        for member in archive.members where member.name.hasSuffix(".npy") {
            let name = String(member.name.dropLast(4))
            names.append(name)
            members[name] = member
        }
        self.names = names
        self.members = members
    }

    private func subject(_ name: String) -> String { "\(path), array \(name.shortened)" }

    private func member(_ name: String) throws -> ZipArchive.Member {
        guard let member = members[name] else { throw noTensor(name) }
        return member
    }

    package func outline(of name: String) throws -> TensorOutline {
        let header = try checkedHeader(name, try member(name))
        return TensorOutline(name: name, elementType: header.elementType, shape: header.shape)
    }

    /// The array's own header, which must agree with the directory before anything is unpacked.
    private func checkedHeader(_ name: String, _ member: ZipArchive.Member) throws -> NumpyHeader {
        let header = try NumpyArray.header(try archive.prefix(of: member, count: NumpyHeader.longest), subject: subject(name))
        try NumpyArray.check(header, against: member.size - header.dataStart, subject: subject(name))
        return header
    }

    package func checkIntact() throws { try archive.file.checkIntact() }

    package func tensor(_ name: String) throws -> TensorView {
        let member = try member(name)
        _ = try checkedHeader(name, member)
        let (storage, extent) = try archive.contents(of: member)
        return try NumpyArray.view(name: name, storage: storage, extent: extent, subject: subject(name))
    }
}
