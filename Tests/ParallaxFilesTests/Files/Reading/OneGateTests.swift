import Foundation
import TestSupport
import Testing

/// The file system is asked in one place (Sources/ParallaxFiles/Reading): there types are checked, nothing is waited for, and names
/// may be any bytes. This walks over the sources, so that a new call beside the gate is found without anybody remembering.
@Suite("One gate to the file system")
struct OneGateTests {
    /// What reads around the gate, and what to use instead.
    private static let forbidden: [(String, String)] = [
        (#"FileManager\.default\.(?!removeItem|createDirectory|moveItem)"#, "FileSystem or Host"), (#"\bFileManager\(\)"#, "FileSystem"),
        (#"\b(?:Data|NSData|String|NSString|NSArray|NSDictionary)\((?:contentsOf|contentsOfFile)\b"#, "MappedFile, or FileSystem.contents"),
        (#"FileHandle\(forReading"#, "MappedFile, or FileSystem.contents"), (#"FileHandle\.standardInput"#, "Stream.standardInput"),
        (#"InputStream\("#, "MappedFile"),
        (#"\bfopen\(|\bopendir\(|\breaddir\(|\blstat\(|\breadlink\(|\brealpath\(|\baccess\(|\bmmap\("#, "FileSystem or OpenFile"),
        (#"[^.\w]stat\([^)]"#, "FileStatus"),
        (#"(?:^|[^.\w])(?:Foundation\.|Glibc\.)?open\((?!\$0, O_(?:RDWR|WRONLY)|\w+: )[^)]*\bO_"#, "OpenFile"),
        (
            #"expandingTildeInPath|homeDirectoryForCurrentUser|NSHomeDirectory|resolvingSymlinksInPath|resourceValues\(|checkResourceIsReachable"#,
            "Host or FileSystem"
        ),
        (
            #"ProcessInfo\.processInfo\.environment|CommandLine\.(?:arguments|unsafeArgv)|Bundle\.main|currentDirectoryPath|NSTemporaryDirectory"#,
            "Host"
        ),
        (#"parseAsRoot\(\)"#, "parseAsRoot(Host.arguments)")
    ]

    @Test("nothing else reads from it")
    func reading() throws {
        let patterns = try Self.forbidden.map { (try Regex($0.0).wordBoundaryKind(.simple), $0.1) }
        try SourceLines.each({ !$0.contains("/ParallaxFiles/Reading/") && !$0.contains("/ParallaxFiles/Writing/") }) { place, line in
            for (pattern, instead) in patterns where line.contains(pattern) {
                Issue.record(
                    "\(place) goes around the one gate to the file system: use \(instead). \(line.trimmingCharacters(in: .whitespaces))")
            }
        }
    }

    @Test("what writes gives the kernel the name's own bytes, by FileName.withPath")
    func writing() throws {
        let call = try Regex(
            #"[^.\w](?:Foundation\.|Glibc\.)?(?:open|creat|lstat|stat|access|rename|unlink|rmdir|mkdir|mkstemp|link|symlink|chmod|truncate|mkfifo)\((?!\$0|AT_|\)|"/proc/self/fd"|\w+: |_ )"#
        ).wordBoundaryKind(.simple)
        try SourceLines.each { place, line in
            guard line.contains(call), !line.contains("func "), !line.contains(".open("), !line.contains("try open("),
                !line.contains("case open(")
            else { return }
            Issue.record("\(place) calls the kernel with a String: use FileName.withPath. \(line.trimmingCharacters(in: .whitespaces))")
        }
    }

    @Test(
        "the search finds what it is for",
        arguments: [
            "let data = try Data(contentsOf: url)", "if FileManager.default.fileExists(atPath: p) {", "let d = open(path, O_RDONLY)",
            "let text = String(contentsOf: url, encoding: .utf8)",
            "guard stat(path, &status) == 0 else {", "FileHandle(forReadingFrom: url)", "for a in CommandLine.arguments {",
            "NSString(string: p).expandingTildeInPath", "Foundation.open(path, O_RDONLY | O_CLOEXEC)"
        ])
    func finds(_ line: String) throws {
        let patterns = try Self.forbidden.map { try Regex($0.0).wordBoundaryKind(.simple) }
        #expect(patterns.contains { line.contains($0) })
    }
}
