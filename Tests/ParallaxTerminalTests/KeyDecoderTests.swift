import ParallaxSession
import ParallaxTerminal
import ParallaxViews
import TestSupport
import Testing

/// A terminal's line, byte by byte and with a clock of its own.
private struct Line {
    var decoder: KeyDecoder
    private(set) var keys: [Key] = []
    private var now = ContinuousClock.now

    init(_ decoder: KeyDecoder = KeyDecoder()) { self.decoder = decoder }

    /// Time goes by without a byte: whoever waits is woken at each deadline.
    mutating func silence(_ time: Duration) {
        let end = now + time
        while let deadline = decoder.deadline, deadline <= end {
            now = max(now, deadline)
            keys += decoder.timeOut(at: now)
        }
        now = end
    }

    mutating func send(_ bytes: some Sequence<UInt8>) { keys += decoder.decode(Array(bytes), at: now) }
    mutating func send(_ text: String) { send(text.utf8) }

    /// One byte at a time.
    mutating func send(_ text: String, each: Duration) {
        for byte in text.utf8 {
            send([byte])
            silence(each)
        }
    }
}

/// From bytes to keys, without a terminal.
@Suite("Keys from what a terminal sends") struct KeyDecoderTests {
    /// The keys of a text that comes in one piece, then a pause; `then` comes after it.
    private func keys(_ text: String, then: String = "") -> [Key] {
        var line = Line()
        line.send(text)
        line.silence(.milliseconds(60))
        line.send(then)
        line.silence(.seconds(5))
        return line.keys
    }

    private func press(_ x: Int, _ y: Int) -> Key { .mouse(MouseEvent(.press, x: x, y: y)) }

