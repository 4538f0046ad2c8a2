import Foundation

/// Where the lines of a mapped text file are. Finding them reads the file once; the lines themselves stay where they lie.
struct LineIndex: Sendable {
    let file: MappedFile
    /// Lines that hold more than white space.
    let lines: [Line]

    struct Line: Sendable {
        /// From 1, blank lines counted.
        let number: Int
        /// Without the end of line.
        let extent: Range<Int>
    }

    init(_ file: MappedFile) {
        self.file = file
        var lines: [Line] = []
        var number = 0
        var position = Self.byteOrderMark(file.bytes)
        while position < file.bytes.count {
            let end = file.bytes.endOfLine(from: position)
            number += 1
            if file.bytes[position..<end].contains(where: { $0 > 0x20 }) { lines.append(Line(number: number, extent: position..<end)) }
            position = end + 1
        }
        self.lines = lines
    }

    func bytes(_ line: Line) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: file.bytes[line.extent]) }

    /// Length of a UTF-8 byte order mark at the beginning.
    static func byteOrderMark(_ bytes: UnsafeRawBufferPointer) -> Int { bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0 }
}

extension UnsafeRawBufferPointer {
    /// Offset of the next line feed, or of the end.
    func endOfLine(from start: Int) -> Int {
        guard let baseAddress, start < count else { return count }
        guard let found = memchr(baseAddress + start, 0x0a, count - start) else { return count }
        return UnsafeRawPointer(found) - baseAddress
    }
}
