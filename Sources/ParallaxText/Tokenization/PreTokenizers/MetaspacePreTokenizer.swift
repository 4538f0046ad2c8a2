/// `Metaspace`: spaces become a visible mark (▁), a text begins with one, and pieces are cut before each.
struct MetaspacePreTokenizer: PreTokenizer {
    private let metaspace: Metaspace
    private let splits: Bool

    init(_ settings: ComponentSettings) throws {
        metaspace = try Metaspace(settings)
        splits = try settings.bool("split", default: true)
    }

    var asksForStart: Bool { metaspace.scheme == .first }

    func split(_ pieces: Pieces, _ work: TextWork) throws -> Pieces {
        var splitter = PieceSplitter(.mergedWithNext, from: pieces)
        let mark = metaspace.mark
        var isFirst = true, text: [UInt8] = []
        try pieces.forEach(work) { piece in
            text.removeAll(keepingCapacity: true)
            if metaspace.prepends(atStart: isFirst && pieces.startsText), piece.first != 0x20, !piece.starts(with: mark) { text += mark }
            for byte in piece {
                if byte == 0x20 { text += mark } else { text.append(byte) }
            }
            isFirst = false
            var end = 0
            if splits {
                try text.withUnsafeBufferPointer { bytes in
                    try metaspace.sought.forEachOccurrence(in: bytes) { place in
                        try work.step()
                        if place.lowerBound > end { splitter.append(bytes[end..<place.lowerBound], isMatch: false) }
                        splitter.append(bytes[place], isMatch: true)
                        end = place.upperBound
                    }
                }
            }
            if end < text.count { text.withUnsafeBufferPointer { splitter.append($0[end...], isMatch: false) } }
            splitter.endPiece()
        }
        return splitter.pieces
    }
}

/// The settings that the Metaspace pre-tokenizer and decoder share.
struct Metaspace: Sendable {
    enum PrependScheme: String { case always, first, never }

    let sought: SoughtString
    let scheme: PrependScheme

    init(_ settings: ComponentSettings) throws {
        sought = SoughtString(Array(String(try settings.scalar("replacement")).utf8))
        if let name = settings.value["prepend_scheme"]?.string {
            guard let scheme = PrependScheme(rawValue: name) else { throw settings.refused("a prepend_scheme of always, first or never", "\"\(name.shortened)\"") }
            // The library refuses a file that says both.
            if try !settings.bool("add_prefix_space", default: true), scheme != .never { throw settings.refused("a prepend_scheme of never beside an add_prefix_space of false", "\"\(name)\"") }
            self.scheme = scheme
        } else {
            scheme = try settings.bool("add_prefix_space", default: true) ? .always : .never
        }
    }

    var mark: [UInt8] { sought.bytes }

    func prepends(atStart: Bool) -> Bool { scheme == .always || (scheme == .first && atStart) }
}
