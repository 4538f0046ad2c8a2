/// A `.pt` or `.pth` file as `torch.save` writes it since PyTorch 1.6: a zip of one pickle and the raw storages.
///
/// The pickle is read as data (``PickleReader``): there is no path from here to running anything. Tensors of dictionaries inside
/// dictionaries are named with dots, `model.encoder.weight`; plain values beside them are in `values`.
package struct PyTorchFile: TensorFile {
    package let path: String
    package let names: [String]
    /// Numbers, texts and truths that stand beside the tensors.
    package let values: [String: JSONValue]
    package let foreign: [String: String]

    private let archive: ZipArchive
    private let members: [String: ZipArchive.Member]
    private let prefix: String
    private let tensors: [String: PyTorchTensor]

    /// A pickle is the list of contents; the tensors lie beside it.
    private static let largestPickle = 4 << 20

    /// Whether a zip archive is one that `torch.save` wrote.
    package static func pickle(in archive: ZipArchive) -> ZipArchive.Member? {
        archive.members.first { $0.name == "data.pkl" || $0.name.hasSuffix("/data.pkl") }
    }

    /// - Throws: `Complaint` naming what the pickle wants to run, where it is more than tensors and plain values.
    init(_ archive: ZipArchive, pickle: ZipArchive.Member) throws {
        self.archive = archive
        path = archive.file.path
        prefix = String(pickle.name.dropLast("data.pkl".count))
        members = Dictionary(uniqueKeysWithValues: archive.members.map { ($0.name, $0) })
        guard pickle.size <= Self.largestPickle else {
            throw Complaint(
                path, expected: "a list of contents of at most \(Self.largestPickle) bytes", found: "a pickle of \(pickle.size)",
                remedy: "save the tensors alone, with safetensors.torch.save_file")
        }
        // PyTorch packs nothing: a pickle that is packed was made by something else, and may be any size.
        _ = try archive.extent(ofStored: pickle)
        let (storage, extent) = try archive.contents(of: pickle)
        let contents: PyTorchContents
        do {
            contents = try PyTorchContents(UnsafeRawBufferPointer(rebasing: storage.bytes[extent]), fileName: path)
        } catch let failure as PickleFailure {
            throw Self.refused(path, failure)
        }
        (names, tensors, values, foreign) = (contents.names, contents.tensors, contents.values, contents.foreign)
        if let member = members[prefix + "byteorder"], try archive.prefix(of: member, count: 8) != Array("little".utf8) {
            throw Complaint(
                path, expected: "little-endian storages", found: "another byte order", remedy: "save it again on another machine")
        }
    }

    /// The sentence about a pickle that is not read.
    static func refused(_ path: String, _ failure: PickleFailure) -> Complaint {
        switch failure {
        case .wants(let name):
            Complaint(
                path, expected: "a pickle of nothing but tensors", found: "one that wants to run \(name.shortened)",
                remedy: "nothing was run; load it where you trust it and save its tensors with safetensors.torch.save_file")
        case .found(let what):
            Complaint(
                path, expected: "a pickle of nothing but tensors and plain values, as torch.save(state_dict) writes", found: what,
                remedy: "save the tensors with safetensors.torch.save_file")
        }
    }

    package func outline(of name: String) throws -> TensorOutline {
        let tensor = try located(name).tensor
        return TensorOutline(name: name, elementType: tensor.storage.elementType, shape: tensor.shape)
    }

    /// A tensor with the place of its first element in the file, proved to lie inside its storage.
    private func located(_ name: String) throws -> (tensor: PyTorchTensor, layout: StridedLayout, start: Int) {
        guard let tensor = tensors[name] else { throw noTensor(name) }
        let storage = tensor.storage, size = storage.elementType.size
        func complaint(_ expected: String, _ found: String) -> Complaint {
            Complaint("\(path), tensor \(name.shortened)", expected: expected, found: found, remedy: "the file is damaged, fetch it again")
        }
        guard let member = members["\(prefix)data/\(storage.key)"] else {
            throw complaint("a storage data/\(storage.key.shortened) in the file", "none")
        }
        let extent = try archive.extent(ofStored: member)
        guard storage.count <= extent.count / size else {
            throw complaint("a storage of \(storage.count) elements of \(size) bytes", "\(extent.count) bytes")
        }
        guard let layout = StridedLayout(shape: tensor.shape, strides: tensor.strides), tensor.offset >= 0,
            layout.reach <= storage.count - tensor.offset
        else {
            throw complaint(
                "a view inside its storage of \(storage.count) elements",
                "shape \(tensor.shape) with strides \(tensor.strides) from element \(tensor.offset)")
        }
        // Expanded views repeat elements: written out, a small file would fill the memory.
        guard layout.count <= storage.count else {
            throw complaint("a tensor no larger than its storage of \(storage.count) elements", "\(layout.count) elements, repeated")
        }
        return (tensor, layout, extent.lowerBound + tensor.offset * size)
    }

    package func checkIntact() throws { try archive.file.checkIntact() }

    /// Of the elements as they lie in the storages, with shapes and strides: nothing is copied in order. And of the plain values beside them.
    package var fingerprint: Fingerprint {
        let views = names.compactMap { name -> TensorView? in
            guard let (tensor, layout, start) = try? located(name) else { return nil }
            return try? TensorView(
                name: "\(name) \(tensor.shape) \(tensor.strides)", elementType: tensor.storage.elementType, shape: [layout.reach],
                storage: archive.file, offset: start)
        }
        return .joined([
            Fingerprint(views),
            Fingerprint(bytes: values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.quoted)" }.joined(separator: "\n").utf8)
        ])
    }

    /// The tensor where it lies in the file; one whose strides are not row-major is copied in order.
    package func tensor(_ name: String) throws -> TensorView {
        let (tensor, layout, start) = try located(name)
        let type = tensor.storage.elementType, size = type.size
        if layout.isRowMajor {
            return try TensorView(name: name, elementType: type, shape: tensor.shape, storage: archive.file, offset: start)
        }
        try archive.file.checkWhole()
        let source = UnsafeRawBufferPointer(rebasing: archive.file.bytes[start..<start + layout.reach * size])
        return try TensorView(
            name: name, elementType: type, shape: tensor.shape,
            storage: try layout.rowMajor(source, elementSize: size, subject: "\(path), tensor \(name.shortened)"), offset: 0)
    }
}

