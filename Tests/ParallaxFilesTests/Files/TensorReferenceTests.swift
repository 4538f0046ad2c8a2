import Foundation
import ParallaxFiles
import TestSupport
import Testing

@Suite("tensor references")
struct TensorReferenceTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func write(_ name: String, _ tensors: [(name: String, tensor: OutputTensor)]) throws -> String {
        let url = folder.url.appending(path: name)
        try SafetensorsWriter.write(tensors, metadata: [:], to: url)
        return url.path
    }

    @Test("with one tensor in the file the name may be left out")
    func onlyOne() throws {
        let path = try write("one.safetensors", [("x", .floats([2, 2], [1, 2, 3, 4]))])
        #expect(try TensorReference(path).rows() == Rows(count: 2, width: 2, values: [1, 2, 3, 4]))
        #expect(try TensorReference(path + ":x").open().name == "x")
    }

    @Test("with several tensors the sentence lists them, but never without end")
    func several() throws {
        let path = try write("many.safetensors", (0..<500).map { ("layer\($0)", .floats([1], [0])) })
        let complaint = #expect(throws: Complaint.self) { try TensorReference(path).open() }
        #expect(complaint?.found == "500 tensors (layer0, layer1, layer2, layer3, layer4, layer5, layer6, layer7 and 492 more)")
        let other = #expect(throws: Complaint.self) { try TensorReference(path + ":layer500").open() }
        #expect(other?.expected == "a tensor layer500")
    }

    @Test("a colon in the file's own name is no separator where the file exists")
    func colons() throws {
        let path = try write("run:3.safetensors", [("a:b", .floats([1], [1])), ("c", .floats([1], [2]))])
        #expect(try TensorReference(path + ":a:b").open().floats() == [1])
        #expect(try TensorReference(path + ":c").open().floats() == [2])
        #expect(throws: Complaint.self) { try TensorReference(path).open() }
    }

    @Test(
        "rows are [N, d]; a vector is one row and axes of extent 1 are dropped",
        arguments: [[6], [1, 6], [1, 1, 6], [2, 3], [1, 2, 3], [2, 1, 3], [2, 3, 1]])
    func shapes(shape: [Int]) throws {
        let path = try write("shape.safetensors", [("x", .floats(shape, [1, 2, 3, 4, 5, 6]))])
        let rows = try TensorReference(path).rows()
        #expect(rows.values == [1, 2, 3, 4, 5, 6])
        #expect(rows.count == (shape.contains(6) ? 1 : 2))
    }

    @Test("what is no rows is refused: scalars, cubes, empty tensors, integers")
    func noRows() throws {
        let tensors: [OutputTensor] = [
            .floats([], [1]), .floats([2, 2, 2], [Float](repeating: 0, count: 8)), .floats([0, 4], []), .int64([1, 2], [1, 2])
        ]
        for tensor in tensors {
            let path = try write("no.safetensors", [("x", tensor)])
            #expect(throws: Complaint.self) { try TensorReference(path).rows() }
        }
    }

    @Test("f64 is narrowed to float, and the first value that is not finite can be named")
    func notFinite() throws {
        let rows = try TensorReference(Places.computeGoldens.appending(path: "files/f8.npy").path).rows()
        #expect(rows.values == [0, 1, 2, 3, 4, 250])
        #expect(rows.firstNonFinite() == nil)
        try rows.requireFinite("activations")

        let path = try write("nan.safetensors", [("x", .floats([2, 2], [1, 2, 3, .nan]))])
        let complaint = #expect(throws: Complaint.self) { try TensorReference(path).rows().requireFinite("activations") }
        #expect(complaint?.found == "nan at row 1, column 1")
    }

    @Test("a missing file, a pickle and a text file get one sentence each")
    func others() throws {
        #expect(throws: Complaint.self) { try TensorReference("no/such/file:x").open() }
        let pickle = #expect(throws: Complaint.self) { try TensorReference(try folder.write("a.pt", [0x80, 2, 0x7d]).path).open() }
        #expect(pickle?.found == "a Python pickle")
        #expect(throws: Complaint.self) { try TensorReference(try folder.write("a.txt", "some text").path).open() }
        #expect(throws: Complaint.self) { try TensorReference(try folder.write("empty", "").path).open() }
        #expect(throws: Complaint.self) { try TensorReference(folder.url.path).open() }
    }
}
