import Foundation
// The canonical forms of Foundation on Linux are wrong (U+10041 with a dot below becomes U+1EA0: the code is cut to 16 bits). Those of the
// standard library, on which the equality of strings rests, are right; they are reached under this name only.
@_spi(_Unicode) import Swift

/// `NFC`, `NFD`, `NFKC` and `NFKD`: the normal forms of Unicode.
struct NFCNormalizer: Normalizer {
    init(_ settings: ComponentSettings) {}
    func normalized(_ text: [UInt8], _ work: TextWork) -> [UInt8] { normalForm(of: text) { $0._nfc } }
}

struct NFDNormalizer: Normalizer {
    init(_ settings: ComponentSettings) {}
    func normalized(_ text: [UInt8], _ work: TextWork) -> [UInt8] { normalForm(of: text) { $0._nfd } }
}

struct NFKCNormalizer: Normalizer {
    init(_ settings: ComponentSettings) {}
    func normalized(_ text: [UInt8], _ work: TextWork) -> [UInt8] { normalForm(of: text) { $0.decomposedStringWithCompatibilityMapping._nfc } }
}

struct NFKDNormalizer: Normalizer {
    init(_ settings: ComponentSettings) {}
    func normalized(_ text: [UInt8], _ work: TextWork) -> [UInt8] { normalForm(of: text) { $0.decomposedStringWithCompatibilityMapping._nfd } }
}

/// ASCII is in all four forms already.
private func normalForm(of text: [UInt8], _ form: (String) -> some Sequence<Unicode.Scalar>) -> [UInt8] {
    guard text.contains(where: { $0 >= 0x80 }) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in form(String(decoding: text, as: UTF8.self)) { result.append(scalar) }
    return Array(String(result).utf8)
}
