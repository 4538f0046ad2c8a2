import Foundation

/// Finding, cutting and replacing: all in time linear in the text and what is looked for.
extension JinjaString {
    /// Calls `body` with the bytes where a part that is not empty occurs, without overlaps, until it returns false. After Knuth, Morris and
    /// Pratt, because a text of one letter would cost the product of both lengths otherwise.
    /// - Parameter fromEnd: whether the last place comes first, found as if both texts were read backwards.
    func forEachOccurrence(of part: JinjaString, fromEnd: Bool = false, _ allowance: JinjaAllowance, _ body: (Range<Int>) throws -> Bool)
        throws
    {
        guard !part.isEmpty, part.byteCount <= byteCount else { return }
        let holding = try JinjaHolding(part.byteCount * MemoryLayout<Int32>.stride, allowance)
        defer { withExtendedLifetime(holding) {} }
        try part.withBytes(2 * JinjaPrice.scanned, allowance) { part in
            func wanted(_ place: Int) -> UInt8 { part[fromEnd ? part.count - 1 - place : place] }
            // For each beginning of the part, how long the beginning is that it also ends with.
            var borders = [Int32](repeating: 0, count: part.count)
            var border = 0
            for place in 1..<max(1, part.count) {
                while border > 0, wanted(place) != wanted(border) { border = Int(wide: borders[border - 1]) }
                if wanted(place) == wanted(border) { border += 1 }
                borders[place] = Int32(clamping: border)
            }
            try withBytes(JinjaPrice.scanned, allowance) { text in
                var matched = 0, place = 0
                while place < text.count {
                    if matched == 0, !fromEnd {
                        guard let next = Self.place(of: part[0], in: text, from: place) else { return }
                        place = next
                    }
                    let byte = text[fromEnd ? text.count - 1 - place : place]
                    while matched > 0, byte != wanted(matched) { matched = Int(wide: borders[matched - 1]) }
                    if byte == wanted(matched) { matched += 1 }
                    place += 1
                    guard matched == part.count else { continue }
                    matched = 0
                    try allowance.spend(JinjaPrice.element)
                    guard try body(fromEnd ? text.count - place..<text.count - place + part.count : place - part.count..<place) else {
                        return
                    }
                }
            }
        }
    }

