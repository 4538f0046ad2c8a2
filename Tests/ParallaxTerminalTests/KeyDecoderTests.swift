import ParallaxTerminal
import ParallaxViews
import TestSupport
import Testing

/// From readings to keys, without a terminal.
@Suite("Keys from what a terminal sends") struct KeyDecoderTests {
    /// The keys of a text that comes in one piece, then a pause; `then` comes after it.
    private func keys(_ text: String, then: String = "") -> [Key] {
        var decoder = KeyDecoder()
        return [text, then].flatMap { piece in piece.unicodeScalars.flatMap { decoder.decode(.scalar($0)) } + decoder.pause() }
    }

    private func press(_ x: Int, _ y: Int) -> Key { .mouse(MouseEvent(.press, x: x, y: y)) }

    @Test("clicks and wheel, as numbers and as bytes; buttons going up, other buttons and motion mean nothing")
    func mouse() {
        #expect(keys("\u{1B}[<0;1;1M") == [press(0, 0)])
        #expect(keys("\u{1B}[<0;201;50M\u{1B}[<0;201;50m") == [press(200, 49)])
        #expect(keys("\u{1B}[<16;3;4M") == [press(2, 3)])
        #expect(keys("\u{1B}[<64;3;4M\u{1B}[<65;3;4M") == [.mouse(MouseEvent(.wheelUp, x: 2, y: 3)), .mouse(MouseEvent(.wheelDown, x: 2, y: 3))])
        #expect(keys("\u{1B}[<1;3;4M\u{1B}[<2;3;4M\u{1B}[<32;3;4M\u{1B}[<35;3;4M\u{1B}[<66;3;4M\u{1B}[<128;3;4M") == [])
        #expect(keys("\u{1B}[M !!x") == [press(0, 0), .character("x")])
        #expect(keys("\u{1B}[M`~~") == [.mouse(MouseEvent(.wheelUp, x: 93, y: 93))])
        #expect(keys("\u{1B}[M#!!") == [])
    }

    @Test("a report cut in two by the line is one report, whose end stays none of the keys", arguments: ["\u{1B}[<0;12;5M", "\u{1B}[M !!"])
    func split(_ report: String) {
        for cut in 2..<report.unicodeScalars.count {
            let scalars = Array(report.unicodeScalars)
            func text(_ part: ArraySlice<Unicode.Scalar>) -> String { String(String.UnicodeScalarView(part)) }
            #expect(keys(text(scalars[..<cut]), then: text(scalars[cut...])).count == 1)
        }
    }

    @Test("what is no report is dropped to its end, and what comes after it is read", arguments: [
        "\u{1B}[<0;0;1M", "\u{1B}[<0;1;0M", "\u{1B}[<;;M", "\u{1B}[<0;1M", "\u{1B}[<0;1;1;1M", "\u{1B}[<0;99999999999999999999;1M", "\u{1B}[<-1;1;1M", "\u{1B}[<0;1;1x",
        "\u{1B}[<0;\r\n1;1\u{3}m", "\u{1B}[<M", "\u{1B}[99;5:3u", "\u{1B}[?62;22c", "\u{1B}]11;rgb:0000/0000/0000\u{7}", "\u{1B}]0;q\u{1B}\\", "\u{1B}P1$r0q\u{1B}\\", "\u{1B}[<0;1\u{1B}[<0;1;1m",
    ])
    func noReport(_ text: String) { #expect(keys(text + "x") == [.character("x")], "\(keys(text + "x"))") }

    @Test("a sequence whose end never comes is given up, and the keyboard is not lost", arguments: ["\u{1B}[", "\u{1B}[<0;1", "\u{1B}[M!", "\u{1B}]0;", "\u{1B}O"])
    func truncated(_ text: String) throws {
        var decoder = KeyDecoder()
        #expect(text.unicodeScalars.flatMap { decoder.decode(.scalar($0)) } + decoder.pause() == [])
        #expect(try #require(decoder.patience) <= .milliseconds(500))
        #expect(decoder.giveUp() == [])
        #expect(decoder.patience == nil)
        #expect(decoder.decode(.scalar("q")) == [.character("q")])
    }

    @Test("a report whose bytes are no text is dropped to the next pause")
    func garbled() {
        var decoder = KeyDecoder()
        #expect("\u{1B}[M ".unicodeScalars.flatMap { decoder.decode(.scalar($0)) } == [])
        decoder.garble()
        #expect("\u{1B}[M !!q".unicodeScalars.flatMap { decoder.decode(.scalar($0)) } + decoder.pause() == [])
        #expect(decoder.decode(.scalar("q")) == [.character("q")])
    }

    @Test("no parameters of any length or kind become keys", arguments: 0..<200 as Range<UInt64>)
    func anyParameters(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let parameters = String(String.UnicodeScalarView((0..<Int.random(in: 0...200, using: &generator)).map { _ in
            Unicode.Scalar(UInt8.random(in: 0x20...0x3F, using: &generator))
        }))
        // Without an end, what is longer than anything known is dropped with all that comes in the same breath.
        #expect(keys("\u{1B}[\(parameters)z").isEmpty, "\(parameters)")
        #expect(keys("\u{1B}[<\(parameters)m").isEmpty, "\(parameters)")
    }
}
