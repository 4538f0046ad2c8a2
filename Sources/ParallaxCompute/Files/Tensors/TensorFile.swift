import Foundation

/// A file that holds named tensors, whatever its format.
public protocol TensorFile: Sendable {
    var path: String { get }
    /// The tensors' names, in the file's order.
    var names: [String] { get }
    /// Element type and shape from headers alone.
    func outline(of name: String) throws -> TensorOutline
    /// - Throws: `Complaint` where there is no such tensor, or its bytes are damaged.
    func tensor(_ name: String) throws -> TensorView
}

/// What a header says about a tensor.
public struct TensorOutline: Sendable, Codable, Equatable {
    public let name: String
    /// As safetensors names it.
    public let dtype: String
    public let shape: [Int]

    init(name: String, elementType: ElementType, shape: [Int]) {
        self.name = name
        dtype = elementType.rawValue
        self.shape = shape
    }
}

extension TensorFile {
    func noTensor(_ name: String) -> Complaint {
        Complaint(path, expected: "a tensor \(name.shortened)", found: names.isEmpty ? "no tensors" : names.listed(), remedy: "name one that is in the file, as FILE:NAME")
    }
}

/// Opens tensor files by what is in them, not by their names.
public enum TensorFiles {
    /// Safetensors, .npy or .npz.
    /// - Throws: `Complaint` where the file is none of these, or damaged.
    public static func open(_ path: String) throws -> any TensorFile {
        let file = try MappedFile(path)
        if file.bytes.starts(with: NumpyHeader.magic) { return try NumpyFile(file) }
        if file.bytes.starts(with: [0x50, 0x4b, 0x03, 0x04]) || file.bytes.starts(with: [0x50, 0x4b, 0x05, 0x06]) { return try NumpyZipFile(file) }
        if file.bytes.count > 8, file.bytes[8] == UInt8(ascii: "{") { return try SafetensorsFile(path) }
        let isPickle = file.bytes.count > 2 && file.bytes[0] == 0x80 && (2...5).contains(file.bytes[1])
        throw Complaint(
            path, expected: "a safetensors, .npy or .npz file", found: isPickle ? "a Python pickle" : file.bytes.isEmpty ? "an empty file" : "another format",
            remedy: isPickle ? "save the tensors with safetensors.torch.save_file" : "check the path or convert the file")
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
