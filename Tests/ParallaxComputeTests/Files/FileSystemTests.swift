import Foundation
import ParallaxCompute
@testable import ParallaxFiles
import TestSupport
import Testing

@Suite("What stands in the place of a file is said in a sentence, and nothing hangs", .serialized)
struct FileSystemTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func path(_ name: String) -> String { folder.url.appending(path: name).path }

    private func found(_ path: String, _ open: (String) throws -> Void = { _ = try MappedFile($0) }) -> String {
        do {
            try open(path)
            return "opened"
        } catch let complaint as Complaint { return complaint.found } catch { return "\(error)" }
    }

    /// Every way to read a file whole.
    private static let readers: [@Sendable (String) throws -> Void] = [
        { _ = try MappedFile($0) }, { _ = try FileSystem.contents(of: $0, atMost: 100) }, { _ = try TensorFiles.open($0) },
        { _ = try SafetensorsFile($0) },
        { _ = try YAMLFile.node(URL(filePath: $0)) }, { _ = try ShardIndex($0) }, { _ = try ConfigurationFields(file: URL(filePath: $0)) },
        { _ = try StatisticsFile.open(URL(filePath: $0)) },
        { _ = try StatisticsCollection.open(URL(filePath: $0)) }, { _ = try ClaimCalibration.open(URL(filePath: $0)) },
        { _ = try ClaimRules.open(URL(filePath: $0)) },
        { _ = try Inspection.of($0) }, { _ = try PersonVerdicts(URL(filePath: $0)) }, { _ = try PartialFile(URL(filePath: $0)) }
    ]

    @Test("a pipe, a socket, a device and a file below /proc are refused by their type wherever a file is read whole")
    func types() throws {
        try #require(mkfifo(path("pipe"), 0o600) == 0)
        let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = "/tmp/parallax-\(getpid()).socket"
        defer { unlink(name) }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name.utf8) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
        #expect(bound == 0)
        let places = [
            (path("pipe"), "a pipe"), (name, "a socket"), ("/dev/zero", "a device"), ("/dev/full", "a device"),
            ("/proc/self/maps", "a file that does not say its size, as those below /proc")
        ]
        for (place, words) in places {
            for (number, reader) in Self.readers.enumerated() {
                let found = found(place, reader)
                #expect(
                    found.contains(words) || found.hasPrefix("\"\(place)") || (place.hasPrefix("/proc") && found != "opened"),
                    "reader \(number) on \(place): \(found)")
            }
        }
    }

    @Test("links, loops, names too long, files as folders, permissions: each its own words")
    func absences() throws {
        try folder.write("file", "x")
        try FileManager.default.createSymbolicLink(atPath: path("broken"), withDestinationPath: "gone")
        try FileManager.default.createSymbolicLink(atPath: path("a"), withDestinationPath: "b")
        try FileManager.default.createSymbolicLink(atPath: path("b"), withDestinationPath: "a")
        try FileManager.default.createSymbolicLink(atPath: path("self"), withDestinationPath: "self/self")
        #expect(found(path("nowhere")) == "nothing of that name")
        #expect(found(path("broken")) == "a link to gone, where there is nothing")
        #expect(found(path("a")) == "links that lead in a circle")
        #expect(found(path("self")) == "links that lead in a circle")
        #expect(found(path("file/inner")) == "a file where its path has a folder")
        #expect(found(path(String(repeating: "n", count: 300))) == "a name that is longer than names of files can be")
        #expect(found("/" + String(repeating: "d/", count: 5000)) == "a name that is longer than names of files can be")
        #expect(found("") == "an empty name")
        #expect(found("a\0b") == "a name that holds a NUL")
        #expect(found(folder.url.path) == "a folder")
        #expect(found("/") == "a folder")
        if getuid() != 0 {
            chmod(path("file"), 0)
            #expect(found(path("file")) == "something that may not be read")
        }
    }

    @Test("a folder of too many names is a sentence; a file has no names")
    func folders() throws {
        #expect(throws: Complaint.self) { try FileSystem.names(in: path("nowhere")) }
        try folder.write("file", "x")
        try folder.write(".hidden", "x")
        #expect(throws: Complaint.self) { try FileSystem.names(in: path("file")) }
        #expect(try FileSystem.names(in: folder.url.path) == ["file"])
        #expect(try FileSystem.names(in: folder.url.path, hidden: true) == [".hidden", "file"])
    }

    @Test("a small file that grows or is larger than it may be is not read")
    func small() throws {
        let file = try folder.write("small", "12345")
        #expect(try FileSystem.contents(of: file.path, atMost: 5).count == 5)
        #expect(found(file.path) { _ = try FileSystem.contents(of: $0, atMost: 4) } == "5")
    }

    @Test("where a stream may stand, a pipe is read to its end, once, and again from memory")
    func streams() throws {
        try #require(mkfifo(path("pipe"), 0o600) == 0)
        let place = path("pipe")
        let writer = Thread {
            let descriptor = open(place, O_WRONLY)
            for _ in 0..<1000 { _ = write(descriptor, String(repeating: "x", count: 1000), 1000) }
            close(descriptor)
        }
        writer.start()
        #expect(try MappedFile(place, stream: 2_000_000).bytes.count == 1_000_000)
        #expect(try MappedFile(place, stream: 2_000_000).bytes.count == 1_000_000)
        #expect(found(place) == "a pipe")
        #expect(found("/dev/null") { _ = try MappedFile($0, stream: 10) } == "opened")
        #expect(found("/dev/zero") { _ = try MappedFile($0, stream: 10) } == "a device")
        #expect(try MappedFile.reading("/proc/self/status", stream: 100_000) { $0.starts(with: "Name:".utf8) })
    }

    @Test("a stream that gives more than it may is left")
    func flood() throws {
        try #require(mkfifo(path("flood"), 0o600) == 0)
        let place = path("flood")
        let writer = Thread {
            signal(SIGPIPE, SIG_IGN)
            let descriptor = open(place, O_WRONLY)
            while write(descriptor, String(repeating: "x", count: 1000), 1000) > 0 {}
            close(descriptor)
        }
        writer.start()
        #expect(found(place) { _ = try MappedFile($0, stream: 100_000) } == "a pipe that gives more")
    }
}
