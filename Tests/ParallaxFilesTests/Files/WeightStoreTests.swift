import Foundation
import ParallaxFiles
import TestSupport
import Testing

@Suite("weight stores")
struct WeightStoreTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func writeShards() throws {
        try SafetensorsWriter.write([("a", .floats([2], [1, 2]))], metadata: [:], to: folder.url.appending(path: "model-1.safetensors"))
        try SafetensorsWriter.write(
            [("b", .floats([1], [3])), ("c", .floats([1], [4]))], metadata: [:], to: folder.url.appending(path: "model-2.safetensors"))
    }

    private func writeIndex(_ text: String) throws { try folder.write("model.safetensors.index.json", text) }

    @Test("a single file is opened")
    func single() throws {
        try SafetensorsWriter.write([("a", .floats([2], [1, 2]))], metadata: [:], to: folder.url.appending(path: "model.safetensors"))
        let store = try WeightStore(folder: folder.url)
        #expect(store.names == ["a"])
        #expect(try store.tensor("a").floats() == [1, 2])
        #expect(store.tensorIfPresent("b") == nil)
        let complaint = #expect(throws: Complaint.self) { try store.tensor("b") }
        #expect(complaint?.expected == "a tensor b")
    }

    @Test("shards are opened through their index")
    func shards() throws {
        try writeShards()
        try writeIndex(
            #"{"metadata":{"total_size":16},"weight_map":{"a":"model-1.safetensors","b":"model-2.safetensors","c":"model-2.safetensors"}}"#)
        let store = try WeightStore(folder: folder.url)
        #expect(store.names == ["a", "b", "c"])
        #expect(store.metadata == ["total_size": "16"])
        #expect(try store.names.flatMap { try store.tensor($0).floats() } == [1, 2, 3, 4])
    }

    @Test(
        "an index that points outside the folder, at a missing shard or at a missing tensor is refused",
        arguments: [
            (#"{"weight_map":{"a":"../model-1.safetensors"}}"#, "lie beside the index"),
            (#"{"weight_map":{"a":"/etc/passwd"}}"#, "lie beside the index"),
            (#"{"weight_map":{"a":"x/../../model-1.safetensors"}}"#, "lie beside the index"),
            (#"{"weight_map":{"a":""}}"#, "lie beside the index"),
            (#"{"weight_map":{"a":"model-1.safetensors\u0000"}}"#, "lie beside the index"),
            (#"{"weight_map":{"a":"model-3.safetensors"}}"#, "the shard model-3.safetensors"),
            (
                #"{"weight_map":{"a":"model-1.safetensors","z":"model-1.safetensors","y":"model-1.safetensors"}}"#,
                "tensor y in model-1.safetensors, found no such tensor there (and 1 more"
            ),
            (#"{"weight_map":{"a":1}}"#, "a string"),
            (#"{"weight_map":[]}"#, "an object"),
            (#"{"weight_map":{}}"#, "a weight_map"),
            (#"{}"#, "a weight_map"),
            (#"{"weight_map":{"a":"model-1.safetensors","a":"model-2.safetensors"}}"#, "tensor a once")
        ])
    func badIndex(index: String, reason: String) throws {
        try writeShards()
        try writeIndex(index)
        let complaint = #expect(throws: Complaint.self) { try WeightStore(folder: folder.url) }
        #expect(complaint?.description.contains(reason) == true, "\(complaint?.description ?? "")")
    }

    @Test("a folder without weights and a folder that is missing are told apart")
    func noWeights() throws {
        #expect(
            throws: Complaint(
                folder.url.path, expected: "model.safetensors or model.safetensors.index.json (or pytorch_model.bin) in this folder",
                found: "an empty folder", remedy: "check the path, or convert the checkpoint to safetensors")
        ) {
            try WeightStore(folder: folder.url)
        }
        let complaint = #expect(throws: Complaint.self) { try WeightStore(folder: folder.url.appending(path: "absent")) }
        #expect(complaint?.found == "no such folder")
    }
}
