import Foundation
@testable import ParallaxFiles
import ParallaxCompute
import TestSupport
import Testing

/// Small inputs made after public bug reports of other libraries, and their siblings (Goldens/strangers).
enum Strangers {
    static let folder = Places.computeGoldens.appending(path: "strangers")

    static func path(_ name: String) -> URL { folder.appending(path: name) }

    static func tensor(_ name: String, in file: String) throws -> TensorView { try TensorReference(path(file).path + ":" + name).open() }

    /// What the library computed: features [rows, features].
    static func features(_ case_: String) throws -> [[Float]] {
        let file = try SafetensorsFile(path("\(case_)/golden.safetensors").path)
        let view = try #require(
            ["f", "features", "acts", "feature_acts", "encode"].lazy.compactMap { file.tensors[$0] }.first, "\(file.names)")
        return (0..<view.shape[0]).map { view.row($0) }
    }
}

@Suite("PyTorch files of strangers") struct StrangersPyTorchTests {
    private func open(_ name: String) throws -> PyTorchFile {
        try #require(try TensorFiles.open(Strangers.path(name).path) as? PyTorchFile)
    }

    @Test("harmless values beside a tensor are read as data or passed over", arguments: ["made/harmless.pt", "made/harmless4.pt"])
    func harmless(file: String) throws {
        let file = try open(file)
        #expect(file.names == ["x"] && file.foreign.isEmpty)
        #expect(try file.tensor("x").floats() == [0, 1, 2, 3, 4, 5])
        let expected: [String: JSONValue] = [
            "k": .integer(5), "negative": .integer(-(1 << 40)), "set.0": .integer(1), "set.1": .integer(2), "frozen.0": .integer(3),
            "size.0": .integer(2), "default.a.0": .integer(7), "ordered.k": .integer(9),
            "counter.a": .integer(2), "f4": .number(3.5), "f8": .number(0.25), "i8": .integer(-3), "u1": .integer(200), "b1": .bool(true)
        ]
        for (key, value) in expected { #expect(file.values[key] == value, "\(key): \(String(describing: file.values[key]))") }
        for key in ["dtype", "device", "big", "bytes", "layout", "complex"] { #expect(file.values[key] == nil) }
    }

    @Test("the reported files open", arguments: [("pt/dt.pt", "x"), ("pt/by.pt", "x"), ("pt/pst.pt", "pst")])
    func reported(file: String, tensor: String) throws { #expect(try open(file).tensor(tensor).shape == [6, 8]) }

    @Test(
        "parameters with state, buffers, float8 and unsigned types are tensors",
        arguments: ["parameter", "buffer", "f8", "f8b", "u16", "u32", "u64"])
    func types(name: String) throws {
        #expect(try open("made/types.pt").tensor(name).floats() == [0, 1, 2, 3, 4, 5])
        #expect(try open("made/types.pt").tensor("column").floats() == [1, 4])
    }

    @Test("a tensor of a kind that is not read is named when it is asked for, and does not keep the others from being read")
    func foreign() throws {
        let file = try open("made/foreign.pt")
        #expect(file.names == ["x"] && Set(file.foreign.keys) == ["c64", "quantised", "sparse", "meta", "e8"])
        #expect(try file.tensor("x").floats() == [0, 1, 2, 3, 4, 5])
        for (name, word) in [
            ("c64", "ComplexFloatStorage"), ("quantised", "quantised"), ("sparse", "sparse"), ("meta", "meta"), ("e8", "float8_e8m0fnu")
        ] {
            let complaint = #expect(throws: Complaint.self) { try file.tensor(name) }
            #expect(complaint?.found.contains(word) == true && complaint?.subject.contains(name) == true)
        }
        #expect(try Inspection.of(Strangers.path("made/foreign.pt").path).odd.contains { $0.contains("quantised") && $0.contains("c64") })
        // With one tensor that can be read no name is needed.
        #expect(try TensorReference(Strangers.path("made/foreign.pt").path).rows().count == 2)
    }

    @Test("bytes made of one text a hundred thousand times are refused before they fill the memory")
    func bomb() {
        // A megabyte of text remembered, and made bytes of again and again.
        var pickle: [UInt8] = [0x80, 2] + Array("c_codecs\nencode\nq".utf8) + [0, 0x30]
        pickle[pickle.count - 1] = 0x5d
        pickle +=
            [0x28, 0x58] + withUnsafeBytes(of: UInt32(1 << 20).littleEndian) { Array($0) } + [UInt8](repeating: 0x61, count: 1 << 20) + [
                0x71, 1
            ]
        pickle += [0x58, 6, 0, 0, 0] + Array("latin1".utf8) + [0x71, 2]
        for _ in 0..<20_000 { pickle += [0x68, 0, 0x68, 1, 0x68, 2, 0x86, 0x52] }
        pickle += [0x65, 0x2e]
        let failure = #expect(throws: PickleFailure.self) {
            try pickle.withUnsafeBytes { bytes in
                var reader = PickleReader(bytes)
                _ = try reader.read()
            }
        }
        #expect(failure == .found("more than \(4 << 20) bytes made of texts"))
    }

    @Test(
        "a name that is no number type or harmless value is refused still",
        arguments: [
            "torch.load", "torch.float33", "builtins.eval", "__builtin__.getattr", "numpy.core.multiarray.fromfile",
            "torch._utils._rebuild_wrapper_subclass", "collections.namedtuple"
        ])
    func refused(name: String) { #expect(PickleGlobal(name) == nil) }
}

@Suite("Safetensors with types of tomorrow") struct ForeignTypeTests {
    @Test("a tensor beside the wanted one may be of any type", arguments: ["C64", "F8_E8M0", "F4", "F6_E2M3", "C128", "X9"])
    func types(type: String) throws {
        let folder = try TemporaryFolder(),
            header = Array(
                #"{"a":{"dtype":"\#(type)","shape":[2],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#.utf8)
        let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) },
            numbers = [Float(1), 2].withUnsafeBytes { Array($0) }
        let file = try folder.write("f.safetensors", length + header + [1, 2, 3, 4] + numbers)
        #expect(try TensorReference(file.path + ":x").open().floats() == [1, 2])
        #expect(try TensorReference(file.path).open().floats() == [1, 2])
        let complaint = #expect(throws: Complaint.self) { try TensorReference(file.path + ":a").open() }
        #expect(complaint?.found == "\"\(type)\"" && complaint?.subject.hasSuffix("tensor a") == true)
        #expect(try Inspection.of(file.path).odd.contains { $0.contains("a (\"\(type)\")") })
    }

    @Test("the reported file opens")
    func reported() throws { #expect(try Strangers.tensor("x", in: "st/c64.safetensors").shape == [6, 8]) }
}

@Suite("Checkpoints in PyTorch's own files, and adapters") struct PickledModelTests {
    @Test("pytorch_model.bin is read by the safe reader, whole and in shards, and both are one model")
    func bin() throws {
        let whole = try LanguageModel.open(folder: Strangers.path("f_bin")),
            shards = try LanguageModel.open(folder: Strangers.path("made/f_shards"))
        #expect(whole.fingerprint == shards.fingerprint && whole.files.count == 2 && shards.files.count == 3)
        func logits(_ model: LanguageModel) throws -> [Float] {
            try #require(try model.forward(ForwardRequest([.init(.tokens([1, 2, 3]))], logits: .last))[0].logits).values
        }
        #expect(try logits(whole) == logits(shards))
        // As data: the same bytes that the file holds.
        let file = try #require(try TensorFiles.open(Strangers.path("f_bin/pytorch_model.bin").path) as? PyTorchFile)
        #expect(
            try WeightStore(folder: Strangers.path("f_bin")).tensor("lm_head.weight").floats() == file.tensor("lm_head.weight").floats())
    }

    @Test("an adapter is named for what it is, and how it is used")
    func adapter() throws {
        let complaint = #expect(throws: Complaint.self) { try LanguageModel.open(folder: Strangers.path("f_adapter")) }
        #expect(
            complaint?.found.contains("an adapter (LORA) of the model \"x\"") == true
                && complaint?.remedy.contains("merge_and_unload") == true)
        let found = try Inspection.of(Strangers.path("f_adapter").path)
        #expect(found.family == "an adapter (LORA)" && found.odd.contains { $0.contains("merge_and_unload") })
    }

    @Test("a folder without weights says which files lie there")
    func nothing() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("README.md", Array("x".utf8))
        let complaint = #expect(throws: Complaint.self) { try WeightStore(folder: folder.url) }
        #expect(complaint?.found.contains("README.md") == true)
    }
}
