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
