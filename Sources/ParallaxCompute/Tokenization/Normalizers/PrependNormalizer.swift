/// `Prepend`: puts a string before a text that is not empty.
struct PrependNormalizer: Normalizer {
    private let prefix: [UInt8]

    init(_ settings: ComponentSettings) throws {
        prefix = Array(try settings.text("prepend").utf8)
    }

    func normalized(_ text: [UInt8]) -> [UInt8] { text.isEmpty ? text : prefix + text }
}
