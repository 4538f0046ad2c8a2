import Foundation

/// Makes text of a file's bytes. What is no text in its encoding is refused at its place: no byte becomes another character without a word.
package enum TextReading {
    /// - Parameters:
    ///   - encoding: as the person says; nil: UTF-8, or what a byte order mark says.
    ///   - subject: the file, for the sentence.
    ///   - remedy: what helps where the bytes are no text.
    /// - Throws: a `Complaint` that names line and column.
    package static func string(_ bytes: some Sequence<UInt8>, encoding: TextEncoding? = nil, subject: String, remedy: String = Self.remedy)
        throws -> String
    {
        let bytes = Array(bytes)
        return try bytes.withUnsafeBytes { try string($0, encoding: encoding, subject: subject, remedy: remedy) }
    }

    package static let remedy = "convert it to UTF-8, or name its encoding where it is given (--encoding latin1)"

    package static func string(
        _ bytes: UnsafeRawBufferPointer, encoding: TextEncoding? = nil, subject: String, remedy: String = Self.remedy
    ) throws -> String {
        let (marked, mark) = byteOrderMark(bytes)
        let remedy = encoding == nil ? remedy : "name its own encoding, or convert it to UTF-8"
        var encoding = encoding ?? marked ?? .utf8
        // A mark says which end comes first, where the person does not.
        if encoding == .utf16 { encoding = marked == .utf16BigEndian ? .utf16BigEndian : .utf16LittleEndian }
        if encoding == .utf32 { encoding = marked == .utf32BigEndian ? .utf32BigEndian : .utf32LittleEndian }
        let text = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(encoding == marked ? mark : 0))
        func refused(_ found: String, at place: TextPlace) -> Complaint {
            Complaint(
                subject, expected: "text in \(encoding == .utf8 ? "UTF-8" : encoding.rawValue)", found: "\(found) at \(place)",
                remedy: remedy)
        }
        switch encoding {
        case .utf8:
            if let string = String(validating: text, as: UTF8.self) { return string }
            let wrong = UTF8Check.firstWrong(text) ?? 0
            throw refused("the byte \(UTF8Check.hexadecimal(text[wrong]))", at: TextPlace(of: wrong, in: text))
        case .utf16, .utf16LittleEndian, .utf16BigEndian:
            let units = stride(from: 0, to: text.count - text.count % 2, by: 2).map { start in
                let unit = text.loadUnaligned(fromByteOffset: start, as: UInt16.self)
                return encoding == .utf16BigEndian ? UInt16(bigEndian: unit) : UInt16(littleEndian: unit)
            }
            if text.count.isMultiple(of: 2), let string = String(validating: units, as: UTF16.self) { return string }
            throw refused("half a character", at: place(units, as: UTF16.self))
        case .utf32, .utf32LittleEndian, .utf32BigEndian:
            let units = stride(from: 0, to: text.count - text.count % 4, by: 4).map { start in
                let unit = text.loadUnaligned(fromByteOffset: start, as: UInt32.self)
                return encoding == .utf32BigEndian ? UInt32(bigEndian: unit) : UInt32(littleEndian: unit)
            }
            if text.count.isMultiple(of: 4), let string = String(validating: units, as: UTF32.self) { return string }
            throw refused("what is no character", at: place(units, as: UTF32.self))
        case .ascii, .latin1, .latin9, .windows1252:
            var scalars = String.UnicodeScalarView()
            for (place, byte) in text.enumerated() {
                guard let scalar = encoding.scalar(byte) else {
                    throw refused("the byte \(UTF8Check.hexadecimal(byte))", at: TextPlace(of: place, in: text))
                }
                scalars.append(scalar)
            }
            return String(scalars)
        default:
            let (string, end) = try converted(text, encoding, subject: subject)
            guard end < text.count else { return string }
            throw refused("the byte \(UTF8Check.hexadecimal(text[end]))", at: TextPlace(of: string.utf8.count, in: string.utf8))
        }
    }

    /// What a mark at the beginning says, and its length.
    private static func byteOrderMark(_ bytes: UnsafeRawBufferPointer) -> (TextEncoding?, Int) {
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { return (.utf8, 3) }
        if bytes.starts(with: [0xff, 0xfe, 0, 0]) { return (.utf32LittleEndian, 4) }
        if bytes.starts(with: [0, 0, 0xfe, 0xff]) { return (.utf32BigEndian, 4) }
        if bytes.starts(with: [0xff, 0xfe]) { return (.utf16LittleEndian, 2) }
        if bytes.starts(with: [0xfe, 0xff]) { return (.utf16BigEndian, 2) }
        return (nil, 0)
    }

    /// Whether a text is in UTF-8 so far as a mark at its beginning says.
    package static func isMarkedOtherwise(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let mark = byteOrderMark(bytes).0
        return mark != nil && mark != .utf8
    }

    /// Where units stop being characters.
    private static func place<Codec: UnicodeCodec>(_ units: [Codec.CodeUnit], as codec: Codec.Type) -> TextPlace {
        var before = String.UnicodeScalarView(), decoder = Codec(), rest = units.makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&rest) { before.append(scalar) }
        let text = String(before).utf8
        return TextPlace(of: text.count, in: text)
    }

    /// The text of bytes of an encoding that the C library knows, and where in them it ends: their count where all are characters.
    private static func converted(_ bytes: UnsafeRawBufferPointer, _ encoding: TextEncoding, subject: String) throws -> (String, Int) {
        guard let name = encoding.libraryName, let converter = iconv_open("UTF-8", name), converter != iconv_t(bitPattern: -1) else {
            throw Complaint(
                subject, expected: "a machine that knows the encoding \(encoding.rawValue)", found: "none of its tables",
                remedy: "convert the file to UTF-8")
        }
        defer { iconv_close(converter) }
        var text: [UInt8] = [], piece = [CChar](repeating: 0, count: 1 << 16)
        guard let base = bytes.baseAddress else { return ("", 0) }
        var next: UnsafeMutablePointer<CChar>? = UnsafeMutableRawPointer(mutating: base).assumingMemoryBound(to: CChar.self)
        var left = bytes.count
        while left > 0 {
            let before = left
            let written = piece.withUnsafeMutableBufferPointer { piece in
                var out = piece.baseAddress, room = piece.count
                iconv(converter, &next, &left, &out, &room)
                text.append(contentsOf: UnsafeRawBufferPointer(piece).prefix(piece.count - room))
                return piece.count - room
            }
            // Neither read nor written: what stands here is no character.
            guard left < before || written > 0 else { break }
        }
        return (String(decoding: text, as: UTF8.self), bytes.count - left)
    }
}

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

