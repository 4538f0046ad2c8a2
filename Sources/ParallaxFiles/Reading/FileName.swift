/// Names of files as `String`, whatever bytes they are.
///
/// The kernel's names are bytes; nearly all are UTF-8. A byte that is not becomes a scalar of a private range, U+10FE80…U+10FEFF for 0x80…0xFF,
/// where arguments and the names in folders are read, and a byte again where a path goes back to the kernel: such a name opens, and nothing
/// between has to know of it. A name that really holds one of these scalars has it taken apart into its four bytes, so that no two names
/// become one string and every name comes back as it was.
public enum FileName {
    /// U+10FE00 + byte.
    private static let base: UInt32 = 0x10_fe00
    private static let range: ClosedRange<UInt32> = base + 0x80...base + 0xff

    /// The byte that a scalar stands for; nil for one that stands for itself.
    public static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
        range.contains(scalar.value) ? UInt8(truncatingIfNeeded: scalar.value) : nil
    }

    /// A name as the kernel gives it.
    public static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        if let text = String(validating: bytes, as: UTF8.self), !holdsBytes(text) { return text }
        var text = String.UnicodeScalarView()
        var rest = bytes[...]
        while let first = rest.first {
            let length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
            if rest.count >= length, let scalar = String(validating: rest.prefix(length), as: UTF8.self)?.unicodeScalars.first,
                byte(scalar) == nil
            {
                text.append(scalar)
                rest = rest.dropFirst(length)
            } else {
                if let scalar = Unicode.Scalar(base + UInt32(wide: first)) { text.append(scalar) }
                rest = rest.dropFirst()
            }
        }
        return String(text)
    }

    /// A name that ends with a NUL.
    public static func text(_ name: UnsafePointer<CChar>) -> String {
        var count = 0
        while name[count] != 0 { count += 1 }
        return name.withMemoryRebound(to: UInt8.self, capacity: count) { text(UnsafeBufferPointer(start: $0, count: count)) }
    }

    /// Whether a text holds bytes that are no UTF-8.
    public static func holdsBytes(_ text: String) -> Bool {
        // Scalars of that plane begin with this byte, and hardly any text has one.
        text.utf8.contains(0xf4) && text.unicodeScalars.contains { byte($0) != nil }
    }

    /// The name's own bytes.
    public static func bytes(_ text: String) -> [UInt8] {
        guard holdsBytes(text) else { return Array(text.utf8) }
        return text.unicodeScalars.flatMap { scalar in
            byte(scalar).map { [$0] } ?? Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }

    /// Calls `body` with the path as the kernel takes it; the one place where a path stops being text.
    /// - Returns: nil for a path that holds a NUL, which names nothing.
    public static func withPath<Result>(_ path: String, _ body: (UnsafePointer<CChar>) throws -> Result) rethrows -> Result? {
        let bytes = bytes(path)
        guard !bytes.contains(0) else { return nil }
        return try (bytes + [0]).withUnsafeBytes { try body($0.baseAddress!.assumingMemoryBound(to: CChar.self)) }  // ok: a NUL at least
    }

    /// For a person: `\xff` for a byte that is no UTF-8.
    public static func shown(_ text: String) -> String {
        guard holdsBytes(text) else { return text }
        return text.unicodeScalars.reduce(into: "") { shown, scalar in
            if let byte = byte(scalar) { shown += "\\x" + String(byte, radix: 16) } else { shown.unicodeScalars.append(scalar) }
        }
    }
}
