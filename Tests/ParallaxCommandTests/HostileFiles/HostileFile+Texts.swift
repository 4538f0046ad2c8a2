import Foundation
import TestSupport

extension HostileFile {
    private static let labels = "bench --labels FILE"

    static let labelFiles: [HostileFile] = [
        HostileFile("packed labels that unpack to twenty times their size", labels, says: "30000 labels") { url in
            // Vectors beside the labels, as exports have them, in few packed bytes.
            var writer = DeflateWriter(), text = [UInt8]()
            let vector = [UInt8](String(repeating: ",0.0", count: 452).utf8.prefix(7 * 258)), end = Array("]}\n".utf8)
            for i in 0..<30_000 {
                let begin = Array("{\"index\":\"\(i)\",\"description\":\"words about the feature number \(i)\",\"vector\":[0.0,0.0".utf8)
                writer.write(begin)
                writer.repeated(7, distance: 4)
                writer.write(end)
                text += begin
                text += vector
                text += end
            }
            try Data(FileBytes.gzip(writer.finish(), checksum: text.withUnsafeBytes { Self.checksum($0) }, size: text.count)).write(to: url)
        },
        HostileFile("a label of 300 MB, packed into one", labels, says: "once unpacked", status: 1) { url in
            var writer = DeflateWriter()
            writer.write("{\"index\":1,\"description\":\"a".utf8)
            writer.repeated(300_000_000 / 258, distance: 1)
            try Data(FileBytes.gzip(writer.finish(), size: 300_000_000)).write(to: url)
        },
        HostileFile("300 MB of empty lines, packed", labels, says: "once unpacked", status: 1) { url in
            var writer = DeflateWriter()
            writer.write("\n".utf8)
            writer.repeated(300_000_000 / 258, distance: 1)
            try Data(FileBytes.gzip(writer.finish(), size: 300_000_000)).write(to: url)
        },
        HostileFile("300 MB of zeros, packed", inspect, says: "a file of no known format") { url in
            var writer = DeflateWriter()
            writer.write([0])
            writer.repeated(300_000_000 / 258, distance: 1)
            try Data(FileBytes.gzip(writer.finish(), size: 300_000_000)).write(to: url)
        },
        HostileFile("twelve million labels of one letter, packed", labels, says: "once unpacked", status: 1) { url in
            var writer = DeflateWriter()
            writer.write("{\"index\":1,\"label\":\"a\"}\n".utf8)
            writer.repeated(12_000_000 * 24 / 258, distance: 24)
            try Data(FileBytes.gzip(writer.finish(), size: 288_000_000)).write(to: url)
        },
        HostileFile("100,000 empty packed files, end to end, and one with a label", labels, says: "1 labels") { url in
            let empty = FileBytes.gzip(DeflateWriter.packed([]))
            try Data(
                [[UInt8]](repeating: empty, count: 100_000).flatMap(\.self) + FileBytes.gzip(text: "{\"index\":1,\"description\":\"a\"}\n")
            ).write(to: url)
        },
        HostileFile("20 MB of quotes", labels, says: "no such rows", status: 1, text(String(repeating: "\"", count: 20_000_000))),
        HostileFile("20 MB of quotes", inspect, says: "plain text", text(String(repeating: "\"", count: 20_000_000))),
        HostileFile(
            "a million rows with a lone quote each", labels, says: "1000000 labels",
            text("index,label\n" + times(1_000_000) { "\($0),\"lone\n" })),
        HostileFile("4 million lone quotes behind commas", labels, says: "1 labels", text(String(repeating: "1,\"\n", count: 4_000_000))),
        HostileFile(
            "lone quotes before commas on one line", labels, says: "no such rows", status: 1,
            text(String(repeating: "\"a,", count: 5_000_000))),
        HostileFile(
            "quotes in pairs for 64 kB at a time", labels, says: "1 labels",
            text("1," + String(repeating: "\"" + String(repeating: "\"\"", count: 32_000) + "\n1,", count: 200))),
        HostileFile("20 million commas", labels, says: "no such rows", status: 1, text("1," + String(repeating: ",", count: 20_000_000))),
        HostileFile(
            "a line of 50 MB in JSONL, and another", labels, says: "1 labels",
            text(
                "{\"index\":1,\"description\":\"" + String(repeating: "x", count: 50_000_000) + "\"}\n{\"index\":2,\"description\":\"b\"}\n"
            )),
        HostileFile(
            "fifty lines of a megabyte", inspect, says: "begins like JSON",
            text(String(repeating: "{\"index\":1,\"description\":\"" + String(repeating: "x", count: 1_000_000) + "\"}\n", count: 50))),
        HostileFile(
            "a list of two million tokens for a label", labels, says: "no such rows", status: 1,
            text("{\"index\":1,\"pos_str\":[" + String(repeating: "\"a\",", count: 2_000_000) + "\"b\"]}\n{\"index\":1}\n")),
        HostileFile("nesting of five million brackets", inspect, says: "begins like JSON", text(String(repeating: "[", count: 5_000_000))),
        HostileFile(
            "objects in objects, three million", inspect, says: "begins like JSON", text(String(repeating: "{\"a\":", count: 3_000_000))),
        HostileFile(
            "an object of a million keys", inspect, says: "begins like JSON",
            text("{" + times(1_000_000) { "\($0 == 0 ? "" : ",")\"k\($0)\":\($0)" } + "}")),
        HostileFile("a tab for every byte", labels, says: "no such rows", status: 1, text(String(repeating: "\t", count: 20_000_000)))
    ]

