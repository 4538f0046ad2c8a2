import Foundation

/// `model.safetensors.index.json`, or PyTorch's `pytorch_model.bin.index.json`: which shard holds which tensor.
struct ShardIndex {
    let path: String
    /// Tensor name → file name.
    private(set) var files: [String: String] = [:]
    private(set) var metadata: [String: String] = [:]

    /// An index of more bytes than this is no index.
    private static let largest = 100_000_000
    /// The largest checkpoints have some hundred thousand tensors in some hundred shards.
    private static let mostTensors = 500_000, mostShards = 4096
    /// A longer name is none.
    private static let longestName = 4096

    init(_ path: String) throws {
        self.path = path
        do {
            (files, metadata) = try MappedFile.reading(path) { bytes in
                guard bytes.count <= Self.largest else {
                    throw Complaint(
                        path, expected: "an index of at most \(Self.largest) bytes", found: "\(bytes.count)", remedy: "fetch the file again"
                    )
                }
                var cursor = JSONCursor(bytes)
                let read = try Self.read(&cursor)
                try cursor.finish()
                return read
            }
        } catch let failure as JSONFailure {
            throw Complaint(
                path, expected: "a JSON index of shards with a weight_map", found: failure.found,
                remedy: "fetch the file again")
        }
        guard !files.isEmpty else {
            throw Complaint(
                path, expected: "a weight_map that names tensors and their shards", found: "none", remedy: "fetch the file again")
        }
    }

    private static func read(_ cursor: inout JSONCursor) throws -> (files: [String: String], metadata: [String: String]) {
        var files: [String: String] = [:]
        var metadata: [String: String] = [:]
        // One string for each shard, not for each tensor.
        var shards: Set<String> = []
        try cursor.eachMember { cursor, key in
            switch key {
            case "weight_map":
                try cursor.eachMember { cursor, name in
                    guard files.count < mostTensors else { throw cursor.failure("at most \(mostTensors) tensors") }
                    guard let shard = try cursor.string(atMost: longestName), shards.count < mostShards || shards.contains(shard) else {
                        throw cursor.failure("one of at most \(mostShards) shards")
                    }
                    guard files.updateValue(shards.insert(shard).memberAfterInsert, forKey: name) == nil else {
                        throw cursor.failure("tensor \(name.shortened) once")
                    }
                }
            case "metadata":
                try cursor.eachMember { cursor, key in
                    switch try cursor.kind() {
                    case .string:
                        if metadata.count < mostNotes { metadata[key] = try cursor.string(atMost: longestName) } else { try cursor.skip() }
                    case .number where metadata.count < mostNotes:
                        metadata[key] = String(Substring(try cursor.numberText().text).prefix(longestName))
                    default: try cursor.skip()
                    }
                }
            default: try cursor.skip()
            }
        }
        return (files, metadata)
    }

    /// Members of the metadata that are kept.
    private static let mostNotes = 1000

    /// Maps every shard and looks every tensor up.
    /// - Returns: the tensors, and those whose type is not read.
    func open(in folder: URL) throws -> (tensors: [String: TensorView], foreign: [String: String]) {
        var shards: [String: any TensorFile] = [:]
        for shard in Set(files.values).sorted() {
            // The file may be a link (download caches link into a store of blobs), its name may not lead out of the folder.
            let parts = shard.split(separator: "/", omittingEmptySubsequences: false)
            guard !shard.utf8.contains(0), parts.allSatisfy({ !$0.isEmpty && $0 != ".." && $0 != "." }) else {
                throw Complaint(
                    path, expected: "shards that lie beside the index", found: "\"\(shard.shortened)\"",
                    remedy: "fetch the index again, from a source you trust")
            }
            let file = folder.appending(path: shard).path
            if let absence = FileSystem.absence(file) {
                throw Complaint(
                    path, expected: "the shard \(shard.shortened) beside the index", found: absence,
                    remedy: "fetch all shards of the checkpoint")
            }
            shards[shard] = try TensorFiles.open(file)
        }
        var tensors: [String: TensorView] = [:]
        var missing: [String] = [], foreign: [String: String] = [:]
        let names = shards.mapValues { Set($0.names) }
        for (name, shard) in files {
            if let file = shards[shard], names[shard]?.contains(name) == true {
                tensors[name] = try file.tensor(name)
            } else if let what = shards[shard]?.foreign[name] {
                foreign[name] = what
            } else {
                missing.append(name)
            }
        }
        guard missing.isEmpty else {
            let name = missing.sorted()[0]
            throw Complaint(
                path, expected: "tensor \(name.shortened) in \(files[name, default: ""].shortened)",
                found: "no such tensor there" + (missing.count > 1 ? " (and \(missing.count - 1) more are missing)" : ""),
                remedy: "fetch index and shards of the same version")
        }
        return (tensors, foreign)
    }
}
