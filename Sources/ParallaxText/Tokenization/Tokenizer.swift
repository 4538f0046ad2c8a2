import Foundation

/// A tokenizer as Hugging Face's `tokenizers` runs it, from the tokenizer.json of a model's folder (and what tokenizer_config.json adds to it).
///
///     let tokenizer = try Tokenizer.open(folder: URL(filePath: "SampleData/subject"))
///     let ids = tokenizer.encode("The river", addSpecialTokens: true)
///     tokenizer.decode(ids, skipSpecialTokens: true)  // "The river"
///
/// Encoding is: added tokens found in the text → normalizer → added tokens found in the normalised text → pre-tokenizer → model (byte pairs,
/// Unigram, …) → post-processor. Decoding is the pieces of the ids through the decoder. Each part is a small type of its own.
public final class Tokenizer: Sendable {
    /// The file, for complaints.
    let subject: String
    let model: any TokenModel
    let added: AddedVocabulary
    /// What each added token decodes to, as UTF-8: its content, in normalised form where it is looked for in normalised text.
    private let forms: [Int: [UInt8]]
    private let specialIDs: Set<Int>
    /// "bos_token" → its id, and so on, as tokenizer_config.json names them.
    private let namedIDs: [String: Int]
    let plainMatcher: AddedTokenMatcher
    let normalizedMatcher: AddedTokenMatcher
    let normalizer: (any Normalizer)?
    let preTokenizer: (any PreTokenizer)?
    let postProcessor: (any PostProcessor)?
    let decoder: any TokenDecoder
    /// Tokens that the decoder leaves as they are wherever they stand: they stand for others where one is looked at by itself.
    let anchors: [[UInt8]]

    /// Opens the tokenizer of a Hugging Face folder: its tokenizer.json, or the bare vocabulary of a class that is known.
    /// - Throws: a `Complaint` where nothing is there that is read, which names what is; where a file is damaged, or has a part that is not supported (the part is named);
    ///   `CancellationError`.
    public static func open(folder: URL, cancellation: Cancellation? = nil) throws -> Tokenizer {
        let path = folder.appending(path: "tokenizer.json").path
        guard FileSystem.exists(path) || !FileSystem.exists(folder.path) else {
            return try Tokenizer(try TokenizerFolder.read(folder, cancellation), .none, cancellation)
        }
        let file = try TokenizerFile(try MappedFile.contents(of: path), subject: path, cancellation)
        return try Tokenizer(file, try TokenizerConfiguration.open(folder: folder, cancellation: cancellation), cancellation)
    }

    /// A tokenizer from the bytes of a tokenizer.json alone.
    package convenience init(json: [UInt8], subject: String) throws {
        try self.init(try TokenizerFile(json, subject: subject, nil), .none, nil)
    }

    private init(_ file: TokenizerFile, _ configuration: TokenizerConfiguration, _ cancellation: Cancellation?) throws {
        subject = file.subject
        var added = AddedVocabulary()
        added.add(file.addedTokens, to: file.model.vocabulary)
        configuration.extend(&added, file.model.vocabulary)
        let searched = added.searched
        let normalizer = file.normalizer
        model = file.model
        self.added = added
        namedIDs = Dictionary(
            configuration.namedTokens.compactMap { [added] named in added.id(of: named.content).map { (named.name, $0) } }
        ) { $1 }
        let work = TextWork(subject, count: searched.reduce(0) { $0 + $1.token.content.utf8.count }, cancellation)
        var forms: [Int: [UInt8]] = [:], size = 0
        for (token, id) in searched {
            let content = Array(token.content.utf8),
                form = token.isNormalized ? try normalizer?.rewritten(content, work) ?? content : content
            forms[id] = form
            size += form.count
            guard size <= Self.mostAddedBytes else {
                throw work.refused("added tokens of at most \(Self.mostAddedBytes) bytes together", "more")
            }
        }
        self.forms = forms
        // A special token is told by its form: one that normalising changes is never left out.
        let specialForms = Set(searched.filter { $0.token.isSpecial }.map { Array($0.token.content.utf8) })
        specialIDs = Set(forms.filter { specialForms.contains($0.value) }.keys)
        plainMatcher = AddedTokenMatcher(searched.filter { !$0.token.isNormalized }, forms: forms)
        normalizedMatcher = AddedTokenMatcher(searched.filter { $0.token.isNormalized }, forms: forms)
        self.normalizer = normalizer
        preTokenizer = file.preTokenizer
        postProcessor = file.postProcessor
        let decoder = file.decoder ?? SpacesBetweenDecoder()
        self.decoder = decoder
        anchors = Self.anchors(of: decoder, TextWork(subject, count: 1 << 10, cancellation))
    }

