import Foundation
import TestSupport
import Testing

/// Rules of the sources that the compiler does not check: what they forbid stands in one place each, or in a short list with its reasons.
@Suite("Rules of the sources")
struct SourceRuleTests {
    /// One kind of call, where it may stand, and what stands for it elsewhere.
    struct Rule: Sendable, CustomTestStringConvertible {
        let name: String
        let pattern: String
        let instead: String
        /// Ends of paths, with the reason.
        let allowed: [String: String]
        /// Lines that it must find, so that a rule that finds nothing is noticed.
        let samples: [String]
        /// Lines that it must let pass.
        var others: [String] = []

        var testDescription: String { name }
    }

    static let rules = [
        Rule(
            name: "a number is converted by a conversion that says what becomes of one that does not fit",
            pattern:
                #"\bU?Int(?:8|16|32|64)?(?:\.init)?\((?!\)|foreign: |clamping: |wide: |exactly: |truncatingIfNeeded: |bitPattern: |ascii: |(?:little|big)Endian: |.*, radix: )|\bU?Int(?:8|16|32|64)?\.init\b(?!\()|\bnumericCast\("#,
            instead: "Int(foreign:), Int(clamping:) or Int(wide:), of Numbers/Whole.swift", allowed: [:],
            samples: [
                "let n = Int(share * 10)", "UInt32(id)", "ids.map(Int64.init)", "let a = [Int](), b = Int(x)", "numericCast(x)",
                "Int32(count), Int32(range.count)"
            ],
            others: [
                "Int(foreign: x)", "UInt8(ascii: \"a\")", "var all = [Int]()", "UInt8(text, radix: 16)", "UInt64(littleEndian: x)",
                "struct PrintPlan(x)"
            ]),
        Rule(
            name: "stdout and stderr have one writer, which knows a stranger's text",
            pattern:
                #"(?:^|[^.\w])(?:print|debugPrint|fputs|fputc|putc|puts|putchar|fwrite|fprintf|printf|vprintf|perror|dump|NSLog|syslog)\((?!count|_ items)|FileHandle\.standard(?:Output|Error)|(?:^|\W)(?:stdout|stderr)(?=[,)])|\b(?:Foundation|Glibc)\.write\("#,
            instead: "Output, with a Printable",
            allowed: [
                "/ParallaxCommands/Output/Output.swift": "the writer",
                "/ParallaxTerminal/Screen/Terminal.swift": "the screen's writer: cells, which hold no controls",
                "/Writing/WholeFile.swift": "files", "/Writing/GrowingFile.swift": "files"
            ],
            samples: ["print(text)", "fputs(text, stderr)", "FileHandle.standardError.write(x)", "Glibc.write(1, base, n)", "dump(x)"],
            others: ["format.print(table)"]),
        Rule(
            name: "files are made, replaced and removed in one place",
            pattern:
                #"\bO_(?:CREAT|TRUNC|TMPFILE)\b|(?:^|[^.\w])(?:Foundation\.|Glibc\.)?(?:unlink|unlinkat|rename|renameat|renameat2|rmdir|mkdir|mkstemp|mkdtemp|truncate|ftruncate|creat|symlink|mkfifo|chmod|fchmod|chown)\((?!\))|\b(?:removeItem|moveItem|copyItem|replaceItem|replaceItemAt|createFile|createDirectory|createSymbolicLink|setAttributes|linkItem|trashItem)\(|\.write\(toFile|\.write\(to: [^)]*(?:atomically|options)|FileHandle\(for(?:Writing|Updating)|OutputStream\("#,
            instead: "WholeFile, GrowingFile or OutputPlace",
            allowed: [
                "/ParallaxFiles/Writing/WholeFile.swift": "whole files", "/Writing/GrowingFile.swift": "files that are appended to",
                "/ParallaxComparisons/Records/PartialFile.swift": "a part that nobody asked to keep is removed at the end",
                "/ParallaxComparisons/Records/PartialPlace.swift": "makes the cache's folder",
                "/Labels/LabelStore.swift": "makes the cache's folder",
                "/ParallaxCommands/Options/Input.swift": "a folder of its own for stdin, removed at the end"
            ],
            samples: [
                "try FileManager.default.removeItem(at: url)", "open($0, O_WRONLY | O_CREAT, 0o666)", "unlink(path)",
                "try data.write(to: url, options: .atomic)", "try text.write(to: url, atomically: true, encoding: .utf8)",
                "FileHandle(forWritingTo: url)"
            ],
            others: ["cache.truncate(to: 3)", "try whole.write(to: url)"]),
        Rule(
            name: "JSON that people see is written in one place",
            pattern: #"\bJSONEncoder\(\)|JSONSerialization\.data|JSONSerialization\.writeJSONObject"#, instead: "JSONBytes",
            allowed: [
                "/JSON/JSONBytes.swift": "the place", "/Plan/ComparisonPlan.swift": "is hashed, never written",
                "/Records/RecordScan.swift": "a block of a binary file, with its checksum",
                "/Records/DocumentRecord.swift": "a block of a binary file, with its checksum",
                "/Statistics/StatisticsCollection.swift": "a part of a binary file, with its checksum"
            ],
            samples: ["let encoder = JSONEncoder()"]),
        Rule(
            name: "nothing ends the program but a precondition, which a caller has to keep",
            pattern:
                #"\bfatalError\(|\bpreconditionFailure\(|\bassertionFailure\(|\btry!|\bas!|\bunsafelyUnwrapped\b|(?:^|[^.\w])(?:exit|_exit|abort)\("#,
            instead: "a Complaint",
            allowed: ["/ParallaxCommands/Parallax.swift": "ends the program, with its status"],
            samples: ["fatalError(\"no\")", "try! read()", "value as! String", "exit(1)"], others: ["Parallax.exit(withError: error)"])
    ]

    @Test("hold", arguments: rules)
    func hold(_ rule: Rule) throws {
        let pattern = try Regex(rule.pattern).wordBoundaryKind(.simple)
        var used: Set<String> = []
        try SourceLines.each { place, line in
            // Without what follows the code, and without the name of what is declared.
            let code = (line.firstRange(of: " // ").map { line[..<$0.lowerBound] } ?? line).replacing(/func \w+/, with: "func")
            guard code.contains(pattern) else { return }
            let file = "/" + place.prefix { $0 != ":" }
            guard let reason = rule.allowed.keys.first(where: { file.hasSuffix($0) }) else {
                Issue.record("\(place): use \(rule.instead). \(line.trimmingCharacters(in: .whitespaces))")
                return
            }
            used.insert(reason)
        }
        #expect(used == Set(rule.allowed.keys), "places in the list where nothing of the kind stands")
    }

    @Test("find what they are for", arguments: rules)
    func find(_ rule: Rule) throws {
        let pattern = try Regex(rule.pattern).wordBoundaryKind(.simple)
        for sample in rule.samples { #expect(sample.contains(pattern), "\(sample)") }
        for other in rule.others { #expect(!other.contains(pattern), "\(other)") }
    }
}
