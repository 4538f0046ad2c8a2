import Foundation

/// A file that holds named tensors, whatever its format.
public protocol TensorFile: Sendable {
    var path: String { get }
    /// The tensors' names, in the file's order.
    var names: [String] { get }
    /// Tensors that are there and whose kind is not read, with what they are ("C64").
    var foreign: [String: String] { get }
    /// Element type and shape from headers alone.
    func outline(of name: String) throws -> TensorOutline
    /// - Throws: `Complaint` where there is no such tensor, or its bytes are damaged.
    func tensor(_ name: String) throws -> TensorView
    /// Of every tensor in it, as the tensors lie in the file.
    var fingerprint: Fingerprint { get }
    /// - Throws: `Complaint` where the file is not what it was when it was opened.
    func checkIntact() throws
}

extension TensorFile {
    public var foreign: [String: String] { [:] }

    /// What cannot be read as a tensor does not tell files apart.
    public var fingerprint: Fingerprint { Fingerprint(names.compactMap { try? tensor($0) }) }
}

/// What a header says about a tensor.
public struct TensorOutline: Sendable, Codable, Equatable {
    public let name: String
    /// As safetensors names it.
    public let dtype: String
    public let shape: [Int]

    package init(name: String, elementType: ElementType, shape: [Int]) { self.init(name: name, dtype: elementType.rawValue, shape: shape) }

    init(name: String, dtype: String, shape: [Int]) {
        self.name = name
        self.dtype = dtype
        self.shape = shape
    }
}

extension TensorFile {
    package func noTensor(_ name: String) -> Complaint {
        if let what = foreign[name] {
            return Complaint(
                "\(path), tensor \(name.shortened)",
                expected: "a tensor of a type that Parallax reads (\(ElementType.allCases.map(\.rawValue).joined(separator: ", ")))",
                found: what, remedy: "convert it, or name another tensor")
        }
        return Complaint(
            path, expected: "a tensor \(name.shortened)", found: names.isEmpty ? "no tensors" : names.listed(),
            remedy: "name one that is in the file, as FILE:NAME")
    }
}

/// Opens tensor files by what is in them, not by their names.
public enum TensorFiles {
    /// Safetensors, .npy, .npz, or the zip that PyTorch's `torch.save` writes.
    /// - Throws: `Complaint` where the file is none of these, or damaged.
    public static func open(_ path: String) throws -> any TensorFile {
        let file = try MappedFile(path, holes: true)
        if file.bytes.starts(with: NumpyHeader.magic) { return try NumpyFile(file) }
        if isZip(file.bytes) {
            let archive = try ZipArchive(file)
            if let pickle = PyTorchFile.pickle(in: archive) { return try PyTorchFile(archive, pickle: pickle) }
            return NumpyZipFile(archive)
        }
        if file.bytes.count > 8, file.bytes[8] == UInt8(ascii: "{") { return try SafetensorsFile(path) }
        if isPickle(file.bytes) { throw barePickle(file) }
        throw Complaint(
            path, expected: "a safetensors, .npy, .npz or PyTorch (.pt) file",
            found: file.bytes.isEmpty ? "an empty file" : "another format",
            remedy: "check the path or convert the file")
    }

    package static func isZip(_ head: some Collection<UInt8>) -> Bool {
        head.starts(with: [0x50, 0x4b, 0x03, 0x04]) || head.starts(with: [0x50, 0x4b, 0x05, 0x06])
    }

    package static func isPickle(_ head: some Collection<UInt8>) -> Bool {
        head.count > 2 && head.first == 0x80 && (2...5).contains(head.dropFirst().first!)
    }

    /// `torch.save` before version 1.6, or a pickle of something else: what it wants to run is named where that stands near its beginning.
    private static func barePickle(_ file: MappedFile) -> Complaint {
        // PyTorch's old magic number, a whole number of ten bytes.
        if file.bytes.count > 14, file.bytes[2] == 0x8a, file.bytes[3] == 10 {
            return Complaint(
                file.path, expected: "a PyTorch file of version 1.6 or later (a zip)", found: "one from before",
                remedy: "load it with a PyTorch that you trust it to, and save it with safetensors.torch.save_file")
        }
        do {
            var reader = PickleReader(UnsafeRawBufferPointer(rebasing: file.bytes.prefix(1 << 20)))
            _ = try reader.read()
        } catch PickleFailure.wants(let name) {
            return PyTorchFile.refused(file.path, .wants(name))
        } catch {}
        return Complaint(
            file.path, expected: "a safetensors, .npy, .npz or PyTorch (.pt) file", found: "a Python pickle",
            remedy: "save the tensors with safetensors.torch.save_file")
    }
}

extension SafetensorsFile: TensorFile {
    public func outline(of name: String) throws -> TensorOutline {
        let view = try tensor(name)
        return TensorOutline(name: name, elementType: view.elementType, shape: view.shape)
    }

    public func tensor(_ name: String) throws -> TensorView {
        guard let view = tensors[name] else { throw noTensor(name) }
        return view
    }
}

/// A tensor file seen without what stands before the names: what training wraps a dictionary in (`_orig_mod.`, `module.`), or the dictionary
/// of Python's that its state lies in (`state_dict.`, `sae.`).
package struct UnwrappedFile: TensorFile {
    /// The file as it is.
    package let base: any TensorFile
    /// With its dot.
    package let prefix: String
    package let names: [String]

    package var path: String { base.path }
    package var foreign: [String: String] { Dictionary(base.foreign.map { (shortened($0.key), $0.value) }) { first, _ in first } }
    package var fingerprint: Fingerprint { base.fingerprint }

    /// - Parameter telling: names by which what is looked for is told.
    /// - Returns: the file itself where such names stand bare, or nowhere; nil where they stand behind several prefixes.
    package static func unwrapping(_ file: any TensorFile, telling: Set<String>) -> (any TensorFile)? {
        let prefixes = prefixes(file, telling: telling)
        guard !prefixes.isEmpty, !prefixes.contains("") else { return file }
        guard prefixes.count == 1, let prefix = prefixes.first else { return nil }
        let wrapped = UnwrappedFile(base: file, prefix: prefix, names: [])
        return UnwrappedFile(base: file, prefix: prefix, names: file.names.map(wrapped.shortened))
    }

    /// What stands before the names that tell; empty where they stand bare.
    package static func prefixes(_ file: any TensorFile, telling: Set<String>) -> Set<String> {
        var prefixes: Set<String> = []
        for name in file.names {
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            for count in 1...2 where parts.count >= count && telling.contains(parts.suffix(count).joined(separator: ".")) {
                prefixes.insert(parts.dropLast(count).map { "\($0)." }.joined())
            }
        }
        return prefixes
    }

    /// Names outside the prefix stay as they are: they are nobody's, and are named so.
    private func shortened(_ name: String) -> String { name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name }

    private func whole(_ name: String) throws -> String {
        guard names.contains(name) || foreign[name] != nil else { throw noTensor(name) }
        return base.names.contains(prefix + name) || base.foreign[prefix + name] != nil ? prefix + name : name
    }

    package func outline(of name: String) throws -> TensorOutline {
        let outline = try base.outline(of: whole(name))
        return TensorOutline(name: name, dtype: outline.dtype, shape: outline.shape)
    }

    package func tensor(_ name: String) throws -> TensorView { try base.tensor(whole(name)) }
    package func checkIntact() throws { try base.checkIntact() }
}