    private static func anchors(of decoder: any TokenDecoder, _ work: TextWork) -> [[UInt8]] {
        let letters = "abcdefghijklmnopqrstuvwxyz0123456789".utf8.map { [$0] }
        let kept = letters.filter { letter in
            [[letter], [letter, [0x2E]]].allSatisfy { decoder.decoded($0, work).joined().starts(with: letter) }
                && decoder.decoded([[0x2E], letter], work).joined().suffix(1).elementsEqual(letter)
        }
        return kept.count >= 3 ? Array(kept.prefix(3)) : Array(letters.prefix(3))
    }

    /// Published tokenizers have some kilobytes of them; looking for them takes 60 bytes each.
    private static let mostAddedBytes = 1 << 20

    /// One more than the greatest id; ids in between may have no piece.
    public var vocabularySize: Int { max(model.vocabulary.idLimit, added.idLimit) }

    /// The vocabulary string of an id ("Ġthe", "▁the", "<s>"; added tokens in normalised form where they are looked for in it); nil where no piece has the id.
    public func piece(_ id: Int) -> String? {
        pieceBytes(id).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The id of a vocabulary string; nil where there is none.
    public func id(of piece: String) -> Int? {
        added.id(of: piece) ?? model.vocabulary.id(of: piece)
    }

    /// The id of a token by its name ("bos_token", "eos_token", …); nil where tokenizer_config.json names none.
    public func token(named name: String) -> Int? { namedIDs[name] }

    /// Whether decoding that skips special tokens leaves this id out.
    public func isSpecial(_ id: Int) -> Bool { specialIDs.contains(id) }

    func pieceBytes(_ id: Int) -> [UInt8]? {
        forms[id] ?? model.vocabulary.piece(id).map { Array($0) }
    }
}

extension Tokenizer {
    /// The token ids of a text. Time grows with the length of the text times its logarithm at most, whatever the text, unless a regular
    /// expression that no published tokenizer has takes longer: then it ends with a complaint, after a second or so.
    /// - Parameters:
    ///   - addSpecialTokens: whether the post-processor puts its tokens around the text (BOS, for instance). A rendered chat template carries
    ///     its own: encode it without.
    ///   - cancellation: is looked at every few milliseconds.
    /// - Throws: `CancellationError`, or a `Complaint` that names tokenizer.json, where a part of it takes too long or makes too much of the text.
    public func encode(_ text: String, addSpecialTokens: Bool, cancellation: Cancellation? = nil) throws -> [Int] {
        var text = text
        var ids: [Int] = []
        let work = TextWork(subject, count: text.utf8.count, cancellation)
        try work.goOn()
        guard text.utf8.count <= Self.longestText else {
            throw work.refused("a text of at most \(Self.longestText) bytes", "\(text.utf8.count)")
        }
        try text.withUTF8 { bytes in
            try plainMatcher.forEachSegment(of: bytes, work) { segment in
                switch segment {
                case .token(let id): ids.append(id)
                case .text(let range):
                    try encodePlain(UnsafeBufferPointer(rebasing: bytes[range]), startsText: range.lowerBound == 0, work, into: &ids)
                }
            }
        }
        guard let postProcessor else { return ids }
        return Array(try postProcessor.processed([ids], addSpecialTokens: addSpecialTokens, work).joined())
    }

    /// Offsets in a text are 32 bits wide in some places; what a text grows to must fit.
    private static var longestText: Int { 1 << 26 }

    /// Encodes a stretch in which no added token stands as it is written.
    private func encodePlain(_ text: UnsafeBufferPointer<UInt8>, startsText: Bool, _ work: TextWork, into ids: inout [Int]) throws {
        let normalized = try normalizer?.rewritten(Array(text), work) ?? Array(text)
        let startsText = try startsText && keepsStart(of: text, normalized, work)
        try normalized.withUnsafeBufferPointer { bytes in
            try normalizedMatcher.forEachSegment(of: bytes, work) { segment in
                switch segment {
                case .token(let id): ids.append(id)
                case .text(let range):
                    let pieces = Pieces(Array(bytes[range]), startsText: startsText && range.lowerBound == 0)
                    try model.encode(preTokenizer?.cut(pieces, work) ?? pieces, work, into: &ids)
                }
            }
        }
    }

