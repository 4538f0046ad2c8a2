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

/// Python's changes of case, scalar by scalar.
extension JinjaString {
    func uppercased(_ allowance: JinjaAllowance) throws -> JinjaString { try mapped(allowance) { $0.properties.uppercaseMapping } }

    /// Every scalar by itself, but for the sigma at the end of a word.
    func lowercased(_ allowance: JinjaAllowance) throws -> JinjaString {
        var endings = try wordEnds(allowance).makeIterator()
        return try mapped(allowance) { $0 == "Σ" ? (endings.next() == true ? "ς" : "σ") : $0.properties.lowercaseMapping }
    }

    func capitalized(_ allowance: JinjaAllowance) throws -> JinjaString {
        var first = 0
        try scan(allowance) { scalar, _ in
            first = UTF8.width(scalar)
            return false
        }
        return try JinjaWriter.text(allowance) { writer in
            try writer.append(try part(0..<first, allowance).mapped(allowance) { $0.properties.titlecaseMapping })
            try writer.append(try part(first..<byteCount, allowance).lowercased(allowance))
        }
    }

    func titlecased(_ allowance: JinjaAllowance) throws -> JinjaString {
        var isInside = false
        return try mapped(allowance) { scalar in
            defer { isInside = scalar.properties.isCased }
            return isInside ? scalar.properties.lowercaseMapping : scalar.properties.titlecaseMapping
        }
    }

    func reversed(_ allowance: JinjaAllowance) throws -> JinjaString {
        try JinjaWriter.text(allowance) { writer in
            try scan(fromEnd: true, price: JinjaPrice.scanned, allowance) { scalar, _ in
                try writer.append(scalar)
                return true
            }
        }
    }

    private func mapped(_ allowance: JinjaAllowance, _ map: (Unicode.Scalar) -> String) throws -> JinjaString {
        try JinjaWriter.text(allowance) { writer in
            try scan(allowance) { scalar, _ in
                try writer.append(map(scalar))
                return true
            }
        }
    }

    /// Of each capital sigma in turn whether it ends a word: letters stand before it and none behind, not counting what lies between.
    private func wordEnds(_ allowance: JinjaAllowance) throws -> [Bool] {
        guard try contains(JinjaString("Σ"), allowance) else { return [] }
        var ends: [Bool] = []
        var isInWord = false, isOpen = false
        try scan(allowance) { scalar, _ in
            if scalar == "Σ" {
                try allowance.spend(JinjaPrice.element)
                if isOpen { ends[ends.count - 1] = false }
                ends.append(isInWord)
                (isInWord, isOpen) = (true, true)
            } else if !scalar.properties.isCaseIgnorable {
                isInWord = scalar.properties.isCased
                if isOpen, isInWord { ends[ends.count - 1] = false }
                isOpen = false
            }
            return true
        }
        return ends
    }
}

extension Unicode.Scalar {
    /// White space as str.strip() and str.split() see it: Unicode's, and the four separators of ASCII.
    var isPythonSpace: Bool {
        value < 0x80 ? value == 0x20 || (0x09...0x0D).contains(value) || (0x1C...0x1F).contains(value) : properties.isWhitespace
    }
}