/// The bytes of a text file as UTF-8: where they lie, or converted where the file is in another encoding.
package enum TextStorage {
    /// What is converted at most: it is made anew in memory.
    private static let longestConverted = 256 << 20

    /// - Parameters:
    ///   - encoding: as the person says; nil: what a byte order mark says, else UTF-8. UTF-8 is not checked here, but where it is read.
    ///   - limit: how many bytes a pipe may give in the place of a file.
    /// - Throws: `Complaint` where the file cannot be read, or is no text in its encoding.
    package static func open(_ path: String, stream limit: Int = 0, encoding: TextEncoding? = nil) throws -> any ByteStorage {
        let file = try MappedFile(path, stream: limit)
        return try converted(file, path: path, encoding: encoding) ?? file
    }

    /// Nil where the bytes are UTF-8 as they lie.
    package static func converted(_ storage: any ByteStorage, path: String, encoding: TextEncoding?) throws -> (any ByteStorage)? {
        defer { withExtendedLifetime(storage) {} }
        guard encoding.map({ $0 != .utf8 }) ?? TextReading.isMarkedOtherwise(storage.bytes) else { return nil }
        guard storage.bytes.count <= longestConverted else {
            throw Complaint(
                path, expected: "a text of at most \(longestConverted) bytes in another encoding than UTF-8",
                found: "\(storage.bytes.count)", remedy: "convert the file to UTF-8")
        }
        var text = try TextReading.string(storage.bytes, encoding: encoding, subject: path)
        try storage.checkIntact()
        return try text.withUTF8 { bytes in try MemoryBytes(count: bytes.count) { $0.copyMemory(from: UnsafeRawBufferPointer(bytes)) } }
    }
}

/// Where a text stops being UTF-8.
package enum UTF8Check {
    /// The offset of the first byte that belongs to no character; nil where all do. Overlong forms, halves of surrogate pairs and numbers
    /// behind the last character are none.
    package static func firstWrong(_ bytes: UnsafeRawBufferPointer) -> Int? {
        var i = 0
        while i < bytes.count {
            let lead = bytes[i]
            guard lead >= 0x80 else {
                i += 1
                continue
            }
            let (count, second): (Int, ClosedRange<UInt8>)
            switch lead {
            case 0xc2...0xdf: (count, second) = (2, 0x80...0xbf)
            case 0xe0: (count, second) = (3, 0xa0...0xbf)
            case 0xed: (count, second) = (3, 0x80...0x9f)
            case 0xe1...0xef: (count, second) = (3, 0x80...0xbf)
            case 0xf0: (count, second) = (4, 0x90...0xbf)
            case 0xf4: (count, second) = (4, 0x80...0x8f)
            case 0xf1...0xf3: (count, second) = (4, 0x80...0xbf)
            default: return i
            }
            guard i + count <= bytes.count, second.contains(bytes[i + 1]) else { return i }
            for place in i + 2..<max(i + 2, i + count) where !UTF8.isContinuation(bytes[place]) { return i }
            i += count
        }
        return nil
    }

    /// A byte as programmers write it.
    package static func hexadecimal(_ byte: UInt8) -> String { "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) }
}
