import CNcurses
import CTerminal
import Glibc
import ParallaxViews

/// ncurses, and all that the program knows of it. Everything runs on the one thread that draws.
struct Curses {
    /// What the terminal says of itself.
    let colors: Int
    /// Bytes that leave the screen as a person expects it; for crashes, when ncurses can no longer be asked.
    let leavingSequence: String
    /// Whether its description has a mouse at all.
    let hasMouse: Bool

    private var pairs: [UInt32: Int32] = [:]
    private var row: [cchar_t] = []
    /// The sequences that this terminal sends for keys.
    let sequences: KeySequences

    enum Refusal: Error { case unknownTerminal, noCursorAddressing }

    /// Looks at the terminal first and draws only on one that can move its cursor: newterm takes "dumb" and draws rubbish.
    init(terminal name: String) throws {
        var reason: Int32 = 0
        guard cn_setup(name, &reason) == 0, reason == 1 else { throw Refusal.unknownTerminal }
        let canMove = cn_capability("cup") != nil
        cn_forget_setup()
        guard canMove else { throw Refusal.noCursorAddressing }

        guard cn_new_terminal(name) != nil else { throw Refusal.unknownTerminal }
        raw()
        noecho()
        nonl()
        // Asks the terminal for its keys. They are read by `Terminal`: ncurses reads a byte at a time, and sleeps in the middle of a sequence.
        keypad(cn_screen(), true)
        intrflush(cn_screen(), false)
        // A paint that is begun is finished, also when a key comes meanwhile: what is left out would stand there until something changes.
        typeahead(-1)
        if has_colors() {
            start_color()
            use_default_colors()
            colors = Int(wide: cn_colors())
        } else {
            colors = 0
        }
        leavingSequence = Self.capabilities(["sgr0", "rmkx", "cnorm", "rmcup"])
        hasMouse = cn_capability("kmous") != nil
        sequences = KeySequences(terminfo: Self.keys())
    }

    /// Sequences of keys that terminfo knows, with what they mean here.
    private static func keys() -> [(sequence: [UInt8], key: Key?)] {
        var keys: [(sequence: [UInt8], key: Key?)] = []
        var place: Int32 = 0
        while let name = cn_string_name(place).map({ String(cString: $0) }) {
            place += 1
            // Mouse reports are no keys, but begin like one.
            guard name.hasPrefix("k"), name != "kmous", let sequence = cn_capability(name) else { continue }
            keys.append((Array(String(cString: sequence).utf8), KeySequences.capabilities[name]))
        }
        // What means something comes first: some entries give two keys one sequence.
        return keys.filter { $0.key != nil } + keys.filter { $0.key == nil }
    }

    private static func capabilities(_ names: [String]) -> String {
        names.compactMap { name in cn_capability(name).map { String(cString: $0) } }.joined()
    }

    // MARK: Size and life

    var size: Size { Size(width: Int(wide: cn_columns()), height: Int(wide: cn_rows())) }

    func resize(_ size: Size) {
        resizeterm(Int32(clamping: size.height), Int32(clamping: size.width))
        repaintAll()
    }

    /// The next frame goes out whole: what stands on the terminal is no longer known.
    func repaintAll() { clearok(cn_shown_screen(), true) }

    func leave() { endwin() }

    /// After `leave`: modes and screen as they were.
    func enter() {
        reset_prog_mode()
        repaintAll()
    }

    // MARK: Drawing

    mutating func put(_ cells: ArraySlice<Cell>, x: Int, y: Int) {
        row.removeAll(keepingCapacity: true)
        for cell in cells where !cell.isContinuation { append(cell) }
        // ncurses fills the second column of a wide glyph itself.
        mvwadd_wchnstr(cn_screen(), Int32(clamping: y), Int32(clamping: x), row, Int32(clamping: row.count))
    }

    private mutating func append(_ cell: Cell) {
        var result = cchar_t()
        let (attributes, pair) = (Self.attributes(cell.style.attributes), pair(for: cell.style))
        var scalars = [cell.glyph.base.value]
        if cell.glyph.hasMarks { scalars += cell.glyph.marks.map(\.value) }
        // ncurses counts columns with the C library, which may know fewer characters than we do. And a failed setcchar would
        // leave what stood there before.
        if scalars[0] < 0x80 || ct_wcwidth(scalars[0]) == Int32(wide: cell.glyph.width),
            cn_cell(&result, scalars, Int32(clamping: scalars.count), attributes, pair) != cn_error
        {
            row.append(result)
            return
        }
        _ = cn_cell(&result, [0x3F], 1, attributes, pair)
        for _ in 0..<cell.glyph.width { row.append(result) }
    }

    private static func attributes(_ attributes: Style.Attributes) -> attr_t {
        var value: attr_t = 0
        if attributes.contains(.bold) { value |= cn_bold }
        if attributes.contains(.dim) { value |= cn_dim }
        if attributes.contains(.underline) { value |= cn_underline }
        if attributes.contains(.reverse) { value |= cn_reverse }
        return value
    }

    /// Pair 0 is the terminal's own colours, also for what is beyond the pairs that the terminal has.
    private mutating func pair(for style: Style) -> Int32 {
        if colors == 0 || (style.foreground == .terminal && style.background == .terminal) { return 0 }
        let key =
            UInt32(clamping: style.foreground.index.map { Int(wide: $0) + 1 } ?? 0) << 16
            | UInt32(clamping: style.background.index.map { Int(wide: $0) + 1 } ?? 0)
        if let known = pairs[key] { return known }
        guard pairs.count + 1 < Int(wide: cn_color_pairs()) else { return 0 }
        let pair = max(0, alloc_pair(number(style.foreground), number(style.background)))
        pairs[key] = pair
        return pair
    }

    /// ncurses' number for a colour. Terminals with direct colour take red, green and blue beyond the first eight.
    private func number(_ color: Color) -> Int32 {
        guard let index = color.index else { return -1 }
        if colors > 256 { return index < 8 ? Int32(wide: index) : Int32(clamping: max(Palette.direct(index), 8)) }
        return Int(wide: index) < colors ? Int32(wide: index) : -1
    }

    func showCursor(_ place: Point?) {
        if let place { wmove(cn_screen(), Int32(clamping: place.y), Int32(clamping: place.x)) }
        curs_set(place == nil ? 0 : 1)
    }

    /// Sends what changed.
    func flush() {
        wnoutrefresh(cn_screen())
        doupdate()
    }
}
