import Foundation

/// The weights of a checkpoint folder: `model.safetensors`, or the shards that `model.safetensors.index.json` names; where there are none
/// PyTorch's `pytorch_model.bin` or its shards, read as data.
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
    /// What older checkpoints have.
    package static let pickleName = "pytorch_model.bin"
    package static let pickleIndexName = "pytorch_model.bin.index.json"
    /// Tensors that are there and whose type is not read, with what it is.
    public let foreign: [String: String]

    /// - Throws: `Complaint` where there are no weights, or where the index names a shard outside the folder, a shard
    ///   that is missing, or a tensor that its shard does not hold.
    public init(folder: URL) throws {
        func path(_ name: String) -> String { folder.appending(path: name).path }
        if FileSystem.exists(path(Self.fileName)) {
            let file = try SafetensorsFile(path(Self.fileName))
            self.init(folder: folder, tensors: file.tensors, foreign: file.foreign, metadata: file.metadata)
        } else if let name = [Self.indexName, Self.pickleIndexName].first(where: { FileSystem.exists(path($0)) }),
            name == Self.indexName || !FileSystem.exists(path(Self.pickleName))
        {
            let index = try ShardIndex(path(name)), opened = try index.open(in: folder)
            self.init(folder: folder, tensors: opened.tensors, foreign: opened.foreign, metadata: index.metadata)
        } else if FileSystem.exists(path(Self.pickleName)) {
            let file = try TensorFiles.open(path(Self.pickleName))
            self.init(folder: folder, tensors: try file.all(), foreign: file.foreign, metadata: [:])
        } else {
            try AdapterFolder.refuse(folder)
            let names = folder.isFolder ? (try? FileSystem.names(in: folder.path)) ?? [] : nil
            throw Complaint(
                folder.path, expected: "\(Self.fileName) or \(Self.indexName) (or \(Self.pickleName)) in this folder",
                found: names.map { $0.isEmpty ? "an empty folder" : "none of them, but \($0.listed())" } ?? "no such folder",
                remedy: "check the path, or convert the checkpoint to safetensors")
        }
    }

    /// One safetensors file of any name as a store.
    public init(file: URL) throws {
        let opened = try SafetensorsFile(file.path)
        self.init(folder: file.deletingLastPathComponent(), tensors: opened.tensors, foreign: opened.foreign, metadata: opened.metadata)
    }

    private init(folder: URL, tensors: [String: TensorView], foreign: [String: String], metadata: [String: String]) {
        self.folder = folder
        self.foreign = foreign
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
            if let what = foreign[name] {
                throw Complaint(
                    "\(folder.path), tensor \(name.shortened)", expected: "a tensor of a type that Parallax reads", found: what,
                    remedy: "convert the checkpoint to BF16, F16 or F32")
            }
            throw Complaint(
                folder.path, expected: "a tensor \(name.shortened)",
                found: names.isEmpty ? "no tensors" : "\(names.count) tensors (\(names.listed(atMost: 4)))",
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
    package func checkWhole() throws {
        for storage in storages { try storage.checkWhole() }
    }

    public func tensorIfPresent(_ name: String) -> TensorView? { tensors[name] }
}

extension TensorFile {
    /// Every tensor, by name.
    /// - Throws: `Complaint` for one whose bytes are damaged.
    fileprivate func all() throws -> [String: TensorView] {
        try Dictionary(names.map { ($0, try tensor($0)) }) { first, _ in first }
    }
}

/// A folder of low-rank changes to another model (peft's LoRA and the like), which is no model by itself.
package enum AdapterFolder {
    static let configurationName = "adapter_config.json"

    /// What it is, in words; nil for another folder.
    package static func description(_ folder: URL) -> (kind: String, base: String?)? {
        guard let value = try? JSONValue(file: folder.appending(path: configurationName).path), value.object != nil else { return nil }
        return ("an adapter (\(value["peft_type"]?.string?.shortened ?? "peft"))", value["base_model_name_or_path"]?.string?.shortened)
    }

    /// How it becomes a model.
    package static let use =
        "merge it into that model once, with peft's PeftModel.from_pretrained(model, ADAPTER).merge_and_unload().save_pretrained(FOLDER), and name FOLDER"

    /// - Throws: `Complaint` where a folder holds an adapter and no model.
    package static func refuse(_ folder: URL) throws {
        guard let (kind, base) = description(folder) else { return }
        throw Complaint(
            folder.path, expected: "a model",
            found: "\(kind) of the model \(base.map { "\"\($0)\"" } ?? "that it was trained on"), which is no model by itself", remedy: use)
    }
}
