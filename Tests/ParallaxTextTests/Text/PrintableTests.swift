import Foundation
import ParallaxText
import TestSupport
import Testing

/// What text of strangers becomes on its way out, by the place that it goes to.
@Suite("Printable") struct PrintableTests {
    /// A title that sets the window's title, clears the screen, writes the clipboard, turns the line round and starts a new one.
    private let title = "a\u{1B}]0;b\u{07}\u{1B}[2J\u{9B}31m\u{202E}c\u{2066}\r\nd\u{7F}"

    @Test("a literal goes out as it is; what is put into it is drawn on a terminal and escaped in a file")
    func interpolation() {
        let text: Printable = "\u{1B}[K\(title)\n"
        #expect(text.text(for: .terminal) == "\u{1B}[Ka␛]0;b␇␛[2J�31m⬚c⬚␍⏎d␡\n")
        #expect(text.text(for: .file) == "\u{1B}[Ka\\u001b]0;b\\u0007\\u001b[2J\\u009b31m\\u202ec\\u2066\\u000d\\nd\\u007f\n")
    }

    @Test("a passage keeps its lines and tabs, and nothing else that moves")
    func passage() {
        let text = Printable(passage: "one\n\ttwo\r\u{1B}[1A\u{85}\u{2028}three")
        #expect(text.text(for: .terminal) == "one\n\ttwo␍␛[1A�⏎three")
        #expect(text.text(for: .file) == "one\n\ttwo\\u000d\\u001b[1A\\u0085\\u2028three")
    }

    @Test("data for programs is the same wherever it goes")
    func data() {
        let text = Printable(data: "a,\"b\nc\",\u{1B}\u{E0041}\u{FEFF}é—日👩‍🔬")
        for target in [Printable.Target.terminal, .file] {
            #expect(text.text(for: target) == "a,\"b\nc\",\\u001b\\udb40\\udc41\\ufeffé—日👩‍🔬")
        }
    }

    @Test("numbers, parts and sums are text too")
    func parts() {
        let inner: Printable = "[\(title.prefix(2))]"
        #expect(("\(1) \(2.5) \(inner)" + [inner, "-"].joined(separator: ", ")).text(for: .terminal) == "1 2.5 [a␛][a␛], -")
        let complaint: Printable = "\(Complaint("x\n", expected: "y", found: "\u{1B}c", remedy: "z"))"
        #expect(complaint.text(for: .terminal) == "x⏎: expected y, found ␛c; z.")
    }

    @Test("no text of any scalars leaves a control, a format character or another line end in what is printed")
    func everyScalar() {
        // All of the planes that hold such, and a sample of the rest.
        let values =
            Array(0..<UInt32(0x3000)) + Array(0xFB00..<0x1_0000) + Array(0xE_0000..<0xE_0200)
            + Array(stride(from: UInt32(0x3000), to: 0x11_0000, by: 251)) + [0x1_FFFE, 0x10_FFFF]
        for value in values {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = String(scalar) + "x"
            for (printable, lines) in [(Printable(line: text), false), (Printable(passage: text), true), (Printable(data: text), true)] {
                for target in [Printable.Target.terminal, .file] {
                    let printed = printable.text(for: target)
                    let isClean = printed.unicodeScalars.allSatisfy { s in
                        if s == "\n" || s == "\t" { return lines || (target == .file && s == "\t") }
                        if s.value == 0x200C || s.value == 0x200D { return true }
                        return ![.control, .format, .lineSeparator, .paragraphSeparator, .surrogate].contains(s.properties.generalCategory)
                    }
                    if !isClean { Issue.record("U+\(String(value, radix: 16)) as \(printed.debugDescription)") }
                }
            }
        }
    }

    @Test("JSON says hazards as escapes, and reads back to the same text")
    func json() throws {
        let all = String(
            String.UnicodeScalarView((0..<UInt32(0x3000)).compactMap(Unicode.Scalar.init) + ["\u{FEFF}", "\u{E0041}", "\u{1F600}"]))
        for pretty in [false, true] {
            let bytes = try JSONBytes.of([all: [all]], pretty: pretty)
            #expect(try JSONDecoder().decode([String: [String]].self, from: bytes) == [all: [all]])
            #expect(String(decoding: bytes, as: UTF8.self).unicodeScalars.allSatisfy { !Hazards.isHazard($0) })
        }
        #expect(try String(decoding: JSONBytes.of(["a": "\u{9B}\u{202E}é"]), as: UTF8.self) == #"{"a":"\u009b\u202eé"}"#)
    }
}
