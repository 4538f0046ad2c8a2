import Foundation
import ParallaxFiles
import TestSupport
import Testing

@Suite("NumPy files")
struct NumpyTests {
    let folder: TemporaryFolder
    private let goldens = Places.computeGoldens.appending(path: "files")

    init() throws { folder = try TemporaryFolder() }

    private func open(_ reference: String) throws -> TensorView { try TensorReference(goldens.appending(path: reference).path).open() }

    @Test(
        "arrays of every number type and header version are read",
        arguments: ["f4", "f2", "f8", "i8", "i4", "u1", "version1", "version2", "version3"])
    func types(name: String) throws {
        let view = try open("\(name).npy")
        #expect(view.shape == [2, 3])
        #expect(view.floats() == [0, 1, 2, 3, 4, 250])
    }

    @Test("an array in Fortran order is turned into rows")
    func fortran() throws {
        let view = try open("fortran.npy")
        #expect(view.shape == [2, 3])
        #expect(view.floats() == [0, 1, 2, 3, 4, 250])
        let cube = try open("fortran-cube.npy")
        #expect(cube.shape == [2, 3, 4])
        #expect(cube.floats() == (0..<24).map(Float.init))
    }

    @Test("a big-endian array is refused by name")
    func bigEndian() {
        let complaint = #expect(throws: Complaint.self) { try open("big.npy") }
        #expect(complaint?.found == "big-endian \">f4\"")
    }

    @Test("stored members of an npz file are mapped, deflated ones unpacked")
    func npz() throws {
        let stored = try open("stored.npz:activations")
        #expect(stored.storage is MappedFile)
        #expect(stored.floats() == [0, 1, 2, 3, 4, 250])
        #expect(try open("stored.npz:ids").floats() == [5, 6])

        #expect(try open("deflated.npz:activations").floats() == [0, 1, 2, 3, 4, 250])
        let zeros = try open("deflated.npz:zeros")
        #expect(zeros.shape == [300, 40])
        #expect(zeros.floats().allSatisfy { $0 == 0 })
        let text = try open("deflated.npz:text")
        #expect(
            String(decoding: text.bytes, as: UTF8.self)
                == String(repeating: "the cat sat on the mat and the dog sat on the cat ", count: 20))
        let noise = try open("deflated.npz:noise").floats()
        let sum = noise.reduce(0.0) { $0 + Double($1) }
        #expect(abs(sum - Self.noiseSum) < 1e-4, "\(sum)")
    }

    /// Printed by make.py.
    private static let noiseSum = -13.627794145373628

    @Test("zip64 sizes, members without sizes in their local headers and empty arrays are read")
    func zip64() throws {
        #expect(try open("zip64.npz:a").floats() == [1, 2, 4])
        #expect(try open("streamed.npz:a").floats() == [1, 2, 4])
        #expect(try open("streamed.npz:none").shape == [0, 5])
    }

    private func npy(_ header: String, data: Int, version: UInt8 = 1) -> [UInt8] {
        [0x93] + Array("NUMPY".utf8) + [version, 0, UInt8(header.utf8.count & 255), UInt8(header.utf8.count >> 8)] + Array(header.utf8)
            + [UInt8](repeating: 0, count: data)
    }

    @Test("Python 2 headers and other spacing are accepted")
    func spacing() throws {
        let url = try folder.write("a.npy", npy("{\"shape\":(2L,1L) , 'fortran_order' : True,'descr':'<f4'}\n", data: 8))
        #expect(try TensorReference(url.path).open().shape == [2, 1])
    }

    @Test(
        "a header that lies or is no array header is refused",
        arguments: [
            ("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", "12 bytes of elements"),
            ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "4 bytes of elements"),
            ("{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 9), }", "a shape that fits"),
            ("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }", "found \"{"),
            ("{'descr': '<f4', 'fortran_order': False, 'shape': (2.0,), }", "found \"{"),
            ("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "found \"{"),
            ("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "found \"|O\""),
            ("{'descr': '<U5', 'fortran_order': False, 'shape': (1,), }", "found \"<U5\""),
            ("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", "found \"{"),
            ("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,), }", "found \"{"),
            ("{'descr': '<f4', 'fortran_order': False}", "found \"{"),
            ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 1}", "found \"{"),
            ("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", "found \"{"),
            ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} + __import__('os')", "found \"{"),
            ("", "found \"\"")
        ])
    func lies(header: String, reason: String) throws {
        let url = try folder.write("lie.npy", npy(header, data: 8))
        let complaint = #expect(throws: Complaint.self) { try TensorReference(url.path).open() }
        #expect(complaint?.description.contains(reason) == true, "\(complaint?.description ?? "")")
    }

    @Test("unknown versions and truncated headers are refused")
    func truncated() throws {
        let whole = npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", data: 8)
        for count in [0, 5, 6, 9, 10, 40, whole.count - 1] {
            #expect(throws: Complaint.self) { try TensorReference(try folder.write("cut.npy", Array(whole.prefix(count))).path).open() }
        }
        #expect(throws: Complaint.self) { try TensorReference(try folder.write("v9.npy", npy("{}", data: 0, version: 9)).path).open() }
    }

    @Test("a member that unpacks to more than it declares is refused, so is a promise that deflate cannot keep")
    func bombs() throws {
        var bytes = try Array(Data(contentsOf: goldens.appending(path: "bomb.npz")))
        let bomb = #expect(throws: Complaint.self) { try TensorReference(try folder.write("bomb.npz", bytes).path).open() }
        #expect(bomb?.found == "more", "\(bomb?.description ?? "")")
        // The size of the only member in the central directory, 24 bytes after its signature.
        let entry = try #require(bytes.indices.last { bytes[$0...].starts(with: [0x50, 0x4b, 0x01, 0x02]) })
        bytes.replaceSubrange(entry + 24..<entry + 28, with: [0xfe, 0xff, 0xff, 0x7f])
        let promise = #expect(throws: Complaint.self) { try TensorReference(try folder.write("promise.npz", bytes).path).open() }
        #expect(promise?.found == "a promise of 2147483646 bytes", "\(promise?.description ?? "")")
    }

    @Test("a changed byte is found by the checksum")
    func checksum() throws {
        var bytes = try Array(Data(contentsOf: goldens.appending(path: "stored.npz")))
        // The value 250 as a float.
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: [0x00, 0x00, 0x7a, 0x43]) })
        bytes[place] = 1
        let complaint = #expect(throws: Complaint.self) {
            try TensorReference(try folder.write("changed.npz", bytes).path + ":activations").open()
        }
        #expect(complaint?.expected.hasPrefix("a checksum") == true)
    }

    @Test(
        "thousands of damaged copies are read or refused, none crashes",
        arguments: ["stored.npz", "deflated.npz", "zip64.npz", "fortran.npy", "version2.npy"])
    func damaged(name: String) throws {
        let valid = try Array(Data(contentsOf: goldens.appending(path: name)))
        var refused = 0
        for copy in mutations(of: valid, count: 800, seed: 2) {
            let url = try folder.write("damaged", copy)
            do {
                let file = try TensorFiles.open(url.path)
                for tensor in file.names {
                    _ = try file.outline(of: tensor)
                    _ = try file.tensor(tensor).floats()
                }
            } catch is Complaint {
                refused += 1
            }
        }
        #expect(refused > 100)
    }
}