    private static func place(of byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard let base = bytes.baseAddress, start < bytes.count,
            let found = memchr(base + start, Int32(clamping: byte), bytes.count - start)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    func hasByte(_ byte: UInt8, _ allowance: JinjaAllowance) throws -> Bool {
        try withBytes(JinjaPrice.copied, allowance) { Self.place(of: byte, in: $0, from: 0) != nil }
    }

    func contains(_ part: JinjaString, _ allowance: JinjaAllowance) throws -> Bool {
        var found = part.isEmpty
        try forEachOccurrence(of: part, allowance) { _ in
            found = true
            return false
        }
        return found
    }

    func count(of part: JinjaString, _ allowance: JinjaAllowance) throws -> Int {
        guard !part.isEmpty else { return scalarCount + 1 }
        var count = 0
        try forEachOccurrence(of: part, allowance) { _ in
            count += 1
            return true
        }
        return count
    }

    /// The first or last place of a part, in scalars; nil where it does not occur.
    func place(of part: JinjaString, fromEnd: Bool = false, _ allowance: JinjaAllowance) throws -> Int? {
        guard !part.isEmpty else { return fromEnd ? scalarCount : 0 }
        var found: Int?
        try forEachOccurrence(of: part, fromEnd: fromEnd, allowance) { bytes in
            found = bytes.lowerBound
            return false
        }
        guard let found, !isASCII else { return found }
        return try withBytes(JinjaPrice.scanned, allowance) { $0[..<found].reduce(0) { UTF8.isContinuation($1) ? $0 : $0 + 1 } }
    }

    /// Calls `body` with the bytes between separators, from left to right.
    /// - Parameter limit: how many separators count; all where it is negative.
    func forEachPart(between separator: JinjaString, limit: Int = -1, _ allowance: JinjaAllowance, _ body: (Range<Int>) throws -> Void)
        throws
    {
        var start = 0, count = 0
        if limit != 0 {
            try forEachOccurrence(of: separator, allowance) { bytes in
                try body(start..<bytes.lowerBound)
                start = bytes.upperBound
                count += 1
                return count != limit
            }
        }
        try body(start..<byteCount)
    }

    /// Cut at a separator that is not empty.
    /// - Parameter fromEnd: whether a limit counts from the end.
    func split(_ separator: JinjaString, limit: Int, fromEnd: Bool, _ allowance: JinjaAllowance) throws -> JinjaList {
        var parts = JinjaListBuilder(allowance)
        guard fromEnd, limit >= 0 else {
            try forEachPart(between: separator, limit: limit, allowance) { try parts.append(.string(try part($0, allowance))) }
            return try parts.finish()
        }
        // From the end overlapping matches fall differently.
        var end = byteCount, count = 0
        if limit > 0 {
            try forEachOccurrence(of: separator, fromEnd: true, allowance) { bytes in
                try parts.append(.string(try part(bytes.upperBound..<end, allowance)))
                end = bytes.lowerBound
                count += 1
                return count != limit
            }
        }
        try parts.append(.string(try part(0..<end, allowance)))
        return try parts.finish(reversed: true)
    }

    /// Python's str.replace of a part that is not empty.
    func replacing(_ old: JinjaString, with new: JinjaString, limit: Int, _ allowance: JinjaAllowance) throws -> JinjaString {
        try JinjaWriter.text(allowance) { writer in
            try forEachPart(between: old, limit: limit, allowance) { bytes in
                if bytes.lowerBound > 0 { try writer.append(new) }
                try writer.append(self, bytes)
            }
        }
    }

    /// Python's str.split(None, limit): cut at white space, without empty words; behind the limit the rest stays whole.
    func words(limit: Int, fromEnd: Bool, _ allowance: JinjaAllowance) throws -> JinjaList {
        guard limit >= 0 else { return try words(allowance) }
        var words = JinjaListBuilder(allowance), count = 0
        // Where the word at hand ends, or begins where it is read from the front; nil between words.
        var edge: Int?, rest = fromEnd ? byteCount : 0, isDone = false
        try scan(fromEnd: fromEnd, allowance) { scalar, place in
            let (near, far) = fromEnd ? (place + UTF8.width(scalar), place) : (place, place + UTF8.width(scalar))
            if !scalar.isPythonSpace {
                if edge == nil, count == limit {
                    // The rest, without the white space before it.
                    (rest, isDone) = (near, true)
                    return false
                }
                edge = edge ?? near
            } else if let begin = edge {
                try words.append(.string(try part(fromEnd ? near..<begin : begin..<near, allowance)))
                (edge, count) = (nil, count + 1)
            }
            rest = far
            return true
        }
        if isDone {
            try words.append(.string(try part(fromEnd ? 0..<rest : rest..<byteCount, allowance)))
        } else if let begin = edge {
            try words.append(.string(try part(fromEnd ? 0..<begin : begin..<byteCount, allowance)))
        }
        return try words.finish(reversed: fromEnd)
    }

    /// Python's str.partition: what stands before a separator, it, and what stands behind.
    func partitioned(_ separator: JinjaString, fromEnd: Bool, _ allowance: JinjaAllowance) throws -> JinjaList {
        guard !separator.isEmpty else { throw allowance.refused("a separator that is not empty", "\"\"") }
        var found: Range<Int>?
        try forEachOccurrence(of: separator, fromEnd: fromEnd, allowance) { bytes in
            found = bytes
            return false
        }
        guard let found else {
            return try JinjaList((fromEnd ? [.empty, .empty, self] : [self, .empty, .empty]).map { .string($0) }, form: .tuple, allowance)
        }
        return try JinjaList(
            [part(0..<found.lowerBound, allowance), separator, part(found.upperBound..<byteCount, allowance)].map { .string($0) },
            form: .tuple, allowance)
    }

    enum Alignment { case left, middle, right }

    /// Filled up to so many characters; in the middle as Python does it.
    func padded(to width: Int, with fill: JinjaString, _ alignment: Alignment, _ allowance: JinjaAllowance) throws -> JinjaString {
        let missing = width.adding(clamped: -scalarCount)
        guard missing > 0 else { return self }
        let before: Int
        switch alignment {
        case .left: before = 0
        case .right: before = missing
        case .middle: before = missing / 2 + (missing & width & 1)
        }
        let (start, end) = (try fill.repeated(before, allowance), try fill.repeated(missing - before, allowance))
        return try JinjaWriter.text(allowance) { writer in
            try writer.reserve(start.byteCount + byteCount + end.byteCount)
            try writer.append(start)
            try writer.append(self)
            try writer.append(end)
        }
    }

    /// Python's str.zfill: zeros behind a sign.
    func zeroFilled(to width: Int, _ allowance: JinjaAllowance) throws -> JinjaString {
        let missing = width.adding(clamped: -scalarCount)
        guard missing > 0 else { return self }
        let sign = try scalar(at: 0, allowance).flatMap { $0.whole(upTo: 1) }.map { $0 == "-" || $0 == "+" } ?? false
        let zeros = try JinjaString("0", allowance).repeated(missing, allowance)
        return try JinjaWriter.text(allowance) { writer in
            try writer.reserve(byteCount + zeros.byteCount)
            try writer.append(self, 0..<(sign ? 1 : 0))
            try writer.append(zeros)
            try writer.append(self, (sign ? 1 : 0)..<byteCount)
        }
    }

    /// Python's str.split(): cut at white space, without empty words.
    func words(_ allowance: JinjaAllowance) throws -> JinjaList {
        var words = JinjaListBuilder(allowance)
        var start: Int?
        try scan(allowance) { scalar, place in
            if !scalar.isPythonSpace {
                start = start ?? place
            } else if let begin = start {
                try words.append(.string(try part(begin..<place, allowance)))
                start = nil
            }
            return true
        }
        if let start { try words.append(.string(try part(start..<byteCount, allowance))) }
        return try words.finish()
    }

    /// Cut after \n and \r\n; the last line is there only where it holds something.
    func lines(_ allowance: JinjaAllowance) throws -> JinjaList {
        var lines = JinjaListBuilder(allowance)
        try withBytes(JinjaPrice.scanned, allowance) { bytes in
            var start = 0
            while start < bytes.count {
                let newline = Self.place(of: UInt8(ascii: "\n"), in: bytes, from: start) ?? bytes.count
                let end = newline > start && bytes[newline - 1] == UInt8(ascii: "\r") ? newline - 1 : newline
                try lines.append(.string(try part(start..<end, allowance)))
                start = newline + 1
            }
        }
        return try lines.finish()
    }

    /// Without the scalars at its ends that `goes` holds for.
    func stripped(left: Bool, right: Bool, _ allowance: JinjaAllowance, _ goes: (Unicode.Scalar) -> Bool) throws -> JinjaString {
        var start = left ? byteCount : 0, end = byteCount
        if left {
            try scan(allowance) { scalar, place in
                guard !goes(scalar) else { return true }
                start = place
                return false
            }
        }
        if right, start < end {
            end = start
            try scan(fromEnd: true, allowance) { scalar, place in
                guard !goes(scalar) || place < start else { return true }
                end = max(start, place + UTF8.width(scalar))
                return false
            }
        }
        return try part(start..<end, allowance)
    }
}
