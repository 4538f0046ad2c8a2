import Foundation
import ParallaxCompute
@testable import ParallaxFiles
import TestSupport
import Testing

@Suite("PyTorch files")
struct PyTorchTests {
    let folder: TemporaryFolder
    static let goldens = Places.computeGoldens.appending(path: "pytorch")

    init() throws { folder = try TemporaryFolder() }

    private func tensor(_ reference: String) throws -> TensorView {
        try TensorReference(Self.goldens.appending(path: reference).path).open()
    }

    @Test(
        "tensors of every number type are read where they lie", arguments: ["tensors.pt", "protocol4.pt"],
        ["f64", "f32", "f16", "bf16", "i64", "i32", "i16", "u8"])
    func types(file: String, name: String) throws {
        let view = try tensor("\(file):\(name)")
        #expect(view.shape == [2, 3])
        #expect(view.floats() == [0, 1, 2, 3, 4, 250])
        #expect(view.storage is MappedFile)
    }

    @Test("strides and offsets are honoured", arguments: ["tensors.pt", "protocol4.pt"])
    func strides(file: String) throws {
        #expect(try tensor("\(file):transposed").shape == [3, 2])
        #expect(try tensor("\(file):transposed").floats() == [0, 3, 1, 4, 2, 250])
        #expect(try tensor("\(file):column").floats() == [4, 7, 10])
    }

    @Test("scalars, empty tensors, parameters and truths are tensors; dictionaries inside dictionaries are named with dots")
    func names() throws {
        #expect(try tensor("tensors.pt:scalar").shape == [])
        #expect(try tensor("tensors.pt:scalar").floats() == [3.5])
        #expect(try tensor("tensors.pt:empty").shape == [0, 3])
        #expect(try tensor("tensors.pt:parameter").floats() == [1, 2])
        #expect(try tensor("tensors.pt:truth").floats() == [1, 0])
        #expect(try tensor("tensors.pt:nested.inner.0").floats() == [5])
        #expect(try tensor("tensors.pt:nested.inner.1.deep").floats() == [6])
        #expect(try tensor("module.pt:weight").floats() == [0, 1, 2, 3, 4, 5])
    }