    /// Whether normalising leaves the first character standing, where a pre-tokenizer asks. One without which the result is the same is gone.
    private func keepsStart(of text: UnsafeBufferPointer<UInt8>, _ normalized: [UInt8], _ work: TextWork) throws -> Bool {
        guard let normalizer, preTokenizer?.asksForStart == true, !text.isEmpty, !text.starts(with: normalized) else { return true }
        return try normalizer.rewritten(Array(text[scalar(in: text, at: 0).length...]), work) != normalized
    }
}

extension Tokenizer {
    /// The text of token ids. An id that no piece has adds nothing; bytes that are no UTF-8 become U+FFFD.
    public func decode(_ ids: [Int], skipSpecialTokens: Bool) -> String {
        let pieces = ids.compactMap { skipSpecialTokens && isSpecial($0) ? nil : pieceBytes($0) }
        return String(decoding: Array(decoder.decoded(pieces, decodingWork(pieces.reduce(0) { $0 + $1.count })).joined()), as: UTF8.self)
    }

    /// Growth was bounded when the decoder was read; this is for its regular expressions.
    func decodingWork(_ count: Int) -> TextWork { TextWork(subject, count: count, growth: Int(clamping: TokenDecoders.mostGrowth)) }

    /// What each token adds to the text, special tokens included. A token that ends or begins inside a character shows U+FFFD for those
    /// bytes, so the texts joined are `decode(ids)` only where every token holds whole characters. An id that no piece has adds "".
    public func texts(_ ids: [Int]) -> [String] {
        // Past the first token what a token adds does not depend on the others: any letter before it stands for them.
        let anchor = anchors[0], work = decodingWork(ids.count)
        guard !decoder.looksAround else { return textsInContext(ids, work) }
        return ids.enumerated().map { index, id in
            guard let piece = pieceBytes(id) else { return "" }
            guard index > 0 else { return String(decoding: Array(decoder.decoded([piece], work).joined()), as: UTF8.self) }
            let text = Array(decoder.decoded([anchor, piece], work).joined())
            return String(decoding: text.starts(with: anchor) ? text.dropFirst(anchor.count) : text[...], as: UTF8.self)
        }
    }

    /// What each token adds between the one before it and something else behind it.
    private func textsInContext(_ ids: [Int], _ work: TextWork) -> [String] {
        let pieces = ids.map { pieceBytes($0) }, last = pieces.lastIndex { $0 != nil }
        var before: [[UInt8]] = []
        return pieces.enumerated().map { index, piece in
            guard let piece else { return "" }
            let behind = index == last ? [] : [anchors.first { $0 != piece && $0 != before.last } ?? anchors[0]]
            var known = Array(decoder.decoded(before + behind, work).joined()),
                text = Array(decoder.decoded(before + [piece] + behind, work).joined())
            if let end = behind.first, known.suffix(end.count).elementsEqual(end), text.suffix(end.count).elementsEqual(end) {
                known.removeLast(end.count)
                text.removeLast(end.count)
            }
            // The last token is told by nothing behind it, so the one before it is known by what it was with something behind.
            if index == last, !before.isEmpty, let end = anchors.first(where: { $0 != piece && $0 != before.last }) {
                known = Array(decoder.decoded(before + [end], work).joined())
                if known.suffix(end.count).elementsEqual(end) { known.removeLast(end.count) }
            }
            before = [anchors.first { $0 != piece } ?? anchors[0], piece]
            return String(decoding: text.starts(with: known) ? text.dropFirst(known.count) : text[...], as: UTF8.self)
        }
    }

    /// Decodes one token after the other, as a model writes them.
    /// - Parameter skipSpecialTokens: as for `decode`.
    public func streamingDecoder(skipSpecialTokens: Bool = false) -> StreamingDecoder {
        StreamingDecoder(self, skipsSpecialTokens: skipSpecialTokens)
    }
}
