import Foundation
import TestSupport
import Testing

@Suite("The form of the sources")
struct FormatTests {
    @Test("every source stands as .swift-format says, at most 140 columns; `swift format -i -r Sources Tests Package.swift` mends it")
    func form() throws {
        let lint = Process(), words = Pipe()
        lint.executableURL = URL(filePath: "/usr/bin/env")
        lint.arguments = ["swift", "format", "lint", "--strict", "--recursive", "--parallel", "Sources", "Tests", "Package.swift"]
        lint.currentDirectoryURL = Places.root
        lint.standardError = words
        try lint.run()
        let said = String(decoding: words.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        lint.waitUntilExit()
        #expect(lint.terminationStatus == 0, "\(said.split(separator: "\n").prefix(20).joined(separator: "\n"))")
    }
}