    @Test("clicks and wheel, as numbers and as bytes; buttons going up, other buttons and motion mean nothing")
    func mouse() {
        #expect(keys("\u{1B}[<0;1;1M") == [press(0, 0)])
        #expect(keys("\u{1B}[<0;201;50M\u{1B}[<0;201;50m") == [press(200, 49)])
        #expect(keys("\u{1B}[<16;3;4M") == [press(2, 3)])
        #expect(
            keys("\u{1B}[<64;3;4M\u{1B}[<65;3;4M") == [.mouse(MouseEvent(.wheelUp, x: 2, y: 3)), .mouse(MouseEvent(.wheelDown, x: 2, y: 3))]
        )
        #expect(keys("\u{1B}[<1;3;4M\u{1B}[<2;3;4M\u{1B}[<32;3;4M\u{1B}[<35;3;4M\u{1B}[<66;3;4M\u{1B}[<128;3;4M") == [])
        #expect(keys("\u{1B}[M !!x") == [press(0, 0), .character("x")])
        #expect(keys("\u{1B}[M`~~") == [.mouse(MouseEvent(.wheelUp, x: 93, y: 93))])
        #expect(keys("\u{1B}[M#!!") == [])
    }

    @Test(
        "what is no report is dropped to its end, and what comes after it is read",
        arguments: [
            "\u{1B}[<0;0;1M", "\u{1B}[<0;1;0M", "\u{1B}[<;;M", "\u{1B}[<0;1M", "\u{1B}[<0;1;1;1M", "\u{1B}[<0;99999999999999999999;1M",
            "\u{1B}[<-1;1;1M", "\u{1B}[<0;1;1x",
            "\u{1B}[<0;\r\n1;1\u{3}m", "\u{1B}[<M", "\u{1B}[99;5:3u", "\u{1B}[?62;22c", "\u{1B}]11;rgb:0000/0000/0000\u{7}",
            "\u{1B}]0;q\u{1B}\\", "\u{1B}P1$r0q\u{1B}\\", "\u{1B}[<0;1\u{1B}[<0;1;1m",
            "\u{1B}[I", "\u{1B}[O", "\u{1B}_Gi=1;OK\u{1B}\\", "\u{1B}[201~"
        ])
    func noReport(_ text: String) { #expect(keys(text + "x") == [.character("x")], "\(keys(text + "x"))") }

    @Test(
        "a sequence whose end never comes is given up, and the keyboard is not lost",
        arguments: ["\u{1B}[", "\u{1B}[<0;1", "\u{1B}[M!", "\u{1B}]0;", "\u{1B}O"])
    func truncated(_ text: String) throws {
        var line = Line()
        line.send(text)
        line.silence(.seconds(1))
        #expect(line.keys == [] && line.decoder.deadline == nil)
        line.send("q")
        #expect(line.keys == [.character("q")])
    }

    @Test("no parameters of any length or kind become keys", arguments: 0..<200 as Range<UInt64>)
    func anyParameters(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let parameters = String(
            String.UnicodeScalarView(
                (0..<Int.random(in: 0...200, using: &generator)).map { _ in
                    Unicode.Scalar(UInt8.random(in: 0x20...0x3F, using: &generator))
                }))
        #expect(keys("\u{1B}[\(parameters)z").isEmpty, "\(parameters)")
        #expect(keys("\u{1B}[<\(parameters)m").isEmpty, "\(parameters)")
    }

    @Test("letters of any alphabet, cut in two or not; what is no UTF-8 is no key")
    func characters() {
        #expect(keys("é漢😀") == [.character("é"), .character("漢"), .character("😀")])
        var line = Line()
        line.send("漢é", each: .milliseconds(300))
        line.send([0xC3, 0x28, 0xFF, 0xA0, 0xE6, 0xBC] as [UInt8])
        line.send("x")
        #expect(line.keys == [.character("漢"), .character("é"), .character("("), .character("x")])
        #expect(keys("\u{1B}é") == [.alt("é")])
    }

    @Test("in a locale of one byte a character bytes are its letters")
    func singleBytes() {
        var decoder = KeyDecoder(singleBytes: (0..<256).map { Unicode.Scalar($0) })
        let now = ContinuousClock.now
        #expect(decoder.decode([0xE9], at: now) == [.character("é")])
        #expect(decoder.decode(Array("\u{1B}[200~".utf8) + [0xE9] + Array("\u{1B}[201~".utf8), at: now) == [.paste("é")])
    }

    @Test("what terminfo says comes first, and keys without a meaning are none")
    func terminfo() {
        let sequences = KeySequences(terminfo: [
            (Array("\u{1B}[[A".utf8), .function(1)), (Array("\u{1B}?x".utf8), nil), ([0x0B], .up), ([0x08], .left)
        ])
        var decoder = KeyDecoder(sequences)
        #expect(
            decoder.decode(Array("\u{1B}[[A\u{1B}?x\u{B}\u{8}\u{1B}?yq".utf8), at: .now) == [
                .function(1), .up, .backspace, .alt("?"), .character("y"), .character("q")
            ])
    }
}

/// Over a line that delivers a sequence in pieces nothing of it is ever a command.
@Suite("Keys over a slow line") struct SlowLineTests {
    /// What comes in one piece, with what it means.
    static let sequences: [(bytes: String, keys: [Key])] = [
        ("\u{1B}[A", [.up]), ("\u{1B}[C", [.right]), ("\u{1B}OD", [.left]), ("\u{1B}[1;5C", [.wordRight]), ("\u{1B}[3~", [.delete]),
        ("\u{1B}[6~", [.pageDown]), ("\u{1B}OP", [.function(1)]),
        ("\u{1B}[15~", []), ("\u{1B}OQ", []), ("\u{1B}Oq", []), ("\u{1B}[q", []), ("\u{1B}[24;2~", []), ("\u{1B}[Z", [.backTab]),
        ("\u{1B}[<0;12;5M", [.mouse(MouseEvent(.press, x: 11, y: 4))]),
        ("\u{1B}[<0;12;5m", []), ("\u{1B}[M !!", [.mouse(MouseEvent(.press, x: 0, y: 0))]), ("\u{1B}[M#qq", []), ("\u{1B}[I", []),
        ("\u{1B}[O", []), ("\u{1B}[?62;22c", []), ("\u{1B}[3;1R", []),
        ("\u{1B}]11;rgb:0000/0000/qqqq\u{7}", []), ("\u{1B}]0;q\u{1B}\\", []), ("\u{1B}P1$r0q\u{1B}\\", []),
        ("\u{1B}P>|xterm(379)q\u{1B}\\", []), ("\u{1B}_Gi=1;OKq\u{1B}\\", []),
        ("\u{1B}[200~q!x\u{1B}q\u{1B}[201~", [.paste("q!x\u{1B}q")]), ("\u{1B}[97;5u", [])
    ]

