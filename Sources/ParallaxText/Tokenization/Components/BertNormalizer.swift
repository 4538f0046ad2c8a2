/// `BertNormalizer`: takes control characters out, puts spaces around Chinese characters, takes accents off and writes in small letters, as
/// its flags say.
struct BertNormalizer: Normalizer {
    private let cleans: Bool
    private let separatesChinese: Bool
    private let stripsAccents: Bool
    private let lowercases: Bool

    init(_ settings: ComponentSettings) throws {
        cleans = try settings.bool("clean_text", default: true)
        separatesChinese = try settings.bool("handle_chinese_chars", default: true)
        lowercases = try settings.bool("lowercase", default: true)
        // null: as the letters.
        stripsAccents = try settings.bool("strip_accents", default: lowercases)
    }

    func normalized(_ text: [UInt8], _ work: TextWork) throws -> [UInt8] {
        var text = text
        if cleans {
            text = try mapped(text, work) { scalar, result in
                // Line ends and tabs are not among the others; the rest of control characters is, white space or not.
                guard scalar.value != 0, scalar != "\u{FFFD}", !LibraryUnicode.others.contains(scalar) else { return }
                if CharacterKind(scalar).isAny(of: .space) { result.append(0x20) } else { result.append(scalar) }
            }
        }
        if separatesChinese {
            text = try mapped(text, work) { scalar, result in
                guard Self.isChinese(scalar) else { return result.append(scalar) }
                result.append(0x20)
                result.append(scalar)
                result.append(0x20)
            }
        }
        if stripsAccents {
            text = try mapped(try NormalForm(isComposed: false, isCompatible: false).of(text, work), work) { scalar, result in
                if !LibraryUnicode.nonspacingMarks.contains(scalar) { result.append(scalar) }
            }
        }
        return lowercases ? LowercaseNormalizer.lowercased(text) : text
    }

    /// The blocks that BERT's own code names; one of them begins a row too late there.
    private static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F, 0x2B920...0x2CEAF, 0xF900...0xFAFF,
            0x2F800...0x2FA1F:
            true
        default: false
        }
    }
}

/// `StripAccents`: takes combining marks out. Letters that have theirs within come apart in NFD only.
struct StripAccentsNormalizer: Normalizer {
    init(_ settings: ComponentSettings) {}

    func normalized(_ text: [UInt8], _ work: TextWork) throws -> [UInt8] {
        try mapped(text, work) { scalar, result in
            if !LibraryUnicode.combiningMarks.contains(scalar) { result.append(scalar) }
        }
    }
}

/// `Nmt`: takes control characters out; what SentencePiece takes for white space becomes a space.
struct NmtNormalizer: Normalizer {
    init(_ settings: ComponentSettings) {}

    func normalized(_ text: [UInt8], _ work: TextWork) throws -> [UInt8] {
        try mapped(text, work) { scalar, result in
            switch scalar.value {
            case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x8F, 0x9F: break
            case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD: result.append(0x20)
            default: result.append(scalar)
            }
        }
    }
}

/// `ByteLevel`: every byte as a character of the byte-level alphabet.
struct ByteLevelNormalizer: Normalizer {
    init(_ settings: ComponentSettings) {}

    func normalized(_ text: [UInt8], _ work: TextWork) throws -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count + text.count / 4)
        for byte in text {
            let (first, second) = ByteLevelAlphabet.encoded[Int(wide: byte)]
            result.append(first)
            if second != 0 { result.append(second) }
        }
        return result
    }
}

/// Goes through a text character by character.
private func mapped(_ text: [UInt8], _ work: TextWork, _ body: (Unicode.Scalar, inout [UInt8]) -> Void) throws -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    try text.withUnsafeBufferPointer { bytes in
        var offset = 0
        while offset < bytes.count {
            try work.step()
            let (scalar, length) = scalar(in: bytes, at: offset)
            body(scalar, &result)
            offset += length
        }
    }
    return result
}

extension [UInt8] {
    /// Appends a character as UTF-8.
    fileprivate mutating func append(_ scalar: Unicode.Scalar) {
        if scalar.isASCII { append(UInt8(clamping: scalar.value)) } else { append(contentsOf: Character(scalar).utf8) }
    }
}
