import CVTerm

/// What a person would see of the bytes that a program wrote: libvterm's screen, read as text.
package final class VirtualScreen {
    private let terminal: OpaquePointer
    private let screen: OpaquePointer
    package private(set) var width: Int
    package private(set) var height: Int

    package init?(width: Int, height: Int) {
        guard let terminal = vterm_new(Int32(height), Int32(width)) else { return nil }
        self.terminal = terminal
        vterm_set_utf8(terminal, 1)
        screen = vterm_obtain_screen(terminal)
        vterm_screen_enable_altscreen(screen, 1)
        vterm_screen_reset(screen, 1)
        self.width = width
        self.height = height
    }

    deinit { vterm_free(terminal) }

    package func write(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBytes { buffer in
            guard let start = buffer.baseAddress else { return }
            _ = vterm_input_write(terminal, start.assumingMemoryBound(to: CChar.self), buffer.count)
        }
    }

    package func resize(width: Int, height: Int) {
        vterm_set_size(terminal, Int32(height), Int32(width))
        self.width = width
        self.height = height
    }

    package func cell(x: Int, y: Int) -> VTermScreenCell {
        var cell = VTermScreenCell()
        vterm_screen_get_cell(screen, VTermPos(row: Int32(y), col: Int32(x)), &cell)
        return cell
    }

    /// The character in a cell: " " where it is empty, "" in the right half of a wide one.
    package func character(x: Int, y: Int) -> String {
        let scalars = cell(x: x, y: y).chars
        if scalars.0 == UInt32.max { return "" }
        if scalars.0 == 0 { return " " }
        var text = ""
        for value in [scalars.0, scalars.1, scalars.2, scalars.3, scalars.4, scalars.5] {
            guard value != 0, let scalar = Unicode.Scalar(value) else { break }
            text.unicodeScalars.append(scalar)
        }
        return text
    }

    package func row(_ y: Int) -> String { (0..<width).map { character(x: $0, y: y) }.joined() }

    package var text: String { (0..<height).map(row).joined(separator: "\n") }

    package var cursor: (x: Int, y: Int) {
        let place = cv_cursor(terminal)
        return (Int(place.col), Int(place.row))
    }
}
