/// `Metaspace`: spaces become a visible mark (▁), a text begins with one, and pieces are cut before each.
struct MetaspacePreTokenizer: PreTokenizer {
    private let metaspace: Metaspace
    private let splits: Bool

    init(_ settings: ComponentSettings) throws {
        metaspace = try Metaspace(settings)
        splits = try settings.bool("split", default: true)
    }

    func split(_ pieces: Pieces) -> Pieces {
        var result = Pieces(from: pieces)
        var isFirst = true
        pieces.forEach { piece in
            var text: [UInt8] = []
            for byte in piece {
                if byte == 0x20 { text += metaspace.mark } else { text.append(byte) }
            }
            if metaspace.prepends(atStart: isFirst && pieces.startsText), !text.starts(with: metaspace.mark) { text = metaspace.mark + text }
            text.withUnsafeBufferPointer { text in
                let marks = splits ? occurrences(of: metaspace.mark, in: text) : []
                SplitBehaviour.mergedWithNext.append(text, matches: marks, to: &result)
            }
            isFirst = false
        }
        return result
    }
}

/// The settings that the Metaspace pre-tokenizer and decoder share.
struct Metaspace: Sendable {
    enum PrependScheme: String { case always, first, never }

    let mark: [UInt8]
    let scheme: PrependScheme

    init(_ settings: ComponentSettings) throws {
        mark = Array(String(try settings.scalar("replacement")).utf8)
        if let name = settings.value["prepend_scheme"]?.string {
            guard let scheme = PrependScheme(rawValue: name) else { throw settings.refused("a prepend_scheme of always, first or never", "\"\(name)\"") }
            self.scheme = scheme
        } else {
            scheme = try settings.bool("add_prefix_space", default: true) ? .always : .never
        }
    }

    func prepends(atStart: Bool) -> Bool { scheme == .always || (scheme == .first && atStart) }
}
