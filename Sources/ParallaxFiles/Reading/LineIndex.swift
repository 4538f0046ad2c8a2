import Foundation

/// The lines of a text that hold more than white space, one after the other, where they lie.
package struct TextLines: Sequence, IteratorProtocol {
    package struct Line: Sendable {
        /// From 1, blank lines counted.
        package let number: Int
        /// Without the end of line.
        package let extent: Range<Int>
    }

    private let bytes: UnsafeRawBufferPointer
    private var position: Int
    private var number = 0

    /// The bytes must outlive the lines.
    package init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        position = LineIndex.byteOrderMark(bytes)
    }

    package mutating func next() -> Line? {
        while position < bytes.count {
            let start = position, end = bytes.endOfLine(from: start)
            number += 1
            position = end + 1
            if bytes[start..<end].contains(where: { $0 > 0x20 }) { return Line(number: number, extent: start..<end) }
        }
        return nil
    }
}

/// Where the lines of a text are. Finding them reads it once; the lines themselves stay where they lie.
package struct LineIndex: Sendable {
    package let file: any ByteStorage
    /// Where each line begins, and its number.
    private let starts: [Int]
    private let numbers: [UInt32]
    /// Whether there are more lines than are kept.
    package let isCut: Bool

    /// With more lines a file is a data set, and their places alone would be felt.
    package static let mostLines = 4_000_000

    package init(_ file: any ByteStorage) {
        self.file = file
        var starts: [Int] = [], numbers: [UInt32] = [], isCut = false
        for line in TextLines(file.bytes) {
            guard starts.count < Self.mostLines, let number = UInt32(exactly: line.number) else {
                isCut = true
                break
            }
            starts.append(line.extent.lowerBound)
            numbers.append(number)
        }
        (self.starts, self.numbers, self.isCut) = (starts, numbers, isCut)
    }

    /// Lines that hold more than white space.
    package var count: Int { starts.count }

    package func line(_ index: Int) -> TextLines.Line {
        .init(number: Int(wide: numbers[index]), extent: starts[index]..<file.bytes.endOfLine(from: starts[index]))
    }

    func bytes(_ line: TextLines.Line) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: file.bytes[line.extent]) }

    /// Length of a UTF-8 byte order mark at the beginning.
    package static func byteOrderMark(_ bytes: UnsafeRawBufferPointer) -> Int { bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0 }
}

extension MappedFile {
    /// How many of its bytes are line feeds; what has been counted does not stay in memory.
    package var lineFeeds: Int {
        let part = 16 << 20
        var count = 0
        for start in stride(from: 0, to: bytes.count, by: part) {
            let range = start..<min(bytes.count, start + part)
            for byte in UnsafeRawBufferPointer(rebasing: bytes[range]) { count += byte == 0x0a ? 1 : 0 }
            forget(range)
        }
        return count
    }
}

extension UnsafeRawBufferPointer {
    /// Offset of the next line feed, or of the end.
    package func endOfLine(from start: Int) -> Int {
        guard let baseAddress, start < count else { return count }
        guard let found = memchr(baseAddress + start, 0x0a, count - start) else { return count }
        return UnsafeRawPointer(found) - baseAddress
    }

    /// Whether some bytes stand in it, whatever the case of ASCII letters; for a look before dearer means.
    /// - Parameter needle: in lower case.
    package func mentions(_ needle: StaticString) -> Bool {
        let length = needle.utf8CodeUnitCount, wanted = needle.utf8Start
        guard length > 0, count >= length else { return false }
        for start in 0...count - length where self[start] | 0x20 == wanted[0] | 0x20 {
            var i = 1
            while i < length, self[start + i] | 0x20 == wanted[i] | 0x20 { i += 1 }
            if i == length { return true }
        }
        return false
    }
}
