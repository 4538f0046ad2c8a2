/// `NFC`, `NFD`, `NFKC` and `NFKD`: the normal forms of Unicode.
struct NFCNormalizer: Normalizer {
    init(_ settings: ComponentSettings) {}
    func normalized(_ text: [UInt8], _ work: TextWork) throws -> [UInt8] { try NormalForm(isComposed: true, isCompatible: false).of(text, work) }
}

struct NFDNormalizer: Normalizer {
    init(_ settings: ComponentSettings) {}
    func normalized(_ text: [UInt8], _ work: TextWork) throws -> [UInt8] { try NormalForm(isComposed: false, isCompatible: false).of(text, work) }
}

struct NFKCNormalizer: Normalizer {
    init(_ settings: ComponentSettings) {}
    func normalized(_ text: [UInt8], _ work: TextWork) throws -> [UInt8] { try NormalForm(isComposed: true, isCompatible: true).of(text, work) }
}

struct NFKDNormalizer: Normalizer {
    init(_ settings: ComponentSettings) {}
    func normalized(_ text: [UInt8], _ work: TextWork) throws -> [UInt8] { try NormalForm(isComposed: false, isCompatible: true).of(text, work) }
}