    /// Eight bytes at a step would need tables; a byte at a step is enough here.
    private static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        var table = [UInt32](repeating: 0, count: 256)
        for byte in 0..<256 {
            var value = UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? 0xedb8_8320 ^ (value >> 1) : value >> 1 }
            table[byte] = value
        }
        return table.withUnsafeBufferPointer { table in
            var crc = ~UInt32(0)
            for byte in bytes { crc = table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ (crc >> 8) }
            return ~crc
        }
    }

    static let settings: [HostileFile] = {
        let plain = "FILE --plain"
        return [
            HostileFile(
                "a YAML of 200,000 keys", plain, says: "more than 20000 lines and values", status: 1,
                text("model: SampleData/subject\n" + times(200_000) { "k\($0): \($0)\n" })),
            HostileFile(
                "a YAML of 200,000 keys", inspect, says: "more than 20000 lines and values",
                text("model: x\n" + times(200_000) { "k\($0): \($0)\n" })),
            HostileFile(
                "a YAML of 15,000 unknown keys: some sentences, not 15,000", inspect, says: "and more such entries",
                text("model: x\n" + times(15_000) { "k\($0): \($0)\n" })),
            HostileFile(
                "a YAML of 15,000 missing documents", inspect, says: "and more such entries",
                text("documents:\n" + times(15_000) { "- gone\($0).txt\n" })),
            HostileFile(
                "a list of two million values on a line", plain, says: "more than 20000 lines and values", status: 1,
                text("model: x\nk: [" + String(repeating: "a,", count: 1_900_000) + "b]\n")),
            HostileFile(
                "a billion laughs", plain, says: "anchors with more than 32 aliases", status: 1,
                text("a0: &a0 [x,x]\n" + times(200) { "a\($0 + 1): &a\($0 + 1) [*a\($0),*a\($0)]\n" })),
            HostileFile(
                "a few laughs less", inspect, says: "one of the keys",
                text("model: &a0 [x,x]\n" + times(15) { "a\($0 + 1): &a\($0 + 1) [*a\($0),*a\($0)]\n" })),
            HostileFile("19,000 anchors", inspect, says: "plain text", text(times(19_000) { "k\($0): &a\($0) x\n" })),
            HostileFile(
                "a scalar of 4 MB", inspect, says: "an existing file or folder under model",
                text("model: \"" + String(repeating: "x", count: 3_900_000) + "\"\n")),
            HostileFile("a key of a megabyte", inspect, says: "plain text", text(String(repeating: "x", count: 1_000_000) + ": 1\n")),
            HostileFile("dashes in dashes", inspect, says: "plain text", text(String(repeating: "- ", count: 49) + "x\n")),
            HostileFile(
                "brackets in brackets", plain, says: "more than 400 brackets", status: 1,
                text(String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000))),
            HostileFile(
                "the same key 19,000 times", plain, says: "given twice", status: 1, text(String(repeating: "model: x\n", count: 19_000))),
            HostileFile(
                "a path of 2 MB of slashes", inspect, says: "an existing file or folder under model",
                text("model: " + String(repeating: "x/", count: 1_000_000) + "\n")),
            HostileFile(
                "a YAML of 10 MB", plain, says: "a file of at most 4194304 bytes", status: 1,
                text("model: " + String(repeating: "x", count: 10_000_000) + "\n"))
        ]
    }()

    static let logs: [HostileFile] = [
        HostileFile(
            "a log of 5 MB", inspect, says: "lines: 60000",
            text(
                times(60_000) { "2024-01-01 12:00:00 INFO worker-\($0 % 8): step \($0) loss 2.34 extraction of things; [12] something: \n" }
            )),
        HostileFile(
            "a log of 5 MB whose lines begin with brackets", inspect, says: "lines: 100000",
            text(times(100_000) { "[2024-01-01 12:00:00] INFO worker-\($0 % 8): step \($0) loss 2.34\n" })),
        HostileFile(
            "150,000 lines that look like a header's", inspect, says: "lines: 150000",
            text(String(repeating: "extraction: layer x fve_nrm: 1\n", count: 150_000))),
        HostileFile(
            "200,000 headings behind a token's line", inspect, says: "explanations: 1",
            text("[ 1] token='x' cos=0.5\n  text\n" + times(200_000) { "\($0 % 100). heading sampl pos\n" })),
        HostileFile(
            "100,000 samples of one position", inspect, says: "further samples: 256",
            text("[ 1] token='x' cos=0.5\n  text\n4. SAMPLES pos 3\n" + times(100_000) { "t=\($0 % 100) sample:\n  x\n" })),
        HostileFile(
            "200,000 explanations in a transcript", inspect, says: "explanations: 200000",
            text(times(200_000) { "[\($0)] token='x' cos=0.5\n  text \($0)\n" })),
        HostileFile(
            "a million rows of explanations", inspect, says: "at most 500000 explanations",
            text(times(1_000_000) { "{\"position\":\($0),\"text\":\"a\"}\n" })),
        HostileFile(
            "a figure of its own in each of 100,000 rows", inspect, says: "explanations: 100000",
            text(times(100_000) { "{\"position\":\($0),\"text\":\"a\",\"cos\":0.5,\"mse_nrm\":0.1,\"f\($0)\":1}\n" })),
        HostileFile(
            "rules of 100 characters on 50,000 lines", inspect, says: "lines: 50000",
            text(String(repeating: String(repeating: "-", count: 100) + "\n", count: 50_000))),
        HostileFile("30 million empty lines", inspect, says: "plain text", text(String(repeating: "\n", count: 30_000_000))),
        HostileFile("a line of 40 MB", inspect, says: "lines: 0", text(String(repeating: "x", count: 40_000_000))),
        HostileFile(
            "a page whose answer is 70 MB", inspect, says: "begins like JSON",
            text("{\"resultJson\":\"" + String(repeating: "x", count: 70_000_000) + "\"}")),
        HostileFile(
            "a streamed answer of 300,000 errors", inspect, says: "plain text",
            text(String(repeating: "data: {\"error\":\"x\"}\n", count: 300_000))),
        HostileFile(
            "documents: 30 MB of lines", inspect, says: "documents: 100000",
            text(
                String(
                    repeating: "{\"id\":\"a\",\"text\":\"The quick brown fox jumps over the lazy dog, and then some more of it.\"}\n",
                    count: 330_000))),
        HostileFile(
            "a document of 70 MB", "tokenize --model SampleData/subject --file FILE", says: "at most 67108864 bytes", status: 1,
            text(String(repeating: "x", count: 70_000_000))),
        HostileFile(
            "a chat of a million messages, with a setting before it", inspect, says: "these are about 3000000: split it",
            text(
                "{\"model\":\"m\",\"messages\":[" + times(1_000_000) { "\($0 == 0 ? "" : ","){\"role\":\"r\($0)\",\"content\":\"\"}" }
                    + "]}")),
        HostileFile(
            "a chat of a million messages", inspect, says: "these are about 3000000: split it",
            text("[" + times(1_000_000) { "\($0 == 0 ? "" : ","){\"role\":\"u\",\"content\":\"\"}" } + "]"))
    ]
}
