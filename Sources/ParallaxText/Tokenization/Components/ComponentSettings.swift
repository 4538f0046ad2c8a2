/// The settings of one component of tokenizer.json (a normalizer, a decoder, …), read with complaints that name the component and the key.
struct ComponentSettings {
    let subject: String
    /// "pre_tokenizer", "decoder", …
    let part: String
    let value: OrderedJSON

    private var name: String { value["type"]?.string?.shortened ?? part }

    func refused(_ expected: String, _ found: String) -> Complaint {
        Complaint(
            subject, expected: expected, found: found,
            remedy: "use a tokenizer.json whose \(part) Parallax supports, or add the missing part")
    }

    func unknownType(_ type: String, known: [String]) -> Complaint {
        refused("a \(part) of a type that Parallax knows (\(known.sorted().joined(separator: ", ")))", "\"\(type.shortened)\"")
    }

    func type(of known: [String]) throws -> String {
        guard let type = value["type"]?.string else {
            throw refused("a \(part) with a type (\(known.sorted().joined(separator: ", ")))", value.summary)
        }
        return type
    }

    func bool(_ key: String, default standard: Bool) throws -> Bool {
        guard let setting = value[key], !setting.isNull else { return standard }
        guard let flag = setting.bool else { throw refused("true or false as \(key) of \(name)", setting.summary) }
        return flag
    }

    func count(_ key: String, default standard: Int) throws -> Int {
        guard let setting = value[key], !setting.isNull else { return standard }
        guard let number = setting.integer, number >= 0 else {
            throw refused("a whole number from 0 as \(key) of \(name)", setting.summary)
        }
        return number
    }

    /// nil where it is missing or null.
    func optionalCount(_ key: String) throws -> Int? {
        guard let setting = value[key], !setting.isNull else { return nil }
        return try count(key, default: 0)
    }

    func text(_ key: String, default standard: String) throws -> String {
        guard let setting = value[key], !setting.isNull else { return standard }
        return try text(key)
    }

    func text(_ key: String) throws -> String {
        guard let text = value[key]?.string else { throw refused("a string as \(key) of \(name)", value[key]?.summary ?? "none") }
        return text
    }

    func scalar(_ key: String) throws -> Unicode.Scalar {
        let text = try text(key)
        guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1 else {
            throw refused("one character as \(key) of \(name)", "\"\(text.shortened)\"")
        }
        return scalar
    }

    func list(_ key: String) throws -> [ComponentSettings] {
        guard let elements = value[key]?.array else { throw refused("an array as \(key) of \(name)", value[key]?.summary ?? "none") }
        return elements.map { ComponentSettings(subject: subject, part: part, value: $0) }
    }

    /// The `pattern` of Replace and Split.
    /// - Throws: `Complaint` for a regular expression that is not read here, with what it is about it.
    func pattern() throws -> TextPattern {
        if let text = value["pattern"]?["String"]?.string { return try TextPattern(string: text) }
        if let expression = value["pattern"]?["Regex"]?.string {
            do { return try TextPattern(expression: expression) } catch let failure as RegexFailure {
                throw refused("a Regex of \(name) that Parallax reads", "\(failure.found) in \"\(expression.shortened)\"")
            }
        }
        throw refused("a pattern (String or Regex) in \(name)", value["pattern"]?.summary ?? "none")
    }
}

/// The byte-level alphabet of GPT-2: every byte as a printable character (space as Ġ, newline as Ċ).
enum ByteLevelAlphabet {
    /// The character of each byte.
    static let scalars: [Unicode.Scalar] = {
        var shifted: UInt32 = 0x100
        return (UInt8.min...UInt8.max).map { byte in
            switch byte {
            case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return Unicode.Scalar(byte)
            default:
                defer { shifted += 1 }
                return Unicode.Scalar(shifted) ?? "\u{FFFD}"
            }
        }
    }()

    /// The character of each byte as UTF-8 (one or two bytes; a one-byte form has 0 in second place).
    static let encoded: [(UInt8, UInt8)] = scalars.map { scalar in
        scalar.value < 0x80
            ? (UInt8(clamping: scalar.value), 0) : (UInt8(clamping: 0xC0 | scalar.value >> 6), UInt8(clamping: 0x80 | scalar.value & 0x3F))
    }

    /// The byte of each character up to the last one of the alphabet, -1 for characters that are not in it.
    private static let bytes: [Int16] = {
        var bytes = [Int16](repeating: -1, count: 0x144)
        for (byte, scalar) in scalars.enumerated() { bytes[Int(wide: scalar.value)] = Int16(clamping: byte) }
        return bytes
    }()

    static func byte(of scalar: Unicode.Scalar) -> UInt8? {
        guard scalar.value < UInt32(clamping: bytes.count), bytes[Int(wide: scalar.value)] >= 0 else { return nil }
        return UInt8(clamping: bytes[Int(wide: scalar.value)])
    }
}
