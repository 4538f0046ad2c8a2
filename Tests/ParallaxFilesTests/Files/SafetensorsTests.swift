import Foundation
import ParallaxFiles
import TestSupport
import Testing

@Suite("safetensors files")
struct SafetensorsTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("a file that Python wrote is read in every element type")
    func pythonFile() throws {
        let file = try SafetensorsFile(Places.computeGoldens.appending(path: "files/types.safetensors").path)
        #expect(file.metadata == ["made": "by Python", "schluessel": "ä\"\n"])
        for name in ["f64", "f32", "f16", "bf16", "i64", "i32", "u8"] {
            let tensor = try #require(file.tensors[name])
            #expect(tensor.shape == [2, 3])
            #expect(tensor.floats() == [0, 1, 2, 3, 4, 250], "\(name)")
        }
        #expect(file.tensors["scalar"]?.shape == [])
        #expect(file.tensors["empty"]?.shape == [0, 3])
    }

    @Test("what the writer writes is read back, aligned, under the names and metadata given")
    func writtenAndRead() throws {
        let url = folder.url.appending(path: "out.safetensors")
        try SafetensorsWriter.write(
            [("values \"q\"\n", .floats([3], [1, -2, .infinity])), ("indices", .int64([1, 2], [7, -9])), ("nothing", .floats([0, 4], []))],
            metadata: ["model": "a\\b\tc"], to: url)
        let file = try SafetensorsFile(url.path)
        #expect(file.metadata == ["model": "a\\b\tc"])
        #expect(file.tensors["values \"q\"\n"]?.floats() == [1, -2, .infinity])
        #expect(file.tensors["indices"]?.floats() == [7, -9])
        #expect(file.tensors["indices"]?.elementType == .i64)
        #expect(file.tensors["nothing"]?.shape == [0, 4])
        #expect(file.tensors.values.allSatisfy { $0.offset % $0.elementType.size == 0 })
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["out.safetensors"])
    }

    @Test("the bytes written are the ones that Python's safetensors accepted when the golden was made")
    func bytes() throws {
        let url = folder.url.appending(path: "out.safetensors")
        try SafetensorsWriter.write(
            [("values", .floats([2, 2], [1, -2, 0.5, 3])), ("i \"q\"\n", .int64([3], [7, -9, 1 << 40])), ("none", .floats([0, 4], []))],
            metadata: ["b": "ä\t", "a": "x"], to: url)
        #expect(try Data(contentsOf: url) == Data(contentsOf: Places.computeGoldens.appending(path: "files/written.safetensors")))
    }

    @Test("a folder that cannot be written leaves a sentence and no file")
    func unwritable() throws {
        let url = folder.url.appending(path: "absent/out.safetensors")
        #expect(throws: Complaint.self) { try SafetensorsWriter.write([("a", .floats([1], [1]))], metadata: [:], to: url) }
        #expect(throws: Complaint.self) {
            try SafetensorsWriter.write(
                [("a", .floats([1], [1])), ("a", .floats([1], [1]))], metadata: [:], to: folder.url.appending(path: "b"))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }

    @Test("a truncated header is refused with a sentence", arguments: [0, 1, 7, 8, 9, 40])
    func truncated(bytes: Int) throws {
        let whole = try Data(
            contentsOf: folder.writeSafetensors("a", header: #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, data: 8))
        let url = try folder.write("cut", Array(whole.prefix(bytes)))
        #expect(throws: Complaint.self) { try SafetensorsFile(url.path) }
    }

    @Test(
        "a header that lies is refused with a sentence that names the lie",
        arguments: [
            (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,16]}}"#, "offsets 0 to 16"),
            (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, "8 bytes for tensor a"),
            (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, "begin at byte 0"),
            (
                #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
                "begin at byte 8"
            ),
            (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, "4 bytes of data"),
            (
                #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
                "tensor a twice"
            ),
            (#"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#, "extents that fit"),
            (#"{"a":{"dtype":"F32","shape":[9223372036854775807,4],"data_offsets":[0,8]}}"#, "extents that fit"),
            (#"{"a":{"dtype":"F32","shape":[0,4611686018427387904,4611686018427387904],"data_offsets":[0,0]}}"#, "extents that fit"),
            (#"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}"#, "an integer"),
            (#"{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}"#, "an integer"),
            (#"{"a":{"dtype":"F32","shape":[true],"data_offsets":[0,8]}}"#, "a digit"),
            (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}"#, "at most 2 numbers"),
            (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,-8]}}"#, "offsets 0 to -8"),
            (#"{"a":{"shape":[2],"data_offsets":[0,8]}}"#, "dtype, shape and two data_offsets"),
            (#"{"a":[]}"#, "an object"),
            (#"[{"a":1}]"#, "not a JSON object"),
            (#" {}"#, "not a JSON object"),
            (#"{"__metadata__":{"a":1}}"#, "a string"),
            (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#, "a comma or }")
        ])
    func lies(header: String, reason: String) throws {
        let url = try folder.writeSafetensors("lie", header: header, data: 8)
        let complaint = #expect(throws: Complaint.self) { try SafetensorsFile(url.path) }
        #expect(complaint?.description.contains(reason) == true, "\(complaint?.description ?? "")")
    }

    @Test("a header length beyond the file is refused before anything is allocated")
    func absurdLength() throws {
        for length in [UInt64.max, 1 << 63, 100_000_001, 17] {
            let url = try folder.write("absurd", withUnsafeBytes(of: length.littleEndian) { Array($0) } + Array("{}".utf8))
            #expect(throws: Complaint.self) { try SafetensorsFile(url.path) }
        }
    }

    @Test("deep nesting in the header is refused, the stack stays whole")
    func nesting() throws {
        let url = try folder.writeSafetensors("deep", header: "{\"a\":" + String(repeating: "[", count: 500_000), data: 0)
        #expect(throws: Complaint.self) { try SafetensorsFile(url.path) }
    }

    @Test("thousands of damaged copies are read or refused, none crashes")
    func damaged() throws {
        let valid = try Array(Data(contentsOf: Places.computeGoldens.appending(path: "files/types.safetensors")))
        let headerEnd = 8 + Int(valid[0]) + Int(valid[1]) << 8
        var refused = 0
        for copy in mutations(of: valid, count: 3000, seed: 1, within: 0..<headerEnd) {
            let url = try folder.write("damaged", copy)
            do {
                let file = try SafetensorsFile(url.path)
                for tensor in file.tensors.values { _ = tensor.floats() }
            } catch is Complaint {
                refused += 1
            }
        }
        #expect(refused > 2000)
    }
}