    @Test(
        "a sequence in pieces means what it means whole; only its Esc may be taken for the key",
        arguments: [1, 20, 45, 60, 100, 200, 350, 500, 700, 900])
    func pieces(milliseconds: Int) {
        for (bytes, meaning) in Self.sequences {
            var line = Line()
            line.send(bytes, each: .milliseconds(milliseconds))
            line.silence(.seconds(5))
            let escapes = line.keys.filter { $0 == .escape }.count
            // A long paste over a slow line comes in parts.
            var rest: [Key] = [], pasted = ""
            for key in line.keys where key != .escape { if case .paste(let text) = key { pasted += text } else { rest.append(key) } }
            if !pasted.isEmpty { rest.append(.paste(pasted)) }
            #expect(rest == meaning, "\(bytes.debugDescription) at \(milliseconds) ms: \(line.keys)")
            #expect(escapes == (milliseconds < 50 ? 0 : 1), "\(bytes.debugDescription) at \(milliseconds) ms: \(line.keys)")
        }
    }

    @Test("cut in two anywhere it is one key, at any speed", arguments: [10, 40, 60, 500])
    func cut(milliseconds: Int) {
        for (bytes, meaning) in Self.sequences {
            let all = Array(bytes.utf8)
            for place in 1..<all.count {
                var line = Line()
                line.send(all[..<place])
                line.silence(.milliseconds(milliseconds))
                line.send(all[place...])
                line.silence(.seconds(5))
                #expect(line.keys.filter { $0 != .escape } == meaning, "\(bytes.debugDescription) cut at \(place): \(line.keys)")
            }
        }
    }

    @Test("a lone Esc is Esc within the delay, and the keys after it are keys")
    func loneEscape() {
        for key in "qxin0/ " {
            var line = Line()
            line.send("\u{1B}")
            line.silence(.milliseconds(49))
            #expect(line.keys == [])
            line.silence(.milliseconds(1))
            #expect(line.keys == [.escape])
            line.send(String(key))
            #expect(line.keys == [.escape, .character(key)])
        }
    }

    @Test(
        "Esc and then a key that could go on as a sequence: it is the key once nothing follows, or what follows is of no sequence",
        arguments: ["[", "]", "O", "P", "_"])
    func ambiguous(_ key: String) {
        var line = Line()
        line.send("\u{1B}")
        line.silence(.milliseconds(200))
        line.send(key)
        line.silence(.seconds(1))
        #expect(line.keys == [.escape, .character(Character(key))])
        line.send(key)
        #expect(line.keys.last == .character(Character(key)) && line.keys.count == 3)

        for following in key == "[" ? ["[", "\r"] : key == "O" ? ["/", "~", "\r"] : ["]", "x", "\r"] {
            line = Line()
            line.send("\u{1B}")
            line.silence(.milliseconds(200))
            line.send(key)
            line.silence(.milliseconds(300))
            line.send(following)
            line.silence(.seconds(3))
            #expect(line.keys == [.escape, .character(Character(key)), following == "\r" ? .enter : .character(Character(following))])
        }
    }

    @Test("after a second of silence an Esc begins nothing any more")
    func longAgo() {
        var line = Line()
        line.send("\u{1B}")
        line.silence(.milliseconds(1100))
        line.send("[")
        #expect(line.keys == [.escape, .character("[")])
    }

    @Test("a program that was busy reads an Esc and a key as both, an arrow as one")
    func busy() {
        var decoder = KeyDecoder()
        let now = ContinuousClock.now
        #expect(decoder.decode([0x1B], at: now) == [])
        #expect(decoder.decode(Array("q".utf8), at: now + .milliseconds(400)) == [.escape, .character("q")])
        #expect(decoder.decode([0x1B], at: now + .seconds(1)) == [])
        #expect(decoder.decode(Array("[A".utf8), at: now + .milliseconds(1400)) == [.up])
    }

