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
