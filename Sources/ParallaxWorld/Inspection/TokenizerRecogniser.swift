/// A tokenizer.json, alone or in a folder without a model; a bare vocabulary in such a folder.
struct TokenizerRecogniser: Recogniser {
    /// The largest vocabularies take some ten megabytes.
    private static let largest = 128 << 20
    /// White space before the text of a file that begins like one is short.
    private static let beginning = 4096

    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        if place.isFolder && !place.has("tokenizer.json") { return bareVocabulary(place) }
        let url = place.isFolder ? place.file("tokenizer.json") : place.url
        let read = try MappedFile.reading(url.path, holes: true) { bytes in
            bytes.count <= Self.largest && bytes.prefix(Self.beginning).first { $0 > 0x20 } == UInt8(ascii: "{")
                ? try? Contents(bytes) : nil
        }
        guard let contents = read else { return nil }
        var found = Inspection(place, kind: .tokenizer, family: "tokenizer (\(contents.modelType?.shortened ?? "no model type"))")
        found.note("vocabulary", contents.vocabulary)
        found.note("merges", contents.merges)
        found.note("added tokens", contents.addedTokens)
        for (name, type) in [("normalizer", contents.normalizer), ("pre-tokenizer", contents.preTokenizer), ("decoder", contents.decoder)] {
            found.note(name, type?.shortened ?? "none")
        }
        if place.isFolder {
            let template = place.has("chat_template.jinja") || place.configuration("tokenizer_config.json")?["chat_template"] != nil
            found.note("chat template", template ? "yes" : "none")
        }
        if let type = contents.modelType, !ModelReader.known.contains(type) {
            found.odd.append("Its model is \"\(type.shortened)\"; Parallax reads \(ModelReader.known.joined(separator: ", ")).")
        }
        if contents.vocabulary == 0 { found.odd.append("Its vocabulary is empty.") }
        return found
    }

    private func bareVocabulary(_ place: InspectedPlace) -> Inspection? {
        guard TokenizerFolder.holdsTokenizer(place.has) else { return nil }
        let files =
            place.has("merges.txt")
            ? "vocab.json and merges.txt"
            : place.has("vocab.txt") ? "vocab.txt" : TokenizerFolder.sentencePieceName(place.has) ?? "tokenizer.model"
        var found = Inspection(place, kind: .tokenizer, family: "tokenizer (\(files))")
        do { found.note("vocabulary", try Tokenizer.open(folder: place.url).vocabularySize) } catch { found.odd.append("\(error)") }
        return found
    }

    /// Counted while the file is read through once; vocabularies are large.
    private struct Contents {
        var modelType: String?
        var vocabulary = 0
        var merges = 0
        var addedTokens = 0
        var normalizer: String?
        var preTokenizer: String?
        var decoder: String?

        /// - Throws: `JSONFailure` where the text is no tokenizer.
        init(_ bytes: UnsafeRawBufferPointer) throws {
            var cursor = JSONCursor(bytes)
            var contents = (type: String?.none, vocabulary: 0, merges: 0, added: 0, parts: [String: String]())
            var hasModel = false
            try cursor.eachMember { cursor, key in
                switch key {
                case "model" where try cursor.kind() == .object:
                    try cursor.eachMember { cursor, key in
                        switch (key, try cursor.kind()) {
                        case ("type", .string): contents.type = try cursor.string()
                        case ("vocab", .object):
                            hasModel = true
                            try cursor.eachMember { cursor, _ in
                                contents.vocabulary += 1
                                try cursor.skip()
                            }
                        case ("vocab", .array):
                            hasModel = true
                            contents.vocabulary = try Self.count(&cursor)
                        case ("merges", .array): contents.merges = try Self.count(&cursor)
                        default: try cursor.skip()
                        }
                    }
                case "added_tokens" where try cursor.kind() == .array: contents.added = try Self.count(&cursor)
                case "normalizer", "pre_tokenizer", "decoder":
                    guard try cursor.kind() == .object else { return try cursor.skip() }
                    try cursor.eachMember { cursor, inner in
                        if inner == "type", try cursor.kind() == .string {
                            contents.parts[key] = try cursor.string()
                        } else {
                            try cursor.skip()
                        }
                    }
                default: try cursor.skip()
                }
            }
            guard hasModel else { throw cursor.failure("a model with a vocabulary") }
            (modelType, vocabulary, merges, addedTokens) = (contents.type, contents.vocabulary, contents.merges, contents.added)
            (normalizer, preTokenizer, decoder) = (contents.parts["normalizer"], contents.parts["pre_tokenizer"], contents.parts["decoder"])
        }

        private static func count(_ cursor: inout JSONCursor) throws -> Int {
            var count = 0
            try cursor.eachElement { cursor in
                count += 1
                try cursor.skip()
            }
            return count
        }
    }
}
