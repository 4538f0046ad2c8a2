/// Makes a text piece by piece: the only way to a long one. It is held, counted and bounded while it grows.
final class JinjaWriter: JinjaHolding {
    private var text = ""
    /// Bytes of the prompt that this writer makes may be fewer than those of another text.
    private let longestPrompt: Int?
    /// How many namespaces are being printed, each inside of the one before.
    var namespaceDepth = 0
    static let deepestNamespace = 20

    init(_ allowance: JinjaAllowance, longestPrompt: Int? = nil) throws {
        self.longestPrompt = longestPrompt
        try super.init(96, allowance)
    }

    var byteCount: Int { text.utf8.count }

    /// The text as the template's output.
    var contents: String { text }

    private func prepare(_ count: Int, price: Int) throws {
        try allowance.spend(JinjaPrice.copied, times: count + price)
        try allowance.checkLength(byteCount + count)
        if let longestPrompt, byteCount + count > longestPrompt { throw allowance.refused("a prompt of at most \(longestPrompt) bytes for messages like these", "a longer one") }
        // A string that grows keeps up to twice its bytes.
        try grow(by: 2 * count)
    }

    func append(_ piece: String) throws {
        try prepare(piece.utf8.count, price: JinjaPrice.piece)
        text += piece
    }

    func append(_ scalar: Unicode.Scalar) throws {
        try prepare(UTF8.width(scalar), price: JinjaPrice.piece)
        text.unicodeScalars.append(scalar)
    }

    func append(_ piece: JinjaString) throws { try append(piece, 0..<piece.byteCount) }

    /// A part of a text, between two of its bytes.
    func append(_ piece: JinjaString, _ bytes: Range<Int>) throws {
        guard !bytes.isEmpty else { return }
        try prepare(bytes.count, price: JinjaPrice.piece)
        try piece.withPart(bytes, allowance) { text += $0 }
    }

    /// A text so many times, which together may be as long as a text.
    func append(_ piece: JinjaString, times count: Int) throws {
        try prepare(piece.byteCount * count, price: 0)
        text.reserveCapacity(byteCount + piece.byteCount * count)
        for _ in 0..<count {
            try allowance.spend(JinjaPrice.piece)
            try piece.withPart(0..<piece.byteCount, allowance) { text += $0 }
        }
    }

    /// The text; the writer is empty afterwards.
    func finish() throws -> JinjaString {
        let made = text
        text = ""
        try grow(by: -2 * made.utf8.count)
        return try JinjaString(made, allowance)
    }

    /// A text that `body` writes.
    static func text(_ allowance: JinjaAllowance, _ body: (JinjaWriter) throws -> Void) throws -> JinjaString {
        let writer = try JinjaWriter(allowance)
        try body(writer)
        return try writer.finish()
    }
}
