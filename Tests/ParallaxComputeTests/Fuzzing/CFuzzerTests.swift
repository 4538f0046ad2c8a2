import Foundation
import TestSupport
import Testing

/// The C parts under Clang's fuzzers and sanitizers (Tests/CFuzzers): a moment each here, a million inputs each by hand.
///
///     Tests/CFuzzers/run 1000000
@Suite("Fuzzers of the C parts") struct CFuzzerTests {
    @Test("kernels beside the plain ones, mappings of files that shrink, cells of any scalars")
    func run() throws {
        let process = Process(), pipe = Pipe()
        process.executableURL = Places.root.appending(path: "Tests/CFuzzers/run")
        process.arguments = ["3000", "1"]
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        // 77: a machine whose clang has none; it says so.
        #expect([0, 77].contains(process.terminationStatus), "\(output)")
        print(output)
    }
}