/// What stands in the pickle of a PyTorch file, flattened: names with dots, tensors and plain values.
struct PyTorchContents {
    private(set) var names: [String] = []
    private(set) var tensors: [String: PyTorchTensor] = [:]
    private(set) var values: [String: JSONValue] = [:]
    /// Tensors that are there and are not read, with what they are.
    private(set) var foreign: [String: String] = [:]

    /// Deeper dictionaries are optimiser states and the like.
    private static let deepest = 8
    private static let mostEntries = 100_000
    /// A longer name, joined of the keys of dictionaries inside dictionaries, is none.
    private static let longestName = 1024
    private var entries = 0
    /// The containers that the entry at hand lies in: one of them again would go on for ever.
    private var path: [Int] = []

    /// - Parameter fileName: names a tensor that stands alone.
    /// - Throws: `PickleFailure`
    init(_ bytes: UnsafeRawBufferPointer, fileName: String) throws {
        var reader = PickleReader(bytes)
        let root = try reader.read()
        let isAlone =
            switch root {
            case .tensor, .foreignTensor: true
            default: false
            }
        if isAlone {
            try add(root, String((fileName.split(separator: "/").last ?? "tensor").prefix { $0 != "." }), reader, depth: 0)
        } else {
            try add(root, "", reader, depth: 0)
        }
    }

    private mutating func add(_ value: PickleValue, _ name: String, _ reader: PickleReader, depth: Int) throws {
        entries += 1
        guard entries <= Self.mostEntries else { throw PickleFailure.found("more than \(Self.mostEntries) entries") }
        guard name.utf8.count <= Self.longestName else {
            throw PickleFailure.found("a name of \(name.utf8.count) bytes, \"\(name.shortened)\"")
        }
        switch value {
        case .dictionary(let place):
            try inside(place, name) { contents in
                let members = reader.containers[place]
                for i in stride(from: 0, to: members.count, by: 2) {
                    guard let key = Self.key(members[i]) else { continue }
                    try contents.add(members[i + 1], contents.joined(name, key), reader, depth: depth + 1, keyed: depth)
                }
            }
        case .list(let place), .tuple(let place):
            try inside(place, name) { contents in
                for (i, element) in reader.containers[place].enumerated() {
                    try contents.add(element, contents.joined(name, "\(i)"), reader, depth: depth + 1, keyed: depth)
                }
            }
        case .tensor(let place):
            guard tensors.updateValue(reader.tensors[place], forKey: name) == nil else {
                throw PickleFailure.found("the tensor \(name.shortened) twice")
            }
            names.append(name)
        case .bool(let value): values[name] = .bool(value)
        case .integer(let value): values[name] = .integer(value)
        case .number(let value): values[name] = .number(value)
        case .text(let value): values[name] = .string(value)
        case .foreignTensor(let what): foreign[name] = what
        case .none, .global, .storage, .data, .numberType, .setting: break
        }
    }

    private mutating func inside(_ place: Int, _ name: String, _ body: (inout PyTorchContents) throws -> Void) throws {
        guard !path.contains(place) else {
            throw PickleFailure.found("a list or dictionary that holds itself" + (name.isEmpty ? "" : ", at \(name.shortened)"))
        }
        path.append(place)
        try body(&self)
        path.removeLast()
    }

    /// What lies too deep is left out.
    private mutating func add(_ value: PickleValue, _ name: String, _ reader: PickleReader, depth: Int, keyed: Int) throws {
        if keyed < Self.deepest { try add(value, name, reader, depth: depth) }
    }

    private func joined(_ name: String, _ key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }

    private static func key(_ value: PickleValue) -> String? { value.text ?? value.integer.map(String.init) }
}
