import Foundation
import ParallaxCompute
import TestSupport
import Testing

@Suite("Made-up files of tensors are read or refused", .serialized)
struct TensorFuzzTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let types = ["F32", "F64", "F16", "BF16", "I64", "I8", "U8", "BOOL", "F8_E4M3"]

    /// Everything that can be asked of a file of tensors.
    private func readAll(_ path: String) throws -> Bool {
        _ = try Inspection.of(path)
        let file = try TensorFiles.open(path)
        var read = 0, failure: Complaint?
        for name in file.names {
            do {
                _ = try file.outline(of: name)
                let view = try file.tensor(name)
                if view.count < 100_000 { _ = view.floats() }
                read += 1
            } catch let complaint as Complaint { failure = complaint }
        }
        _ = try? TensorReference(path).rows()
        if read == 0, let failure { throw failure }
        return true
    }

    @Test("headers of safetensors")
    func safetensors() throws {
        let place = folder.url.appending(path: "x.safetensors")
        var fuzz = StructuredFuzz("safetensors", seed: 1)
        try fuzz.run(share: 0.5) { i in
            var end = 0, members: [(String, String)] = []
            let sizes = ["F32": 4, "F64": 8, "F16": 2, "BF16": 2, "I64": 8]
            for _ in 0..<i.count(0...5) {
                let type = i.pick(Self.types), shape = i.list(0...3) { $0.count(0...4) }
                let bytes = shape.reduce(1, *) * (sizes[type] ?? 1), begin = end
                end += bytes
                let extents = shape.map { i.rarely(40) ? i.number() : "\($0)" }.joined(separator: ",")
                let offsets = [begin, end].map { i.rarely(40) ? i.number() : "\($0)" }.joined(separator: ",")
                let fields = i.object([
                    ("dtype", i.value("\"\(type)\"", wrong: 30)), ("shape", i.value("[\(extents)]", wrong: 40)),
                    ("data_offsets", i.value("[\(offsets)]", wrong: 40))
                ])
                members.append(("t" + i.text(), fields))
            }
            if i.rarely(3) {
                members.append(("__metadata__", i.value(i.object([("format", "\"pt\""), (i.text(), i.value("\"x\""))]), wrong: 8)))
            }
            let header = Array(i.object(members).utf8)
            let stated = i.rarely(30) ? UInt64(i.pick(Inventor.edges)) ?? 1 << 40 : UInt64(header.count)
            return i.touched(stated.bytes + header + [UInt8](repeating: 0x3f, count: i.rarely(20) ? i.count(0...50) : end), one: 12)
        } _: { file in
            try Data(file).write(to: place)
            return try readAll(place.path)
        }
    }

    private static func npy(_ i: inout Inventor) -> [UInt8] {
        let shape = i.list(0...3) { $0.count(0...5) }, types = ["<f4": 4, "<f8": 8, "<f2": 2, "<i8": 8, "|b1": 1, "|u1": 1],
            type = i.pick(types.keys.sorted())
        let extents = shape.map { i.rarely(40) ? i.number() : "\($0)" }.joined(separator: ", ")
        let tuple = shape.isEmpty ? "()" : "(\(extents),)"
        let descr = i.rarely(15) ? i.pick(["'>f4'", "'<f3'", "'O'", "[('a', '<f4')]", "''", "'\(i.text())'"]) : "'\(type)'"
        var header =
            "{'descr': \(descr), 'fortran_order': \(i.rarely(20) ? i.pick(["1", "None", "\"x\""]) : i.pick(["True", "False"])), 'shape': \(i.rarely(25) ? i.json(depth: 4) : tuple), }"
        if i.rarely(20) { header = header.replacing(i.pick(["'", ":", ",", "{", "}"]), with: i.pick(["", "\"", "\\", "}}"])) }
        let data = [UInt8](repeating: 0x3f, count: shape.reduce(types[type] ?? 1, *) + (i.rarely(15) ? i.count(1...9) : 0))
        var bytes = FileBytes.numpy(header, padding: i.count(0...70)) + data
        if i.rarely(20) { bytes[6] = UInt8(i.count(0...4)) }
        if i.rarely(20) { bytes[8] = i.byte() }
        return i.touched(bytes, one: 12)
    }

    @Test("NumPy's arrays")
    func numpy() throws {
        let place = folder.url.appending(path: "x.npy")
        var fuzz = StructuredFuzz(".npy", seed: 2)
        try fuzz.run(share: 0.5, Self.npy) { file in
            try Data(file).write(to: place)
            return try readAll(place.path)
        }
    }

    @Test("archives of arrays: sizes, checksums, packed data and directories that lie")
    func archives() throws {
        let place = folder.url.appending(path: "x.npz")
        var fuzz = StructuredFuzz(".npz", seed: 3)
        try fuzz.run(share: 0.4) { i in
            let members = (0..<i.count(0...4)).map { index -> FileBytes.Member in
                let array = Self.npy(&i), name = i.rarely(15) ? i.text() : "a\(i.rarely(30) ? 0 : index).npy"
                guard i.rarely(2) else {
                    var member = FileBytes.Member(name, array)
                    if i.rarely(25) { member.size = Int(i.pick(Inventor.edges)) ?? 7 }
                    if i.rarely(25) { member.checksum ^= 1 }
                    return member
                }
                var writer = DeflateWriter()
                writer.write(array)
                if i.rarely(20) {
                    writer.repeated(i.count(1...2000), distance: i.count(1...max(1, min(32_768, array.count + (i.rarely(10) ? 1 : 0)))))
                }
                return .init(
                    name, packed: i.touched(writer.finish(), one: 15), checksum: i.rarely(25) ? 1 : crc32(array),
                    size: i.rarely(25) ? Int(i.pick(Inventor.edges)) ?? 9 : array.count)
            }
            let archive = FileBytes.zip(
                members, count: i.rarely(25) ? i.count(0...70_000) : nil, directory: i.rarely(25) ? i.count(0...500) : nil)
            return i.touched(archive, one: 15)
        } _: { file in
            try Data(file).write(to: place)
            return try readAll(place.path)
        }
    }

    @Test("pickles of PyTorch, of all its opcodes in any order")
    func pickles() throws {
        let place = folder.url.appending(path: "x.pt")
        var fuzz = StructuredFuzz("pickles", seed: 4)
        try fuzz.run(share: 0.5) { i in
            var writer = PickleWriter()
            func value(_ i: inout Inventor, _ depth: Int) {
                switch i.count(0...(depth > 6 ? 6 : 11)) {
                case 0: writer.integer(Int32(truncatingIfNeeded: Int(i.number()) ?? 0))
                case 1: writer.text(i.text())
                case 2:
                    writer.raw(
                        i.pick([
                            [0x4e], [0x88], [0x89], [0x4b, i.byte()], [0x4d, 1, 2], [0x8a, 1, 5], [0x8a, 8, 0, 0, 0, 0, 0, 0, 0, 0x80],
                            [0x47] + (0..<8).map { _ in i.byte() }
                        ]))
                case 3...5:
                    let shape = i.list(0...2) { Int32($0.count(0...4)) }
                    var strides = shape.indices.map { Int32(shape[($0 + 1)...].reduce(1, *)) }
                    if i.rarely(10), !strides.isEmpty { strides[0] = Int32(truncatingIfNeeded: Int(i.pick(Inventor.edges)) ?? 3) }
                    let edge = Int32(clamping: Int(i.pick(Inventor.edges)) ?? 5)
                    writer.tensor(
                        shape: shape, strides: strides, offset: i.rarely(20) ? edge : 0, storage: i.rarely(20) ? i.text() : "0",
                        count: i.rarely(20) ? edge : 4,
                        type: i.pick(["FloatStorage", "HalfStorage", "ByteStorage", "BFloat16Storage"]))
                case 6: writer.get(UInt8(i.count(0...9)))
                case 7:
                    writer.raw(i.pick(["]", "}", ")", "ccollections\nOrderedDict\n)R"]))
                case 8:
                    writer.raw("](")
                    for _ in 0..<i.count(0...4) { value(&i, depth + 1) }
                    writer.raw("e")
                default:
                    writer.raw("}")
                    writer.put(UInt8(i.count(0...9)))
                    writer.raw("(")
                    for _ in 0..<i.count(0...4) {
                        if i.rarely(8) { value(&i, depth + 1) } else { writer.text("k" + i.text()) }
                        value(&i, depth + 1)
                    }
                    writer.raw("u")
                }
                if i.rarely(5) { writer.put(UInt8(i.count(0...9))) }
                if i.rarely(60) { writer.raw([i.byte()]) }
            }
            writer.raw("}(")
            for _ in 0..<i.count(1...4) {
                writer.text("t\(i.count(0...9))")
                value(&i, 0)
            }
            writer.raw("u")
            return PickleWriter.file(i.touched(writer.end(), one: 8))
        } _: { file in
            try Data(file).write(to: place)
            return try readAll(place.path)
        }
    }

    @Test("indices of shards")
    func indices() throws {
        let place = folder.url.appending(path: "model.safetensors.index.json")
        try Data(FileBytes.safetensors(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#) + [0, 0, 0, 0]).write(
            to: folder.url.appending(path: "s.safetensors"))
        var fuzz = StructuredFuzz("indices of shards", seed: 5)
        try fuzz.run { i in
            let names = i.list(1...3) { $0.rarely(8) ? $0.text() : "a" }
            let map = i.object(
                Array(Set(names)).sorted().map { ($0, i.value(i.rarely(8) ? "\"\(i.text())\"" : "\"s.safetensors\"", wrong: 20)) })
            let text = i.object([
                ("metadata", i.value(i.object([("total_size", i.number()), (i.text(), i.json(depth: 4))]))),
                ("weight_map", i.value(map, wrong: 20)), (i.text(), i.json(depth: 4))
            ])
            return i.touched(Array(text.utf8), one: 10)
        } _: { file in
            try Data(file).write(to: place)
            _ = try WeightStore(folder: folder.url).tensor("a")
            return true
        }
    }
}
