/// The scalar that starts at an offset of valid UTF-8, and its length in bytes. Anything that is no UTF-8 reads as U+FFFD of length 1.
@inline(__always)
func scalar(in bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> (scalar: Unicode.Scalar, length: Int) {
    let first = bytes[offset]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC0, first < 0xF8, offset + length <= bytes.count else { return ("\u{FFFD}", 1) }
    var code = UInt32(wide: first) & (0xFF >> UInt32(clamping: length + 1))
    for index in 1..<length { code = code << 6 | UInt32(wide: bytes[offset + index] & 0x3F) }
    return (Unicode.Scalar(code) ?? "\u{FFFD}", length)
}

/// The scalar that ends before an offset of valid UTF-8.
func scalar(in bytes: UnsafeBufferPointer<UInt8>, before offset: Int) -> (scalar: Unicode.Scalar, length: Int) {
    var start = offset - 1
    while start > 0, offset - start < 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return (scalar(in: bytes, at: start).scalar, offset - start)
}

/// Whether bytes are UTF-8 throughout: no overlong form, no surrogate, nothing cut off.
func isValidUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    (try? UTF8Span(validating: bytes.span)) != nil
}

/// Characters by their most general kinds.
enum ScalarClass {
    case letter, number, whitespace, other

    @inline(__always)
    init(_ scalar: Unicode.Scalar) {
        let kind = CharacterKind(scalar)
        self = kind.isAny(of: .letter) ? .letter : kind == .number ? .number : kind.isAny(of: .space) ? .whitespace : .other
    }
}

extension Unicode.Scalar {
    /// `\w` of a Unicode-aware regular expression: letters, marks, decimal digits, connectors and joiners.
    var isWordCharacter: Bool { LibraryUnicode.wordCharacters.contains(self) }
}
