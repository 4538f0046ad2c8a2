/// `Prepend`: puts a string before a text that is not empty.
struct PrependNormalizer: Normalizer {
    private let prefix: [UInt8]

    init(_ settings: ComponentSettings) throws {
        prefix = Array(try settings.text("prepend").utf8)
    }

    func normalized(_ text: [UInt8], _ work: TextWork) throws -> [UInt8] {
        guard !text.isEmpty else { return text }
        try work.allow(prefix.count + text.count, "bytes", "Prepend")
        return prefix + text
    }
}