    @Test("ESCDELAY says how long a lone Esc waits")
    func delay() {
        var line = Line(KeyDecoder(escapeDelay: .milliseconds(800)))
        line.send("\u{1B}")
        line.silence(.milliseconds(700))
        line.send("[A")
        #expect(line.keys == [.up])
    }
}

/// What is in a paste is text, and so is what follows while its end is missing.
@Suite("Pastes") struct PasteTests {
    private static let begin = "\u{1B}[200~", end = "\u{1B}[201~"

    private func text(_ keys: [Key]) -> String { keys.reduce("") { if case .paste(let text) = $1 { $0 + text } else { $0 } } }

    @Test("a paste is one key; line ends are line ends, and what looks like a sequence or half a marker is text")
    func whole() {
        for inside in ["a\rb", "\u{1B}[A", "\u{1B}[201", "\u{1B}[20\u{1B}[201x", "\u{1B}\u{1B}\u{1B}", "\u{1B}[200~", "q\u{3}\u{7F}\u{0}é漢"]
        {
            var line = Line()
            line.send(Self.begin + inside + Self.end + "x")
            #expect(line.keys == [.paste(inside.replacing("\r", with: "\n")), .character("x")], "\(inside.debugDescription)")
        }
        var line = Line()
        line.send(Self.begin + Self.end + "x")
        #expect(line.keys == [.character("x")])
    }

    @Test("cut anywhere it is the same text", arguments: 0..<40 as Range<UInt64>)
    func cut(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let inside = String(
            (0..<Int.random(in: 1...60, using: &generator)).map { _ in
                ["a", "é", "漢", "\u{1B}", "[", "2", "0", "1", "~", "q", "\u{3}"].randomElement(using: &generator)!
            }.joined())
        guard !inside.contains(Self.end) else { return }
        var line = Line(), rest = Array((Self.begin + inside + Self.end).utf8)[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...8, using: &generator)
            line.send(rest.prefix(count))
            rest = rest.dropFirst(count)
            line.silence(.milliseconds([0, 10, 60, 500, 900].randomElement(using: &generator)!))
        }
        line.silence(.seconds(5))
        #expect(text(line.keys) == inside)
        #expect(line.keys.allSatisfy { if case .paste = $0 { true } else { $0 == .escape } }, "\(line.keys)")
        #expect(line.keys.count { $0 == .escape } <= 1)
    }

    @Test(
        "where the end never comes what follows is text, whenever it comes, until a lone Esc or Ctrl-C after a silence",
        arguments: ["\u{1B}", "\u{3}"])
    func endless(_ wayOut: String) {
        var line = Line()
        line.send(Self.begin + "one")
        line.silence(.seconds(1))
        #expect(line.keys == [.paste("one")])
        line.silence(.seconds(20))
        #expect(line.keys == [.paste("one"), .openPaste])
        line.send("q")
        line.silence(.seconds(60))
        line.send("\u{1B}[Aq\r")
        line.silence(.seconds(3))
        #expect(text(line.keys) == "oneq\u{1B}[Aq\n")
        line.send(wayOut)
        line.silence(.seconds(1))
        line.silence(.seconds(1))
        line.send("q")
        #expect(line.keys.last == .character("q"))
        #expect(text(line.keys) == "oneq\u{1B}[Aq\n")
    }

    @Test("a longer paste than any line takes is counted and not kept")
    func tooLong() {
        let most = LineEditor.textLimit
        for count in [most, most + 1, 5 * most] {
            var line = Line()
            line.send(Self.begin)
            line.send(repeatElement(0x61, count: count / 2))
            line.send(repeatElement(0x61, count: count - count / 2))
            line.send(Self.end + "x")
            #expect(line.keys.last == .character("x") && line.keys.count == 2)
            #expect(count > most ? line.keys[0] == .overlongPaste(bytes: count) : text(line.keys).utf8.count == count)
        }
    }
}
