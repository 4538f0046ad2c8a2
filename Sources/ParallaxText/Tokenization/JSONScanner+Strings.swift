extension JSONScanner {
    /// Reads a string into a buffer (emptied first) as UTF-8, escapes resolved. Bytes that are no UTF-8 and halves of surrogate pairs are refused.
    package mutating func string(into text: inout [UInt8]) throws {
        text.removeAll(keepingCapacity: true)
        guard peek() == UInt8(ascii: "\"") else { throw damaged("a string") }
        position += 1
        var start = position
        var isASCII = true
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                text.append(contentsOf: bytes[start..<position])
                position += 1
                if !isASCII, text.withUnsafeBufferPointer({ !isValidUTF8($0) }) { throw damaged("strings in UTF-8") }
                return
            }
            if byte == UInt8(ascii: "\\") {
                text.append(contentsOf: bytes[start..<position])
                position += 1
                try escape(into: &text, &isASCII)
                start = position
                continue
            }
            guard byte >= 0x20 else { throw damaged("control characters in strings escaped") }
            if byte >= 0x80 { isASCII = false }
            position += 1
        }
        throw damaged("a closing quote")
    }

    private mutating func escape(into text: inout [UInt8], _ isASCII: inout Bool) throws {
        guard position < bytes.count else { throw damaged("a closing quote") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "u"):
            var code = try hexadecimal()
            if code & 0xFC00 == 0xD800 {
                guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u") else {
                    throw damaged("the second half of a surrogate pair")
                }
                position += 2
                let low = try hexadecimal()
                guard low & 0xFC00 == 0xDC00 else { throw damaged("the second half of a surrogate pair") }
                code = 0x10000 + ((code & 0x3FF) << 10) + (low & 0x3FF)
            }
            guard let scalar = Unicode.Scalar(code) else { throw damaged("the first half of a surrogate pair") }
            text.append(contentsOf: UTF8.encode(scalar)!)
        default:
            position -= 1
            throw damaged("an escape that JSON knows")
        }
    }

    private mutating func hexadecimal() throws -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard position < bytes.count, let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
                throw damaged("four hexadecimal digits")
            }
            code = code << 4 | UInt32(clamping: digit)
            position += 1
        }
        return code
    }
}