    @Test("a tensor alone is named for its file")
    func alone() throws { #expect(try tensor("alone.pt").floats() == [1, 2]) }

    @Test("plain values beside the tensors are kept")
    func values() throws {
        let file = try #require(try TensorFiles.open(Self.goldens.appending(path: "tensors.pt").path) as? PyTorchFile)
        let expected: [String: JSONValue] = [
            "k": .integer(7), "negative": .integer(-70000), "large": .integer(1 << 40), "rate": .number(0.25), "name": .string("TopK"),
            "on": .bool(true)
        ]
        for (key, value) in expected { #expect(file.values["nested.\(key)"] == value) }
        #expect(file.values["nested.none"] == nil)
        #expect(try file.outline(of: "transposed").shape == [3, 2])
    }

    /// What each file of the hostile set is refused for.
    static let refusals: [(file: String, sentence: String)] = [
        ("os-system.pt", "wants to run posix.system"), ("eval.pt", "wants to run __builtin__.eval"),
        ("getattr.pt", "wants to run __builtin__.getattr"),
        ("sklearn.pt", "wants to run sklearn.linear_model._base.LinearRegression"), ("partial.pt", "wants to run functools.partial"),
        ("whole-module.pt", "wants to run torch.nn.modules.linear.Linear"), ("nested.pt", "wants to run posix.system"),
        ("bare.pkl", "wants to run posix.system"), ("bare4.pkl", "wants to run sklearn.tree._classes.DecisionTreeClassifier"),
        ("object.pt", "opcode 0x81"), ("instance.pt", "opcode 0x69"), ("empty-stack.pt", "an empty stack"), ("cut.pt", "ends too early"),
        ("twice.pt", "the tensor W_enc twice"),
        ("many.pt", "data.pkl: expected a stored member, found a packed one"),
        ("long-storage.pt", "a storage of 2147483648 elements"), ("far-offset.pt", "a view inside its storage"),
        ("negative-offset.pt", "a view inside its storage"),
        ("negative-stride.pt", "a view inside its storage"), ("expanded.pt", "no larger than its storage"),
        ("overflow.pt", "a view inside its storage"),
        ("missing-storage.pt", "a storage data/9 in the file"), ("outside.pt", "a storage data/../../etc/passwd in the file"),
        ("packed-storage.pt", "a stored member"),
        ("bomb.npz", "weights, which deflate packs"), ("large.npz", "10000000000 bytes of elements")
    ]

    @Test("hostile files are refused by the name of what they want to run, or by what they claim, at once", arguments: refusals)
    func hostile(file: String, sentence: String) throws {
        let path = Self.goldens.appending(path: "hostile-\(file)").path
        var refusal: Complaint?
        let time = ContinuousClock().measure {
            refusal = #expect(throws: Complaint.self) {
                let opened = try TensorFiles.open(path)
                for name in opened.names { _ = try opened.tensor(name) }
            }
        }
        #expect(refusal?.description.contains(sentence) == true, "\(refusal?.description ?? "")")
        // Each takes microseconds; the machine that runs this may be busy.
        #expect(time < .milliseconds(500), "\(time)")
        #expect(throws: Complaint.self) { try SparseAutoencoder.open(folder: URL(filePath: path)) }
        #expect(try Inspection.of(path).odd.isEmpty == false)
    }

    @Test("the same program without its sting is read")
    func sound() throws { #expect(try tensor("hostile-sound.pt").floats() == [0, 0, 0, 0]) }

    @Test("values that hold themselves, double or nest a hundred thousand deep end", arguments: ["itself.pt", "laughs.pt", "deep.pt"])
    func circular(file: String) throws {
        // Nothing in them is a tensor.
        let file = try? TensorFiles.open(Self.goldens.appending(path: "hostile-\(file)").path)
        #expect(file?.names ?? [] == [])
    }

    @Test("a file from before PyTorch 1.6 is refused with what to do")
    func oldFormat() {
        let complaint = #expect(throws: Complaint.self) { try tensor("old-format.pt") }
        #expect(complaint?.description.contains("version 1.6") == true)
    }

    @Test("thousands of damaged copies are read or refused, none crashes", arguments: ["tensors.pt", "protocol4.pt", "module.pt"])
    func damaged(name: String) throws {
        let valid = try Array(Data(contentsOf: Self.goldens.appending(path: name)))
        var refused = 0
        for copy in mutations(of: valid, count: 800, seed: 4) { refused += try readsOrRefuses(copy) ? 0 : 1 }
        #expect(refused > 100)
    }

    /// The checksum finds most damage before the pickle is read: here it is made right again.
    @Test("damaged pickles under a right checksum are read or refused, none crashes", arguments: ["hostile-sound.pt", "hostile-nested.pt"])
    func damagedPickles(name: String) throws {
        let valid = try Array(Data(contentsOf: Self.goldens.appending(path: name)))
        let start = try #require(valid.indices.first { valid[$0...].starts(with: [0x80, 2, 0x7d]) })
        let end = try #require(valid.indices.first { $0 > start && valid[$0...].starts(with: [0x50, 0x4b]) })
        let directory = try #require(valid.indices.first { valid[$0...].starts(with: [0x50, 0x4b, 1, 2]) })
        var refused = 0
        for damaged in mutations(of: Array(valid[start..<end]), count: 3000, seed: 5) where damaged.count == end - start {
            var copy = valid
            copy.replaceSubrange(start..<end, with: damaged)
            let checksum = damaged.withUnsafeBytes { CRC32.checksum($0) }
            withUnsafeBytes(of: checksum.littleEndian) { copy.replaceSubrange(directory + 16..<directory + 20, with: $0) }
            refused += try readsOrRefuses(copy) ? 0 : 1
        }
        #expect(refused > 1000)
    }

    private func readsOrRefuses(_ bytes: [UInt8]) throws -> Bool {
        let url = try folder.write("damaged", bytes)
        do {
            let file = try TensorFiles.open(url.path)
            for name in file.names {
                _ = try file.outline(of: name)
                _ = try file.tensor(name).floats()
            }
            return true
        } catch is Complaint {
            return false
        }
    }
}
