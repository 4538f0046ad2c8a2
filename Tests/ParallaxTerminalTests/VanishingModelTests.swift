import Foundation
import TerminalHarness
import TestSupport
import Testing

/// As it happens on network file systems, where another machine writes a checkpoint anew.
@Suite("The explorer while a file under it is cut short", .serialized) struct VanishingModelTests {
    @Test("weights that are gone end in a sentence on the screen, which stays the program's until q")
    func cutShort() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "parallax-vanishing-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: Places.sampleData, to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let terminal = try TerminalSession(Places.built("parallax"), [folder.appending(path: "parallax.yaml").path], width: 200, height: 50)
        try terminal.wait(for: "F nrm")
        terminal.settle(silence: 0.5)
        try FileHandle(forUpdating: folder.appending(path: "subject/model.safetensors")).truncate(atOffset: 9000)
        terminal.send("]")
        try terminal.wait(for: "it was cut short meanwhile")
        #expect(!terminal.outputText.contains("\u{1B}[?1049l"))
        terminal.send("q")
        #expect(try terminal.end() == 0)
        #expect(terminal.leftBehind == [])
    }
}
