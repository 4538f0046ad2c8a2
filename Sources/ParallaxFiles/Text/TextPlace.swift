/// A place in a text as editors count: lines from 1, columns in characters (Unicode scalars) from 1.
package struct TextPlace: Sendable, Equatable, CustomStringConvertible {
    package let line: Int
    package let column: Int

    /// - Parameter offset: in bytes from the beginning of the text; one behind its end is taken as its end.
    package init(of offset: Int, in bytes: some Collection<UInt8>) {
        var line = 1, column = 1
        for byte in bytes.prefix(max(0, offset)) {
            if byte == 0x0a {
                (line, column) = (line + 1, 1)
            } else if !UTF8.isContinuation(byte) {
                column += 1
            }
        }
        (self.line, self.column) = (line, column)
    }

    package var description: String { "line \(line), column \(column)" }
}
