/// Parts by the numbers of scalars, as Python counts.
extension JinjaString {
    /// The scalar at a place, from the end where it is negative; nil where there is none.
    func scalar(at index: Int, _ allowance: JinjaAllowance) throws -> JinjaString? {
        let place = index < 0 ? index + scalarCount : index
        guard place >= 0, place < scalarCount else { return nil }
        return try part(bytePlace(of: place, allowance)..<bytePlace(of: place + 1, allowance), allowance)
    }

    /// The scalars from `first` to before `end` in steps, all of them places in this text.
    func slice(first: Int, end: Int, step: Int, _ allowance: JinjaAllowance) throws -> JinjaString {
        guard step > 0 ? first < end : first > end else { return .empty }
        if step == 1 { return try part(bytePlace(of: first, allowance)..<bytePlace(of: end, allowance), allowance) }
        let holding = try JinjaHolding(2 * MemoryLayout<Unicode.Scalar>.stride * scalarCount, allowance)
        defer { withExtendedLifetime(holding) {} }
        var scalars: [Unicode.Scalar] = []
        try scan(price: 2 * JinjaPrice.scanned, allowance) { scalar, _ in
            scalars.append(scalar)
            return true
        }
        return try JinjaWriter.text(allowance) { writer in
            for place in stride(from: first, to: end, by: step) { try writer.append(scalars[place]) }
        }
    }

    /// Python's `text * count`.
    func repeated(_ count: Int, _ allowance: JinjaAllowance) throws -> JinjaString {
        guard count > 0, !isEmpty else { return .empty }
        let (bytes, overflows) = byteCount.multipliedReportingOverflow(by: count)
        try allowance.checkLength(overflows ? .max : bytes)
        // Most texts that are repeated are short: a longer one is made of them first.
        var part = self, copies = 1
        while part.byteCount < Self.worthCopying, copies <= count / 2 {
            part = try JinjaWriter.text(allowance) { try $0.append(part, times: 2) }
            copies *= 2
        }
        return try JinjaWriter.text(allowance) { writer in
            try writer.append(part, times: count / copies)
            try writer.append(self, times: count % copies)
        }
    }

    private static let worthCopying = 4096

    /// Every scalar as a text of its own.
    func scalarList(_ allowance: JinjaAllowance) throws -> JinjaList {
        var scalars = JinjaListBuilder(allowance)
        try scan(price: JinjaPrice.element, allowance) { scalar, _ in
            try scalars.append(.string(JinjaString(scalar)))
            return true
        }
        return try scalars.finish()
    }

    /// Where a scalar begins, in bytes; counted from the nearer end.
    private func bytePlace(of place: Int, _ allowance: JinjaAllowance) throws -> Int {
        guard !isASCII else { return place }
        let isNearEnd = place > scalarCount / 2
        let steps = isNearEnd ? scalarCount - place : place
        try allowance.spend(JinjaPrice.scanned, times: 4 * steps)
        // Free, because the bytes that are looked at are paid above.
        return try withBytes(0, allowance) { bytes in
            var offset = isNearEnd ? bytes.count : 0
            for _ in 0..<steps {
                offset += isNearEnd ? -1 : 1
                while offset > 0, offset < bytes.count, UTF8.isContinuation(bytes[offset]) { offset += isNearEnd ? -1 : 1 }
            }
            return offset
        }
    }
}
