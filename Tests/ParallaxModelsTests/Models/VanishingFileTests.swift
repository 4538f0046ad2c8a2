import Foundation
import ParallaxModels
import TestSupport
import Testing

@Suite("A file that changes while it is mapped ends in a sentence", .serialized)
struct VanishingFileTests {
    private func mapped(_ count: Int, _ body: (MappedFile, FileHandle, URL) throws -> Void) throws {
        let folder = try TemporaryFolder(), url = folder.url.appending(path: "weights")
        try Data((0..<count).map { UInt8(truncatingIfNeeded: $0 % 251 + 1) }).write(to: url)
        let handle = try FileHandle(forUpdating: url)
        try body(MappedFile(url.path), handle, url)
    }

    private func sentence(_ file: MappedFile) -> String {
        do {
            try file.checkIntact()
            return ""
        } catch { return "\(error)" }
    }

    @Test("cut short, what is gone reads as zeros, and what is there as it was; no signal ends the program")
    func cutShort() throws {
        try mapped(100_000) { file, handle, _ in
            #expect(sentence(file) == "")
            try handle.truncate(atOffset: 10_000)
            #expect(file.bytes[9999] == UInt8(9999 % 251 + 1) && file.bytes[99_999] == 0 && file.bytes[50_000] == 0)
            #expect(sentence(file).contains("cut short meanwhile, to 10000 bytes"))
        }
    }

    @Test("cut short and filled again it is still refused")
    func written() throws {
        try mapped(100_000) { file, handle, _ in
            try handle.truncate(atOffset: 0)
            #expect(file.bytes[70_000] == 0)
            try handle.write(contentsOf: Data(repeating: 7, count: 100_000))
            #expect(sentence(file).contains("meanwhile"))
        }
    }

    @Test("a file that another one takes the name of is still read as it was")
    func replaced() throws {
        try mapped(50_000) { file, _, url in
            try Data([1, 2, 3]).write(to: url, options: .atomic)
            #expect(file.bytes[49_999] == UInt8(49_999 % 251 + 1))
            #expect(sentence(file) == "")
        }
    }

    @Test("a model whose weights are cut short refuses its results, and its cache is as it was")
    func model() throws {
        let checkpoint = try RewrittenCheckpoint(of: RewrittenCheckpoint.tinyGrouped), model = try checkpoint.open(),
            cache = KeyValueCache()
        _ = try model.forward(ForwardRequest([.init(.tokens([5, 6]), cache: cache)]))
        let handle = try FileHandle(forUpdating: checkpoint.folder.appending(path: "model.safetensors"))
        try handle.truncate(atOffset: 9000)
        let complaint = #expect(throws: Complaint.self) {
            try model.forward(ForwardRequest([.init(.tokens([7]), cache: cache)], logits: .last))
        }
        #expect(complaint?.subject.hasSuffix("model.safetensors") == true && complaint?.found.contains("cut short") == true)
        #expect(cache.count == 2)
        #expect(throws: Complaint.self) { try model.embed([5]) }
        #expect(throws: Complaint.self) { try model.logits(Rows(count: 1, width: 32)) }
    }

    @Test(
        "whoever has asked for the signal since, as a terminal's handler of crashes does, does not see it once the guard stands first again"
    )
    func laterHandler() throws {
        try mapped(100_000) { file, handle, _ in
            signal(SIGBUS) { _ in _exit(99) }
            MappedFile.guardBeforeOthers()
            try handle.truncate(atOffset: 10_000)
            #expect(file.bytes[50_000] == 0)
            // What else goes wrong in these tests is a crash again.
            signal(SIGBUS, SIG_DFL)
            MappedFile.guardBeforeOthers()
        }
    }

    @Test("many mappings are guarded one after the other")
    func many() throws {
        for _ in 0..<5000 { _ = try MappedFile(RewrittenCheckpoint.tinyTied.appending(path: "config.json").path) }
        try cutShort()
    }
}
