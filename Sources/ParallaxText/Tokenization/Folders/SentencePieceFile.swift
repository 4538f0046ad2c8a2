/// A `tokenizer.model` as SentencePiece writes it: a message of protobuf with the pieces, how they were trained and how texts are normalised.
struct SentencePieceFile {
    enum PieceKind: Int { case normal = 1, unknown, control, userDefined, unused, byte }

    struct Piece {
        var text: [UInt8] = []
        var score: Float = 0
        var kind = PieceKind.normal
    }

    /// 1 is Unigram, 2 is BPE; others cut into words or characters.
    private(set) var modelType = 1
    private(set) var pieces: [Piece] = []
    private(set) var unknownID = 0, bosID = 1, eosID = 2
    private(set) var unknownPiece = "<unk>", bosPiece = "<s>", eosPiece = "</s>"
    private(set) var fallsBackToBytes = false
    private(set) var rules: [UInt8] = []
    private(set) var addsDummyPrefix = true, removesExtraSpaces = true, escapesSpaces = true

    private let subject: String

    /// Gemma has 262,144 pieces.
    private static let mostPieces = 1 << 20

    /// - Throws: a `Complaint` where the bytes are no such message.
    init(_ bytes: [UInt8], subject: String) throws {
        self.subject = subject
        var message = ProtobufMessage(bytes[...], subject: subject)
        while let field = try message.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let piece)): try addPiece(piece)
            case (2, .bytes(let trainer)): try readTrainer(trainer)
            case (3, .bytes(let normalizer)): try readNormalizer(normalizer)
            default: break
            }
        }
        guard !pieces.isEmpty else {
            throw Complaint(
                subject, expected: "a SentencePiece model with pieces", found: "none",
                remedy: "the file is damaged or meant for something else, fetch it again")
        }
        guard pieces.indices.contains(unknownID) else {
            throw Complaint(
                subject, expected: "an unk_id below the \(pieces.count) pieces", found: "\(unknownID)",
                remedy: "the file is damaged, fetch it again")
        }
    }

    private mutating func addPiece(_ bytes: ArraySlice<UInt8>) throws {
        var message = ProtobufMessage(bytes, subject: subject), piece = Piece()
        while let field = try message.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let text)): piece.text = Array(text)
            case (2, .word(let score)): piece.score = Float(bitPattern: score)
            case (3, .number(let kind)): piece.kind = PieceKind(rawValue: Int(clamping: kind)) ?? .normal
            default: break
            }
        }
        guard piece.text.withUnsafeBufferPointer(isValidUTF8), piece.score.isFinite else {
            throw Complaint(
                subject, expected: "pieces in UTF-8 with finite scores", found: "piece \(pieces.count)",
                remedy: "the file is damaged, fetch it again")
        }
        pieces.append(piece)
        guard pieces.count <= Self.mostPieces else {
            throw Complaint(subject, expected: "at most \(Self.mostPieces) pieces", found: "more", remedy: "use another tokenizer")
        }
    }

    private mutating func readTrainer(_ bytes: ArraySlice<UInt8>) throws {
        var message = ProtobufMessage(bytes, subject: subject)
        while let field = try message.next() {
            switch (field.number, field.value) {
            case (3, .number(let type)): modelType = Int(clamping: type)
            case (35, .number(let flag)): fallsBackToBytes = flag != 0
            // A negative id is written as ten bytes: it says that there is no such token.
            case (40, .number(let id)): unknownID = Int(truncatingIfNeeded: id)
            case (41, .number(let id)): bosID = Int(truncatingIfNeeded: id)
            case (42, .number(let id)): eosID = Int(truncatingIfNeeded: id)
            case (45, .bytes(let text)): unknownPiece = String(decoding: text, as: UTF8.self)
            case (46, .bytes(let text)): bosPiece = String(decoding: text, as: UTF8.self)
            case (47, .bytes(let text)): eosPiece = String(decoding: text, as: UTF8.self)
            default: break
            }
        }
    }

    private mutating func readNormalizer(_ bytes: ArraySlice<UInt8>) throws {
        var message = ProtobufMessage(bytes, subject: subject)
        while let field = try message.next() {
            switch (field.number, field.value) {
            case (2, .bytes(let map)): rules = Array(map)
            case (3, .number(let flag)): addsDummyPrefix = flag != 0
            case (4, .number(let flag)): removesExtraSpaces = flag != 0
            case (5, .number(let flag)): escapesSpaces = flag != 0
            default: break
            }
        }
    }
}

/// The fields of a message of protobuf, one after the other.
private struct ProtobufMessage {
    enum Value {
        case number(UInt64)
        /// Four bytes.
        case word(UInt32)
        case bytes(ArraySlice<UInt8>)
        /// Eight bytes, which no field here has.
        case other
    }

    private var rest: ArraySlice<UInt8>
    private let subject: String

    init(_ bytes: ArraySlice<UInt8>, subject: String) {
        rest = bytes
        self.subject = subject
    }

    /// nil at the end.
    mutating func next() throws -> (number: Int, value: Value)? {
        guard !rest.isEmpty else { return nil }
        let key = try varint(), number = Int(clamping: key >> 3)
        switch key & 7 {
        case 0: return (number, .number(try varint()))
        case 1:
            _ = try take(8)
            return (number, .other)
        case 2: return (number, .bytes(try take(Int(clamping: try varint()))))
        case 5: return (number, .word(try take(4).reversed().reduce(0) { $0 << 8 | UInt32(wide: $1) }))
        case let kind: throw damaged("a field of kind \(kind)")
        }
    }

    private mutating func varint() throws -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0 as UInt64, to: 70, by: 7) {
            guard let byte = rest.popFirst() else { throw damaged("the end of the file within a number") }
            value |= UInt64(wide: byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw damaged("a number of more than ten bytes")
    }

    private mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw damaged("a field of \(count) bytes where \(rest.count) are left") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    private func damaged(_ found: String) -> Complaint {
        Complaint(
            subject, expected: "a SentencePiece model (protobuf)", found: found,
            remedy: "the file is damaged or meant for something else, fetch it again")
    }
}
