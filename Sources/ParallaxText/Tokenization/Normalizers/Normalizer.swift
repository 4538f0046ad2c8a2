/// One `normalizer` of tokenizer.json: rewrites a text (UTF-8) before it is cut. To add one, write a file like its neighbours and name it below.
protocol Normalizer: Sendable {
    init(_ settings: ComponentSettings) throws
    func normalized(_ text: [UInt8], _ work: TextWork) throws -> [UInt8]
}

extension Normalizer {
    /// `normalized` with what comes of it bounded.
    func rewritten(_ text: [UInt8], _ work: TextWork) throws -> [UInt8] {
        try work.goOn()
        let result = try normalized(text, work)
        try work.allow(result.count, "bytes", "a normalizer")
        return result
    }
}

enum Normalizers {
    private static let known: [String: any Normalizer.Type] = [
        "BertNormalizer": BertNormalizer.self,
        "ByteLevel": ByteLevelNormalizer.self,
        "Lowercase": LowercaseNormalizer.self,
        "NFC": NFCNormalizer.self,
        "NFD": NFDNormalizer.self,
        "NFKC": NFKCNormalizer.self,
        "NFKD": NFKDNormalizer.self,
        "Nmt": NmtNormalizer.self,
        "Precompiled": PrecompiledNormalizer.self,
        "Prepend": PrependNormalizer.self,
        "Replace": ReplaceNormalizer.self,
        "Sequence": NormalizerSequence.self,
        "Strip": StripNormalizer.self,
        "StripAccents": StripAccentsNormalizer.self,
    ]

    static func make(_ settings: ComponentSettings) throws -> any Normalizer {
        let type = try settings.type(of: Array(known.keys))
        guard let make = known[type] else { throw settings.unknownType(type, known: Array(known.keys)) }
        return try make.init(settings)
    }
}
