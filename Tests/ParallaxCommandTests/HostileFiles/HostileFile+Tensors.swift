import Foundation
import TestSupport

extension HostileFile {
    private static let encode = "encode --dictionary SampleData/sae/blocks.3.hook_resid_post-k16 --activations FILE"
    private static let terabyte = 1_000_000_000_000

    private static func npy(_ descr: String, _ shape: String, fortran: Bool = false) -> [UInt8] {
        FileBytes.numpy("{'descr': '\(descr)', 'fortran_order': \(fortran ? "True" : "False"), 'shape': \(shape), }")
    }

    private static func safetensors(_ header: String) -> [UInt8] { FileBytes.safetensors(header) }

    static let tensors: [HostileFile] = {
        let rows = npy("<f4", "(250000000, 1000)"), turned = npy("<f4", "(250000000, 1000)", fortran: true),
            doubles = npy("<f8", "(125000000, 1000)")
        let one = #"{"x":{"dtype":"F32","shape":[250000000,1000],"data_offsets":[0,1000000000000]}}"#
        return [
            HostileFile("a sparse .npy of a terabyte", inspect, says: "[250000000, 1000]", sparse(rows, size: rows.count + terabyte)),
            HostileFile(
                "a sparse .npy of a terabyte", encode, says: "a file that is whole", status: 1, sparse(rows, size: rows.count + terabyte)),
            HostileFile(
                "a sparse .npy of a terabyte, columns first", inspect, says: "tensors: 1", sparse(turned, size: turned.count + terabyte)),
            HostileFile(
                "a sparse .npy of a terabyte, columns first", encode, says: "a file that is whole", status: 1,
                sparse(turned, size: turned.count + terabyte)),
            HostileFile(
                "a sparse .npy of a terabyte of doubles", encode, says: "a file that is whole", status: 1,
                sparse(doubles, size: doubles.count + terabyte)),
            HostileFile(
                "a sparse .npy of a terabyte", "compare --activations FILE --reconstruction a=FILE", says: "a file that is whole",
                status: 1, sparse(rows, size: rows.count + terabyte)),
            HostileFile(
                "a sparse .npy of a terabyte that lacks one byte", encode, says: "bytes of elements", status: 1,
                sparse(rows, size: rows.count + terabyte - 1)),
            HostileFile(
                "sparse safetensors of a terabyte", inspect, says: "a file that is whole",
                sparse(safetensors(one), size: 8 + one.utf8.count + terabyte)),
            HostileFile(
                "sparse safetensors of a terabyte", encode, says: "a file that is whole", status: 1,
                sparse(safetensors(one), size: 8 + one.utf8.count + terabyte)),
            HostileFile("a hole of eight exabytes", inspect, says: "a file of no known format", sparse([], size: 1 << 43)),
            HostileFile("safetensors of 500,000 tensors", inspect, says: "at most 120000 tensors") { url in
                let header =
                    "{"
                    + times(500_000) {
                        "\($0 == 0 ? "" : ",")\"t\($0)\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[\(4 * $0),\(4 * $0 + 4)]}"
                    } + "}"
                try sparse(safetensors(header), size: 8 + header.utf8.count + 2_000_000)(url)
            },
            HostileFile("safetensors of 119,000 tensors", inspect, says: "tensors: 119000") { url in
                let header =
                    "{"
                    + times(119_000) {
                        "\($0 == 0 ? "" : ",")\"layers.\($0).weight\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[\(4 * $0),\(4 * $0 + 4)]}"
                    } + "}"
                try sparse(safetensors(header), size: 8 + header.utf8.count + 476_000)(url)
            },
            HostileFile("tensors that overlap", inspect, says: "where the tensor before it ends") { url in
                let header =
                    "{" + times(50_000) { "\($0 == 0 ? "" : ",")\"t\($0)\":{\"dtype\":\"F32\",\"shape\":[100],\"data_offsets\":[0,400]}" }
                    + "}"
                try sparse(safetensors(header), size: 8 + header.utf8.count + 400)(url)
            },
            HostileFile(
                "extents whose product overflows beside one of 0", inspect, says: "extents that fit in memory",
                bytes(safetensors(#"{"x":{"dtype":"F32","shape":[4611686018427387904,4,0],"data_offsets":[0,0]}}"#))),
            HostileFile(
                "offsets at the largest number", inspect, says: "offsets 0 to 9223372036854775807",
                bytes(safetensors(#"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,9223372036854775807]}}"#))),
            HostileFile(
                "metadata of 40 MB", inspect, says: "bytes of __metadata__",
                bytes(safetensors("{\"__metadata__\":{\"a\":\"" + String(repeating: "x", count: 40_000_000) + "\"}}"))),
            HostileFile(
                "metadata of a million keys", inspect, says: "bytes of __metadata__",
                bytes(safetensors("{\"__metadata__\":{" + times(1_000_000) { "\($0 == 0 ? "" : ",")\"key \($0)\":\"value\"" } + "}}"))),
            HostileFile(
                "a header of nothing but brackets", inspect, says: "of the header",
                bytes(safetensors("{\"a\":" + String(repeating: "[", count: 5_000_000)))),
            HostileFile(
                "a tensor's name of 10 MB", inspect, says: "a name of at most",
                bytes(
                    safetensors(
                        "{\"" + String(repeating: "n", count: 10_000_000) + "\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}"))
            ),
            HostileFile(
                "a number of 10 MB in a header", inspect, says: "an integer",
                bytes(
                    safetensors(
                        "{\"x\":{\"dtype\":\"F32\",\"shape\":[" + String(repeating: "9", count: 10_000_000) + "],\"data_offsets\":[0,0]}}"))
            ),
            HostileFile("an .npz of 60,000 arrays with long headers, packed", inspect, says: "tensors: 60000") { url in
                // A header of 3 kB of spaces in 50 bytes, and one number.
                let head = FileBytes.numpy("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", padding: 3000)
                var writer = DeflateWriter()
                let spaces = head.firstIndex(of: UInt8(ascii: "}")).map { $0 + 2 } ?? 0
                writer.write(head[..<spaces])
                let times = (head.count - spaces) / 258
                writer.repeated(times, distance: 1)
                writer.write(head[(spaces + 258 * times)...] + [0, 0, 0, 0])
                let packed = writer.finish(), checksum = crc32(head + [0, 0, 0, 0])
                try Data(FileBytes.zip((0..<60_000).map { .init("a\($0).npy", packed: packed, checksum: checksum, size: head.count + 4) }))
                    .write(to: url)
            },
            HostileFile(
                "an .npz whose array unpacks to a gigabyte", inspect, says: "weights, which deflate packs",
                bytes(FileBytes.zip([bomb(gigabytes: 1)]))),
            HostileFile(
                "an .npz whose array unpacks to a gigabyte", encode, says: "weights, which deflate packs", status: 1,
                bytes(FileBytes.zip([bomb(gigabytes: 1)]))),
            HostileFile(
                "a zip of two million members, by its directory", inspect, says: "a directory of",
                bytes(FileBytes.zip([.init("a.npy", [])], count: 65_534))),
            HostileFile(
                "a zip whose directory lies in its members", inspect, says: "a broken entry",
                bytes(FileBytes.zip([.init("a.npy", [UInt8](repeating: 7, count: 100))], directory: 4)))
        ]
    }()

    private static func bomb(gigabytes: Int) -> FileBytes.Member {
        let count = 250_000_000 * gigabytes, head = FileBytes.numpy("{'descr': '<f4', 'fortran_order': False, 'shape': (\(count),), }")
        var writer = DeflateWriter()
        writer.write(head + [0])
        writer.repeated(4 * count / 258, distance: 1)
        return .init("a.npy", packed: writer.finish(), size: head.count + 4 * count)
    }

    static let pickles: [HostileFile] = {
        func pickle(_ name: String, _ says: String, _ write: @escaping @Sendable (inout PickleWriter) -> Void) -> HostileFile {
            HostileFile(name, inspect, says: says) { url in
                var writer = PickleWriter()
                write(&writer)
                try Data(PickleWriter.file(writer.end())).write(to: url)
            }
        }
        return [
            pickle("a pickle whose names multiply", "a name of 1000000 bytes") { p in
                p.raw("}(")
                p.text(String(repeating: "k", count: 1_000_000))
                p.put(0)
                p.raw("}(")
                for _ in 0..<5 {
                    p.get(0)
                    p.raw("}(")
                }
                p.integer(0)
                p.tensor()
                p.put(5)
                for i in 1..<20_000 {
                    p.integer(Int32(i))
                    p.get(5)
                }
                p.raw("uuuuuuu")
            },
            pickle("a pickle whose names double at each level, all short", "a name of ") { p in
                p.raw("}(")
                for level in 0..<6 {
                    p.text(String(repeating: "k", count: 200))
                    p.put(UInt8(level))
                    p.raw("}(")
                }
                for i in 0..<10_000 {
                    p.integer(Int32(i))
                    p.raw("K\u{1}")
                }
                p.raw("uuuuuuu")
            },
            pickle("a dictionary that holds itself", "a list or dictionary that holds itself, at a") { p in
                p.raw("}")
                p.put(0)
                p.text("a")
                p.get(0)
                p.raw("s")
            },
            pickle("two dictionaries that hold each other", "that holds itself, at a.b") { p in
                p.raw("}")
                p.put(0)
                p.text("a")
                p.raw("}")
                p.text("b")
                p.get(0)
                p.raw("ss")
            },
            pickle("a list of ten times itself", "that holds itself, at 0") { p in
                p.raw("]")
                p.put(0)
                p.raw("(")
                for _ in 0..<10 { p.get(0) }
                p.raw("e")
            },
            pickle("lists of a hundred lists of a hundred lists", "more than 100000 entries") { p in
                p.raw("]")
                p.put(0)
                for level in 0..<7 {
                    p.raw("]")
                    p.put(UInt8(level + 1))
                    p.raw("(")
                    for _ in 0..<100 { p.get(UInt8(level)) }
                    p.raw("e")
                }
            },
            pickle("pairs of pairs, sixty deep", "tensors: 0") { p in
                p.raw("K\u{1}")
                p.put(0)
                for level in 0..<60 {
                    p.get(UInt8(level))
                    p.get(UInt8(level))
                    p.raw([0x86])
                    p.put(UInt8(level + 1))
                }
            },
            pickle("three million nothings", "more than 200000 values") { $0.raw("](" + String(repeating: "N", count: 3_000_000) + "e") },
            pickle("three million marks", "an empty stack") { $0.raw(String(repeating: "(", count: 3_000_000)) },
            pickle("a million tuples in each other", "more than 200000 values") { p in
                p.raw(")")
                p.raw([UInt8](repeating: 0x85, count: 1_000_000))
            },
            pickle("a name made of two of a megabyte", "wants to run xxxx") { p in
                p.text(String(repeating: "x", count: 1_000_000))
                p.text(String(repeating: "y", count: 1_000_000))
                p.raw([0x93])
            },
            pickle("a tensor whose view would be a terabyte", "a view inside its storage") {
                $0.tensor(shape: [1_000_000, 1_000_000], strides: [1, 1])
            },
            pickle("a tensor that repeats its storage a million times", "no larger than its storage") {
                $0.tensor(shape: [1_000_000, 4], strides: [0, 1])
            },
            HostileFile("a pickle that is packed", inspect, says: "a stored member") { url in
                var writer = DeflateWriter()
                writer.write([0x80, 2, UInt8(ascii: "]"), UInt8(ascii: "("), UInt8(ascii: "N")])
                writer.repeated(16_000, distance: 1)
                try Data(FileBytes.zip([.init("a/data.pkl", packed: writer.finish(), size: 4_128_005)])).write(to: url)
            }
        ]
    }()
}
