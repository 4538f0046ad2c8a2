import Foundation
import ParallaxCompute
import Synchronization
import TestSupport
import Testing

/// What a person may name as the place of a result, and what becomes of it.
@Suite("Output places") struct OutputPlaceTests {
    private let folder = try! TemporaryFolder()  // ok: a test without a folder is no test
    private static let page = Array("<!DOCTYPE html>\nnew".utf8)

    private func path(_ name: String) -> String { folder.url.appending(path: name).path }

    private func make(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: folder.url.appending(path: name))
        return path(name)
    }

    private func content(_ name: String) throws -> String { try String(contentsOf: folder.url.appending(path: name), encoding: .utf8) }

    /// Every name in the folder, hidden ones too.
    private var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() } }

    private func place(_ path: String, reading taken: [String] = [], force: Bool = false) throws -> OutputPlace {
        try OutputPlace(path, name: "--html", kind: .page, taken: taken.map { FileIdentity($0) }, force: force)
    }

    private func write(_ path: String, reading taken: [String] = [], force: Bool = false) throws {
        try place(path, reading: taken, force: force).write { try Self.page.withUnsafeBytes($0) }
    }

    private func refusal(_ path: String, reading taken: [String] = [], force: Bool = false) -> String {
        do {
            try write(path, reading: taken, force: force)
            return "written"
        } catch {
            return "\(error)"
        }
    }

    private func mode(_ name: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path(name))[.posixPermissions] as? Int)
    }

    @Test("a new file is there when all of it was written, and nothing before")
    func newFile() throws {
        let place = try place(path("a.html"))
        #expect(try names == [])
        try place.write { append in
            try Self.page[..<5].withUnsafeBytes(append)
            #expect(try names == [])
            try Self.page[5...].withUnsafeBytes(append)
        }
        #expect(try names == ["a.html"])
        #expect(try content("a.html") == "<!DOCTYPE html>\nnew")
    }

    @Test("a body that fails leaves what was there, and nothing else")
    func failing() throws {
        _ = try make("a.html", "<html>old")
        #expect(throws: CancellationError.self) {
            try place(path("a.html")).write { append in
                try Self.page.withUnsafeBytes(append)
                throw CancellationError()
            }
        }
        #expect(try names == ["a.html"])
        #expect(try content("a.html") == "<html>old")
    }

    @Test("where the file system has no nameless files it is the same, with a hidden file meanwhile", arguments: [true, false])
    func nameless(isPossible: Bool) throws {
        do {
            let file = try WholeFile(beside: path("a"), nameless: isPossible)
            #expect(try names.count == (isPossible ? 0 : 1))
            try Self.page.withUnsafeBytes(file.append)
            try file.replace()
        }
        #expect(try names == ["a"])
        do {
            let file = try WholeFile(beside: path("a"), nameless: isPossible)
            #expect(try file.create() == false)
            #expect(try file.create(as: path("b")))
            #expect(try WholeFile(beside: path("a"), nameless: isPossible).create(as: path("b")) == false)
        }
        #expect(try names == ["a", "b"])
        #expect(try content("a") == "<!DOCTYPE html>\nnew")
    }

    @Test("the rights are those of the umask; those of a file that is replaced stay")
    func rights() throws {
        try write(path("a.html"))
        let plain = try make("plain", "")
        #expect(try mode("a.html") == (mode("plain")))
        chmod(path("a.html"), 0o600)
        try write(path("a.html"))
        #expect(try mode("a.html") == 0o600)
        _ = plain
    }

    @Test("a file of the same kind is replaced, an empty one too; another one needs --force")
    func kinds() throws {
        let same = try make("same.html", "\n<HTML>old"), empty = try make("empty", ""), other = try make("thesis.txt", "years of work")
        try write(same)
        try write(empty)
        #expect(
            refusal(other)
                == "--html: expected an HTML page to replace, or no file at all, found a file of another kind; name another file, or say --force."
        )
        #expect(try content("thesis.txt") == "years of work")
        try write(other, force: true)
        #expect(try content("thesis.txt") == "<!DOCTYPE html>\nnew")
    }

    @Test("a link is followed: what it leads to is replaced or made, the link stays")
    func links() throws {
        _ = try make("a.html", "<html>old")
        for (link, target) in [("l", "a.html"), ("dangling", "b.html"), ("far", path("l"))] { symlink(target, path(link)) }
        try write(path("l"))
        try write(path("dangling"))
        try write(path("far"))
        #expect(try names == ["a.html", "b.html", "dangling", "far", "l"])
        for link in ["l", "dangling", "far"] {
            #expect(try FileManager.default.attributesOfItem(atPath: path(link))[.type] as? FileAttributeType == .typeSymbolicLink)
        }
        #expect(try content("a.html") == content("b.html"))
        symlink("circle", path("circle"))
        #expect(refusal(path("circle")).contains("found links in a circle"))
    }

    @Test("folders, sockets and devices are refused, forced or not, and stay", arguments: [false, true])
    func noFiles(force: Bool) throws {
        try FileManager.default.createDirectory(at: folder.url.appending(path: "results"), withIntermediateDirectories: false)
        _ = try make("results/kept", "kept")
        symlink("results", path("link"))
        for name in [path("results"), path("results") + "/", path("results/."), path("link"), folder.url.path, ".", "/", "/tmp"] {
            #expect(refusal(name, force: force).contains("found a folder"), "\(name)")
        }
        #expect(try content("results/kept") == "kept")
        for name in ["/dev/null", "/dev/zero", "/dev/full"] { #expect(refusal(name, force: force).contains("found a device"), "\(name)") }
        #expect(refusal(path("none/a.html"), force: force).contains("found a folder that is not there"))
        #expect(refusal(path("results/kept/a.html"), force: force).contains("Not a directory"))
        #expect(refusal("", force: force).contains("found no name"))
        #expect(refusal(path(String(repeating: "x", count: 300)), force: force).contains("File name too long"))
    }

    @Test("a FIFO and a stream of this process are streamed into, and stay what they are")
    func streams() throws {
        mkfifo(path("fifo"), 0o600)
        let ended = DispatchSemaphore(value: 0), read = Mutex([UInt8]())
        // A thread of its own: it waits for the writer as the writer waits for it.
        Thread.detachNewThread { [file = path("fifo")] in
            let descriptor = open(file, O_RDONLY)
            var buffer = [UInt8](repeating: 0, count: 100)
            while case let count = Glibc.read(descriptor, &buffer, 100), count > 0 { read.withLock { $0 += buffer[..<count] } }
            close(descriptor)
            ended.signal()
        }
        try write(path("fifo"))
        #expect(ended.wait(timeout: .now() + 20) == .success)
        #expect(read.withLock { $0 } == Self.page)
        var status = stat()
        #expect(stat(path("fifo"), &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
        // A file that is one of the process's streams is written to behind what it holds.
        let descriptor = open(try make("log", "before\n"), O_WRONLY | O_APPEND)
        defer { close(descriptor) }
        try write("/dev/fd/\(descriptor)")
        try write("/proc/self/fd/\(descriptor)")
        #expect(try content("log") == "before\n<!DOCTYPE html>\nnew<!DOCTYPE html>\nnew")
    }

    @Test("what the run reads is never written over, by whatever name; neither is a file of a folder that it reads, nor another result")
    func taken() throws {
        try FileManager.default.createDirectory(at: folder.url.appending(path: "model"), withIntermediateDirectories: false)
        let weights = try make("model/page.html", "<html>weights"), input = try make("input.html", "<html>input")
        link(input, path("hard"))
        symlink(input, path("soft"))
        symlink("model", path("door"))
        for name in [input, path("hard"), path("soft"), path("./input.html"), path("model/../input.html"), weights, path("door/page.html")]
        {
            #expect(refusal(name, reading: [input, path("model")], force: true).contains("a place of its own for the result"), "\(name)")
        }
        #expect(refusal(path("new.html"), reading: [path("new.html")], force: true).contains("a place of its own for each result"))
        #expect(try content("input.html") == "<html>input")
        #expect(try content("model/page.html") == "<html>weights")
    }

    @Test("other kinds know their own files and no others")
    func recognition() throws {
        try SafetensorsWriter.write([("a", .floats([1], [1]))], metadata: [:], to: folder.url.appending(path: "tensors"))
        try StatisticsCollection([:]).write(to: folder.url.appending(path: "statistics"))
        _ = try make("lines", "{\"document\":\"a\"}\n")
        _ = try make("page", "<!doctype HTML><html></html>")
        _ = try make("calibration", "{\"documents\": [1, {\"format\": 2}],\n \"format\": \"parallax.calibration\"}")
        _ = try make("comparison", "parallax.comparison 9\n")
        _ = try make("text", "{ not JSON")
        _ = try make("empty", "")
        let kinds: [(OutputKind, String)] = [
            (.tensors, "tensors"), (.statistics, "statistics"), (.lines, "lines"), (.page, "page"), (.calibration, "calibration"),
            (.comparison, "comparison")
        ]
        for (kind, own) in kinds {
            for name in try names { #expect(kind.recognises(folder.url.appending(path: name)) == (name == own), "\(kind.name): \(name)") }
        }
    }
}
