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
