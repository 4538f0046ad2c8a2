import Foundation

/// A text while a template runs: a sequence of scalars, as in Python, kept as UTF-8. Its bytes are reached only by what is in this file,
/// which spends the allowance on each of them.
struct JinjaString {
    private enum Storage {
        /// At most 15 bytes, which need no heap.
        case short(String)
        case long(LongText)
    }

    private final class LongText: JinjaHolding {
        let text: String
        let scalarCount: Int

        /// - Parameter bytes: what the text takes beside this object.
        init(_ text: String, scalarCount: Int, bytes: Int, _ allowance: JinjaAllowance) throws {
            self.text = text
            self.scalarCount = scalarCount
            try super.init(96 + bytes, allowance)
        }
    }

    private let storage: Storage
    static var empty: JinjaString { JinjaString(storage: .short("")) }
    private static let longestShort = 15

    private init(storage: Storage) { self.storage = storage }

    init(_ scalar: Unicode.Scalar) { storage = .short(String(scalar)) }

    /// A text that was made for the template; it is counted.
    init(_ made: String, _ allowance: JinjaAllowance) throws {
        try self.init(made, counted: 2 * made.utf8.count, allowance)
    }

    /// A text that the caller of the template has anyway, and that is not copied.
    init(foreign text: String, _ allowance: JinjaAllowance) throws { try self.init(text, counted: 0, allowance) }

    init(_ literal: JinjaLiteral, _ allowance: JinjaAllowance) throws {
        storage =
            try literal.text.utf8.count <= Self.longestShort
            ? .short(literal.text) : .long(LongText(literal.text, scalarCount: literal.scalarCount, bytes: 0, allowance))
    }

    private init(_ text: String, counted bytes: Int, _ allowance: JinjaAllowance) throws {
        let count = text.utf8.count
        try allowance.spend(JinjaPrice.copied, times: count)
        guard count > Self.longestShort else {
            storage = .short(text)
            return
        }
        try allowance.checkLength(count)
        storage = .long(try LongText(text, scalarCount: JinjaLiteral.scalarCount(of: text), bytes: bytes, allowance))
    }

    private var text: String {
        switch storage {
        case .short(let text): text
        case .long(let long): long.text
        }
    }

    // MARK: what is known without looking

    var byteCount: Int { text.utf8.count }
    var isEmpty: Bool { text.isEmpty }
    var isASCII: Bool { byteCount == scalarCount }

    var scalarCount: Int {
        switch storage {
        case .short(let text): text.unicodeScalars.count
        case .long(let long): long.scalarCount
        }
    }

    /// The whole text where it has at most so many bytes: for names, numbers and formats.
    func whole(upTo bytes: Int) -> String? { byteCount <= bytes ? text : nil }

    /// The beginning, for a complaint.
    func excerpt(bytes: Int) -> String { JinjaAllowance.excerpt(text, bytes: bytes) }

    /// The text as a template's output.
    func output(_ allowance: JinjaAllowance) throws -> String {
        try allowance.spend(JinjaPrice.copied, times: byteCount)
        return text
    }

    // MARK: bytes

    /// One pass over all bytes, at a price for each.
    func withBytes<Result>(_ price: Int, _ allowance: JinjaAllowance, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) throws
        -> Result
    {
        try allowance.spend(price, times: byteCount)
        let text = text
        return try text.utf8.withContiguousStorageIfAvailable(body) ?? Array(text.utf8).withUnsafeBufferPointer(body)
    }

    /// The text between two bytes, both at the beginning of scalars.
    func withPart<Result>(_ bytes: Range<Int>, _ allowance: JinjaAllowance, _ body: (Substring) throws -> Result) throws -> Result {
        try allowance.spend(JinjaPrice.copied, times: bytes.count)
        let text = text
        let start = text.utf8.index(text.startIndex, offsetBy: bytes.lowerBound)
        return try body(text[start..<text.utf8.index(start, offsetBy: bytes.count)])
    }

    func part(_ bytes: Range<Int>, _ allowance: JinjaAllowance) throws -> JinjaString {
        if bytes.count == byteCount { return self }
        try allowance.spend(JinjaPrice.element)
        return try JinjaString(try withPart(bytes, allowance) { String($0) }, allowance)
    }

    // MARK: scalars

    /// Calls `body` with scalars and their places in bytes, until it returns false.
    func scan(
        fromEnd: Bool = false, price: Int = JinjaPrice.classified, _ allowance: JinjaAllowance, _ body: (Unicode.Scalar, Int) throws -> Bool
    ) throws {
        let scalars = text.unicodeScalars
        var place = fromEnd ? byteCount : 0
        if fromEnd {
            var index = scalars.endIndex
            while index > scalars.startIndex {
                try allowance.spend(price)
                scalars.formIndex(before: &index)
                let scalar = scalars[index]
                place -= UTF8.width(scalar)
                guard try body(scalar, place) else { return }
            }
        } else {
            for scalar in scalars {
                try allowance.spend(price)
                guard try body(scalar, place) else { return }
                place += UTF8.width(scalar)
            }
        }
    }

    func allScalars(_ allowance: JinjaAllowance, _ holds: (Unicode.Scalar) -> Bool) throws -> Bool {
        var all = true
        try scan(allowance) { scalar, _ in
            all = holds(scalar)
            return all
        }
        return all
    }

    // MARK: comparison

    func equals(_ other: JinjaString, _ allowance: JinjaAllowance) throws -> Bool {
        guard byteCount == other.byteCount else { return false }
        if case .long(let left) = storage, case .long(let right) = other.storage, left === right { return true }
        return try compared(with: other, byteCount, allowance) == 0
    }

    /// Whether this comes first in the order of scalars, which is that of UTF-8's bytes.
    func precedes(_ other: JinjaString, _ allowance: JinjaAllowance) throws -> Bool {
        let order = try compared(with: other, min(byteCount, other.byteCount), allowance)
        return order != 0 ? order < 0 : byteCount < other.byteCount
    }

    func hasPrefix(_ part: JinjaString, _ allowance: JinjaAllowance) throws -> Bool {
        try part.byteCount <= byteCount && compared(with: part, part.byteCount, allowance) == 0
    }

    func hasSuffix(_ part: JinjaString, _ allowance: JinjaAllowance) throws -> Bool {
        try part.byteCount <= byteCount && compared(from: byteCount - part.byteCount, with: part, part.byteCount, allowance) == 0
    }

    private func compared(from start: Int = 0, with other: JinjaString, _ count: Int, _ allowance: JinjaAllowance) throws -> Int32 {
        try allowance.spend(JinjaPrice.copied, times: JinjaPrice.equality + count)
        // Free, because the bytes that are looked at are paid above.
        return try withBytes(0, allowance) { left in
            try other.withBytes(0, allowance) { right in
                guard count > 0, let left = left.baseAddress, let right = right.baseAddress else { return 0 }
                return memcmp(left + start, right, count)
            }
        }
    }
}

/// A text in a template's source: it lives as long as the template and is not counted while it runs.
struct JinjaLiteral: Sendable {
    let text: String
    let scalarCount: Int

    init(_ text: String) {
        self.text = text
        scalarCount = Self.scalarCount(of: text)
    }

    static func scalarCount(of text: String) -> Int {
        func count(_ bytes: UnsafeBufferPointer<UInt8>) -> Int { bytes.reduce(0) { UTF8.isContinuation($1) ? $0 : $0 + 1 } }
        return text.utf8.withContiguousStorageIfAvailable(count) ?? text.unicodeScalars.count
    }
}
