/// The header of a .npy file (format versions 1 to 3): element type, shape, order of the axes.
package struct NumpyHeader {
    enum Failure: Error, Equatable {
        /// Fewer bytes than the header says that it has.
        case truncated
        case expected(String, found: String)
    }

    package static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    /// Plain arrays need a hundred bytes; what is longer describes structured records. Every array of an archive has its header unpacked.
    static let longest = 4096 + 12

    let elementType: ElementType
    let shape: [Int]
    /// The first axis runs fastest.
    let fortranOrder: Bool
    /// Where the elements begin.
    let dataStart: Int

    /// Bytes of all elements; nil where the shape does not fit in memory.
    var byteCount: Int? {
        shape.reduce(elementType.size) { product, extent in
            let (next, overflow) = (product ?? 0).multipliedReportingOverflow(by: extent)
            return product == nil || overflow ? nil : next
        }
    }

    /// The beginning of the file, at least as far as the header goes.
    /// - Throws: `Failure`
    init(_ bytes: some RandomAccessCollection<UInt8>) throws {
        let bytes = Array(bytes.prefix(Self.longest))
        guard bytes.count >= 10 else { throw Failure.truncated }
        guard bytes.starts(with: Self.magic) else { throw Failure.expected("a NumPy array", found: "a file that does not begin like one") }
        let start: Int, length: Int
        switch bytes[6] {
        case 1: (start, length) = (10, Int(wide: bytes[8]) | Int(wide: bytes[9]) << 8)
        case 2, 3:
            guard bytes.count >= 12 else { throw Failure.truncated }
            (start, length) = (12, Int(wide: bytes[8]) | Int(wide: bytes[9]) << 8 | Int(wide: bytes[10]) << 16 | Int(wide: bytes[11]) << 24)
        default: throw Failure.expected("format version 1, 2 or 3", found: "version \(bytes[6])")
        }
        guard length <= Self.longest - 12 else {
            throw Failure.expected("a header of at most \(Self.longest - 12) bytes", found: "one of \(length) bytes")
        }
        guard bytes.count - start >= length else { throw Failure.truncated }
        var literal = PythonLiteral(Array(bytes[start..<start + length]))
        guard let fields = literal.headerFields() else {
            throw Failure.expected(
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}",
                found: "\"\(String(decoding: bytes[start..<start + length], as: UTF8.self).shortened)\"")
        }
        elementType = try Self.elementType(fields.descr)
        shape = fields.shape
        fortranOrder = fields.fortranOrder
        dataStart = start + length
    }

    private static func elementType(_ descr: String) throws -> ElementType {
        let types: [String: ElementType] = [
            "f2": .f16, "f4": .f32, "f8": .f64, "i1": .i8, "i2": .i16, "i4": .i32, "i8": .i64, "u1": .u8, "u2": .u16, "u4": .u32,
            "u8": .u64, "b1": .bool
        ]
        guard let type = types[String(descr.dropFirst())], let order = descr.first, "<>|=".contains(order), order != "|" || type.size == 1
        else {
            throw Failure.expected("elements of a number type (<f4, <f2, <f8, <i8, …)", found: "\"\(descr.shortened)\"")
        }
        guard order != ">" || type.size == 1 else { throw Failure.expected("little-endian elements", found: "big-endian \"\(descr)\"") }
        return type
    }
}

/// Reads the one Python expression that a .npy header is; anything else is refused, nothing is evaluated.
private struct PythonLiteral {
    private let text: [UInt8]
    private var position = 0

    init(_ text: [UInt8]) { self.text = text }

    mutating func headerFields() -> (descr: String, fortranOrder: Bool, shape: [Int])? {
        var descr: String?
        var fortranOrder: Bool?
        var shape: [Int]?
        guard take("{") else { return nil }
        while !take("}") {
            guard let key = string(), take(":") else { return nil }
            switch key {
            case "descr" where descr == nil:
                guard let value = string() else { return nil }
                descr = value
            case "fortran_order" where fortranOrder == nil:
                if take("True") { fortranOrder = true } else if take("False") { fortranOrder = false } else { return nil }
            case "shape" where shape == nil:
                guard let value = tuple() else { return nil }
                shape = value
            default: return nil
            }
            guard take(",") || next == UInt8(ascii: "}") else { return nil }
        }
        skipSpace()
        guard position == text.count, let descr, let fortranOrder, let shape else { return nil }
        return (descr, fortranOrder, shape)
    }

    private mutating func skipSpace() {
        while position < text.count, [0x20, 0x0a, 0x09, 0x0d].contains(text[position]) { position += 1 }
    }

    private var next: UInt8? {
        mutating get {
            skipSpace()
            return position < text.count ? text[position] : nil
        }
    }

    private mutating func take(_ word: String) -> Bool {
        skipSpace()
        guard text[position...].starts(with: word.utf8) else { return false }
        position += word.utf8.count
        return true
    }

    private mutating func string() -> String? {
        guard let quote = next, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { return nil }
        guard let end = text[(position + 1)...].firstIndex(of: quote) else { return nil }
        let content = text[position + 1..<end]
        guard !content.contains(UInt8(ascii: "\\")) else { return nil }
        position = end + 1
        return String(decoding: content, as: UTF8.self)
    }

    /// `()`, `(3,)`, `(2, 3)`; Python 2 wrote `(2L, 3L)`.
    private mutating func tuple() -> [Int]? {
        guard take("(") else { return nil }
        var values: [Int] = []
        while !take(")") {
            guard values.count < 64, next != nil else { return nil }
            let digits = text[position...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard let value = Int(foreign: String(decoding: digits, as: UTF8.self)) else { return nil }
            position += digits.count
            values.append(value)
            _ = take("L")
            guard take(",") || next == UInt8(ascii: ")") else { return nil }
        }
        return values
    }
}
