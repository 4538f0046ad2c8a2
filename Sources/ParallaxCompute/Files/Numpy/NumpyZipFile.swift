/// An .npz file: a zip of .npy members. Stored members are used where they lie, deflated ones unpacked when asked for.
struct NumpyZipFile: TensorFile {
    let path: String
    let names: [String]
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

    func outline(of name: String) throws -> TensorOutline {
        let header = try header(name, try member(name))
        return TensorOutline(name: name, elementType: header.elementType, shape: header.shape)
    }

    private func header(_ name: String, _ member: ZipArchive.Member) throws -> NumpyHeader {
        try NumpyArray.header(try archive.prefix(of: member, count: NumpyHeader.longest), subject: subject(name))
    }

    func tensor(_ name: String) throws -> TensorView {
        let member = try member(name)
        // The array's own header must agree with the directory before anything is unpacked.
        let header = try header(name, member)
        try NumpyArray.check(header, against: member.size - header.dataStart, subject: subject(name))
        let (storage, extent) = try archive.contents(of: member)
        return try NumpyArray.view(name: name, storage: storage, extent: extent, subject: subject(name))
    }
}
