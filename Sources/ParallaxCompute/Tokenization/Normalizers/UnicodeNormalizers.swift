import Foundation

/// `NFC`, `NFD`, `NFKC` and `NFKD`: the normal forms of Unicode. ASCII is in all four already.
struct NFCNormalizer: Normalizer {
    init(_ settings: ComponentSettings) {}
    func normalized(_ text: [UInt8]) -> [UInt8] { normalForm(of: text) { $0.precomposedStringWithCanonicalMapping } }
}

struct NFDNormalizer: Normalizer {
    init(_ settings: ComponentSettings) {}
    func normalized(_ text: [UInt8]) -> [UInt8] { normalForm(of: text) { $0.decomposedStringWithCanonicalMapping } }
}

struct NFKCNormalizer: Normalizer {
    init(_ settings: ComponentSettings) {}
    func normalized(_ text: [UInt8]) -> [UInt8] { normalForm(of: text) { $0.precomposedStringWithCompatibilityMapping } }
}

struct NFKDNormalizer: Normalizer {
    init(_ settings: ComponentSettings) {}
    func normalized(_ text: [UInt8]) -> [UInt8] { normalForm(of: text) { $0.decomposedStringWithCompatibilityMapping } }
}

private func normalForm(of text: [UInt8], _ form: (String) -> String) -> [UInt8] {
    text.allSatisfy { $0 < 0x80 } ? text : Array(form(String(decoding: text, as: UTF8.self)).utf8)
}
