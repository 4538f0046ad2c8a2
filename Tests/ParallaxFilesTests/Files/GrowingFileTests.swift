import Foundation
import ParallaxFiles
import TestSupport
import Testing

@Suite("A file that only grows, and one process at a time")
struct GrowingFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func url(_ name: String) -> URL { folder.url.appending(path: name) }

    @Test("it is made where it is missing, and grows by what is appended")
    func grows() throws {
        do {
            let file = try GrowingFile(url("a"))
            #expect(file.isNew && file.isLocked && file.size == 0 && file.lastByte == nil && file.noLocks == nil)
            #expect(try file.append(Data("one".utf8)) == 0..<3)
            #expect(try file.append(Data("two".utf8)) == 3..<6)
        }
        let again = try GrowingFile(url("a"))
        #expect(!again.isNew && again.lastByte == 0x6f)
        try again.mend(Data("ONE".utf8), at: 0)
        try again.append(Data("!".utf8))
        #expect(try String(contentsOf: url("a"), encoding: .utf8) == "ONEtwo!")
    }

    @Test("while one has it nobody else gets it; whoever waits gets it afterwards")
    func held() async throws {
        var first: GrowingFile? = try GrowingFile(url("a"))
        #expect(performing: { try GrowingFile(url("a")) }, throws: { if case GrowingFile.Refusal.held = $0 { true } else { false } })
        try first?.append(Data("x".utf8))
        let place = url("a")
        let second = Task.detached { try GrowingFile(place, waiting: 300).size }
        try await Task.sleep(for: .milliseconds(50))
        first = nil
        #expect(try await second.value == 1)
    }

    @Test("many that make the same file at once: one makes it, and no two have it")
    func race() async throws {
        for round in 0..<20 {
            let place = url("race\(round)")
            let outcomes = await withTaskGroup(of: (Bool, Bool).self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        guard let file = try? GrowingFile(place) else { return (false, false) }
                        _ = try? file.append(Data("x".utf8))
                        usleep(3000)
                        return (true, file.isNew)
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0.1 } <= 1)
            #expect(try Data(contentsOf: place).count == outcomes.count { $0.0 })
        }
    }

    @Test("another file that takes the place meanwhile is the one that is locked")
    func replaced() throws {
        try Data("old".utf8).write(to: url("a"))
        let path = url("a").path
        nonisolated(unsafe) var locks = 0
        let file = try GrowingFile(
            url("a"),
            lock: { descriptor, operation in
                locks += 1
                if locks == 1 {
                    unlink(path)
                    try? Data("newer".utf8).write(to: URL(filePath: path))
                }
                return flock(descriptor, operation)
            })
        #expect(file.size == 5)
    }

    @Test("a file system without locks is used, and said to have none", arguments: [ENOLCK, EOPNOTSUPP, ENOSYS])
    func withoutLocks(code: Int32) throws {
        let file = try GrowingFile(
            url("a"),
            lock: { _, _ in
                errno = code; return -1
            })
        #expect(!file.isLocked && file.noLocks?.description.contains("start one at a time") == true)
        try file.append(Data("x".utf8))
        file.shorten(to: 0)
        #expect(file.size == 1, "what another may have written is not taken away")
    }

    @Test("folders, devices, pipes and links to nothing: refused or made, and never waited for")
    func others() throws {
        func isImpossible(_ url: URL) -> Bool {
            do { _ = try GrowingFile(url) } catch { if case .impossible = error { return true } }
            return false
        }
        #expect(isImpossible(folder.url) && isImpossible(URL(filePath: "/dev/null")) && isImpossible(url("none/here")))
        mkfifo(url("pipe").path, 0o600)
        #expect(isImpossible(url("pipe")))
        symlink("target", url("link").path)
        try GrowingFile(url("link")).append(Data("x".utf8))
        #expect(try Data(contentsOf: url("target")).count == 1)
    }

    @Test("a file that was made and never used goes away again, one with contents stays")
    func unused() throws {
        try GrowingFile(url("a")).removeIfUnused()
        #expect(!FileManager.default.fileExists(atPath: url("a").path))
        let file = try GrowingFile(url("a"))
        try file.append(Data("x".utf8))
        file.removeIfUnused()
        #expect(FileManager.default.fileExists(atPath: url("a").path))
    }
}
