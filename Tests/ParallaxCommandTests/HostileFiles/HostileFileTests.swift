import Foundation
import TestSupport
import Testing

/// Files that once took minutes, gigabytes or the program itself, and their like: each is read rightly or refused in a sentence, within two seconds of
/// the processor and 256 MB, whatever it promises.
@Suite("Hostile files are bounded", .serialized)
struct HostileFileTests {
    private func check(_ file: HostileFile, suffix: String = "") throws {
        let folder = try Folder(), url = folder.url.appending(path: "FILE" + suffix)
        try file.make(url)
        let cost = try Cost.of(file.command.map { $0.replacing("FILE", with: url.path) })
        #expect(cost.status == file.status, "\(cost.output.prefix(400))")
        #expect(cost.output.contains(file.says), "\(cost.output.prefix(1000))")
        #expect(cost.output.utf8.count < 100_000)
        #expect(cost.processor <= Cost.processorBound, "\(cost.processor) s")
        #expect(cost.memory - Cost.least <= Cost.memoryBound, "\((cost.memory - Cost.least) >> 20) MB")
    }

    @Test("of tensors", arguments: HostileFile.tensors)
    func tensors(_ file: HostileFile) throws { try check(file) }

    @Test("pickles", arguments: HostileFile.pickles)
    func pickles(_ file: HostileFile) throws { try check(file) }

    @Test("of labels", arguments: HostileFile.labelFiles)
    func labels(_ file: HostileFile) throws { try check(file) }

    @Test("of settings", arguments: HostileFile.settings)
    func settings(_ file: HostileFile) throws { try check(file, suffix: ".yaml") }

    @Test("logs, transcripts, documents", arguments: HostileFile.logs)
    func logs(_ file: HostileFile) throws { try check(file) }

    @Test("a folder of 100,000 files, and one of more names than are read")
    func folders() throws {
        let folder = try Folder()
        for i in 0..<100_000 { close(open(folder.path("file\(i)"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)) }
        let many = try Cost.of(["inspect", folder.url.path])
        #expect(
            many.status == 0 && many.output.contains("99992 more") && many.processor <= Cost.processorBound
                && many.memory - Cost.least <= Cost.memoryBound, "\(many)")
        for i in 100_000..<200_001 { close(open(folder.path("file\(i)"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)) }
        let more = try Cost.of(["inspect", folder.url.path])
        #expect(
            more.status == 1 && more.output.contains("a folder of at most 200000 names") && more.processor <= Cost.processorBound
                && more.memory - Cost.least <= Cost.memoryBound, "\(more)")
    }

    @Test(
        "what is no file: a device, a pipe, the root of all folders, nothing",
        arguments: [
            "/dev/zero", "/dev/full", "/dev/random", "/dev/stdin", "/", "/proc/self/maps", "/proc/kmsg", "/proc/self/mem", "/dev", "/proc",
            "/sys/kernel"
        ])
    func places(_ path: String) throws {
        for command in [
            ["inspect", path], ["tokenize", "--model", Sample.model, "--file", path], ["bench", "--labels", path], ["--plain", path],
            ["encode", "--dictionary", path, "--activations", path]
        ] {
            let cost = try Cost.of(command)
            #expect((0...1).contains(cost.status) && !cost.output.isEmpty, "\(command): \(cost)")
            #expect(cost.processor <= Cost.processorBound && cost.memory - Cost.least <= Cost.memoryBound, "\(command): \(cost)")
        }
    }

    @Test("checkpoints: an index of 600,000 tensors, of 100,000 shards, a configuration of 100 MB, one of millions of numbers")
    func checkpoints() throws {
        let folder = try Folder(), index = "model.safetensors.index.json"
        try folder.write("config.json", "{\"model_type\":\"llama\"}")
        for (text, says) in [
            (
                "{\"weight_map\":{"
                    + HostileFile.times(600_000) { "\($0 == 0 ? "" : ",")\"layers.\($0).w\":\"model-\($0 % 163).safetensors\"" } + "}}",
                "at most 500000 tensors"
            ),
            (
                "{\"weight_map\":{" + HostileFile.times(100_000) { "\($0 == 0 ? "" : ",")\"t\($0)\":\"s\($0).safetensors\"" } + "}}",
                "at most 4096 shards"
            ),
            ("{\"weight_map\":{\"a\":\"../../etc/passwd\"}}", "shards that lie beside the index"),
            ("{\"weight_map\":{\"a\":\"\\u0000\"}}", "shards that lie beside the index")
        ] {
            try folder.write(index, text)
            let cost = try Cost.of(["inspect", folder.url.path])
            #expect(
                cost.status == 0 && cost.output.contains(says) && cost.processor <= Cost.processorBound
                    && cost.memory - Cost.least <= Cost.memoryBound, "\(cost)")
        }
        for (text, says) in [
            (
                "{\"model_type\":\"llama\",\"x\":\"" + String(repeating: "y", count: 100_000_000) + "\"}",
                "a configuration of at most 16777216 bytes"
            ),
            ("{\"model_type\":\"llama\",\"x\":[" + String(repeating: "1,", count: 7_000_000) + "1]}", "at most 1000000 values"),
            (
                "{\"model_type\":\"llama\",\"x\":" + String(repeating: "[", count: 200) + String(repeating: "]", count: 200) + "}",
                "levels of nesting"
            )
        ] {
            try folder.write("config.json", text)
            let seen = try Cost.of(["inspect", folder.url.path]),
                used = try Cost.of(["capture", "--model", folder.url.path, "--ids", "1", "-o", folder.path("out")])
            #expect(seen.status == 0 && used.status == 1, "\(seen) \(used)")
            for cost in [seen, used] {
                #expect(
                    cost.output.contains(says) && cost.processor <= Cost.processorBound && cost.memory - Cost.least <= Cost.memoryBound,
                    "\(cost)")
            }
        }
    }
}
