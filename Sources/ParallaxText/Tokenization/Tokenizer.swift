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
        guard FileSystem.exists(path) || !FileSystem.exists(folder.path) else { return try Tokenizer(try TokenizerFolder.read(folder, cancellation), .none, cancellation) }
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
        namedIDs = Dictionary(configuration.namedTokens.compactMap { [added] named in added.id(of: named.content).map { (named.name, $0) } }) { $1 }
        let work = TextWork(subject, count: searched.reduce(0) { $0 + $1.token.content.utf8.count }, cancellation)
        var forms: [Int: [UInt8]] = [:], size = 0
        for (token, id) in searched {
            let content = Array(token.content.utf8), form = token.isNormalized ? try normalizer?.rewritten(content, work) ?? content : content
            forms[id] = form
            size += form.count
            guard size <= Self.mostAddedBytes else { throw work.refused("added tokens of at most \(Self.mostAddedBytes) bytes together", "more") }
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
        let kept = letters.filter { letter in [[letter], [letter, [0x2E]]].allSatisfy { decoder.decoded($0, work).joined().starts(with: letter) } && decoder.decoded([[0x2E], letter], work).joined().suffix(1).elementsEqual(letter) }
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
