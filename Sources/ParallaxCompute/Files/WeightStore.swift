import Foundation

/// The weights of a checkpoint folder: `model.safetensors`, or the shards that `model.safetensors.index.json` names.
///
/// Files are mapped; a tensor is handed out as it lies in its file.
public struct WeightStore: Sendable {
    public let folder: URL
    /// Sorted.
    public let names: [String]
    private let tensors: [String: TensorView]
    /// The mapped files, each once.
    private let storages: [any ByteStorage]
    /// `__metadata__` of the file, or of the index (`total_size` and the like).
    public let metadata: [String: String]

    package static let fileName = "model.safetensors"
    package static let indexName = "model.safetensors.index.json"

    /// - Throws: `Complaint` where there are no weights, or where the index names a shard outside the folder, a shard
    ///   that is missing, or a tensor that its shard does not hold.
    public init(folder: URL) throws {
        let single = folder.appending(path: Self.fileName).path
        let index = folder.appending(path: Self.indexName).path
        if FileSystem.exists(single) {
            let file = try SafetensorsFile(single)
            self.init(folder: folder, tensors: file.tensors, metadata: file.metadata)
        } else if FileSystem.exists(index) {
            let index = try ShardIndex(index)
            self.init(folder: folder, tensors: try index.open(in: folder), metadata: index.metadata)
        } else {
            throw Complaint(
                folder.path, expected: "\(Self.fileName) or \(Self.indexName) in this folder", found: folder.isFolder ? "neither" : "no such folder",
                remedy: "check the path, or convert the checkpoint to safetensors")
        }
    }

    /// One safetensors file of any name as a store.
    public init(file: URL) throws {
        let opened = try SafetensorsFile(file.path)
        self.init(folder: file.deletingLastPathComponent(), tensors: opened.tensors, metadata: opened.metadata)
    }

    private init(folder: URL, tensors: [String: TensorView], metadata: [String: String]) {
        self.folder = folder
        self.tensors = tensors
        self.metadata = metadata
        names = tensors.keys.sorted()
        storages = Array(Dictionary(tensors.values.map { (ObjectIdentifier($0.storage), $0.storage) }) { first, _ in first }.values)
    }

    /// The files that hold the tensors.
    public var files: [URL] { storages.compactMap { ($0 as? MappedFile).map { URL(filePath: $0.path) } }.sorted { $0.path < $1.path } }

    /// - Throws: `Complaint` where there is no such tensor.
    public func tensor(_ name: String) throws -> TensorView {
        guard let view = tensors[name] else {
            throw Complaint(
                folder.path, expected: "a tensor \(name.shortened)", found: names.isEmpty ? "no tensors" : "\(names.count) tensors (\(names.listed(atMost: 4)))",
                remedy: "use a checkpoint of a supported layout")
        }
        try view.storage.checkWhole()
        return view
    }

    /// - Throws: `Complaint` where a file is not what it was when it was opened.
    public func checkIntact() throws {
        for storage in storages { try storage.checkIntact() }
    }

    /// - Throws: `Complaint` where most of a file is missing on the disk.
    func checkWhole() throws {
        for storage in storages { try storage.checkWhole() }
    }

    public func tensorIfPresent(_ name: String) -> TensorView? { tensors[name] }
}
