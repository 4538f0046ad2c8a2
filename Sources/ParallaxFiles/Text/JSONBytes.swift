import Foundation

/// A value as JSON, for stdout and for files: keys sorted, so that the same value is the same bytes, and nothing in it that a terminal would do
/// something at.
package enum JSONBytes {
    /// JSON has no number for what is none: a text stands for it.
    package static let words = JSONEncoder.NonConformingFloatEncodingStrategy.convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")

    /// - Throws: `EncodingError` for what has no JSON.
    package static func of(_ value: some Encodable, pretty: Bool = false, numbers: JSONEncoder.NonConformingFloatEncodingStrategy = .throw) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = pretty ? [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = numbers
        return escaped(try encoder.encode(value))
    }

    /// The same JSON with hazards as `\u` escapes. The encoder writes those below U+0020 as escapes itself; whatever is left stands inside of strings,
    /// since JSON has only ASCII outside of them.
    package static func escaped(_ json: Data) -> Data {
        guard json.contains(where: { $0 >= 0x7F }) else { return json }
        return Data(Hazards.escaped(String(decoding: json, as: UTF8.self)).utf8)
    }
}
