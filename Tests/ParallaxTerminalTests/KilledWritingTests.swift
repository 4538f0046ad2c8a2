import Foundation
import TerminalHarness
import TestSupport
import Testing

@Suite("Killed while it writes what is seen", .serialized)
struct KilledWritingTests {
    @Test("w: every file that is there is whole, however the program ended; PARALLAX_KILLS=200 for as many")
    func findings() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "w-\(UUID().uuidString.prefix(6))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let world = try TinyWorld(in: folder), place = folder.appending(path: "here")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        var random = SeededGenerator(seed: 9), written = 0
        for kill in 0..<Killing.count {
            let terminal = try TerminalSession(
                URL(filePath: "/bin/sh"),
                ["-c", "cd '\(place.path)' && exec '\(Places.built("parallax").path)' explore '\(world.workspace.path)'"], width: 100,
                height: 30,
                environment: ["XDG_CACHE_HOME": folder.appending(path: "cache").path])
            try terminal.wait(for: "doc0")
            terminal.send(String(repeating: "w", count: 40))
            usleep(UInt32.random(in: 0...300_000, using: &random))
            terminal.signal(SIGKILL)
            #expect(try terminal.end() == 128 + SIGKILL)
            let names = try FileManager.default.contentsOfDirectory(atPath: place.path)
            for name in names {
                let file = place.appending(path: name), bytes = try Data(contentsOf: file)
                #expect(name.hasPrefix("parallax-doc0-token"), "kill \(kill)")
                if name.hasSuffix(".json") {
                    let finding = try #require(
                        try JSONSerialization.jsonObject(with: bytes) as? [String: Any], "kill \(kill): \(name), \(bytes.count) bytes")
                    #expect(finding["finding"] != nil && finding["checkpoints"] != nil)
                } else {
                    let text = String(decoding: bytes, as: UTF8.self)
                    #expect(name.hasSuffix(".txt") && text.hasPrefix("document doc0") && text.hasSuffix("\n"), "kill \(kill): \(name)")
                }
                try FileManager.default.removeItem(at: file)
            }
            written += names.count
        }
        #expect(written > 0)
        print("w: \(Killing.count) kills, \(written) files")
    }
}
