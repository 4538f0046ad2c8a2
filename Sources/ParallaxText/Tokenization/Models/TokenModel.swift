/// The `model` of tokenizer.json: turns the pieces that a text was cut into into ids. To add one, write a file like its neighbours and name it in `ModelReader`.
protocol TokenModel: Sendable {
    var vocabulary: Vocabulary { get }

    /// Appends the ids of every word.
    func encode(_ words: Pieces, _ work: TextWork, into ids: inout [Int]) throws
}

/// What stands for words, or characters, that the vocabulary has not. That it is missing is no fault of a model that never needs it.
enum UnknownToken: Sendable, Equatable {
    case id(UInt32)
    /// Named, but not in the vocabulary.
    case missing(String)
    case none

    init(_ name: String?, in vocabulary: Vocabulary) {
        guard let name else {
            self = .none
            return
        }
        self = vocabulary.id(of: name).map { .id(UInt32(clamping: $0)) } ?? .missing(name)
    }

    /// - Parameter text: what the vocabulary has not, for the complaint.
    func id(for text: UnsafeBufferPointer<UInt8>, _ work: TextWork) throws -> UInt32 {
        let found = "\"\(String(decoding: text, as: UTF8.self).shortened)\""
        switch self {
        case .id(let id): return id
        case .missing(let name): throw work.refused("text that the vocabulary has pieces for, as its unk_token \"\(name.shortened)\" is no piece of it", found)
        case .none: throw work.refused("text that the vocabulary has pieces for, as the model names no unknown token", found)
        }
    }
}

/// The ids of `<0x00>`…`<0xFF>`, by which a model writes what it has no pieces for.
struct ByteTokens: Sendable {
    /// -1 where the vocabulary has none.
    private let ids: [Int32]

    init(_ vocabulary: Vocabulary) {
        let hexadecimal = Array("0123456789ABCDEF")
        ids = (0..<256).map { Int32(clamping: vocabulary.id(of: "<0x\(hexadecimal[$0 >> 4])\(hexadecimal[$0 & 15])>") ?? -1) }
    }

    var known: [UInt32] { ids.filter { $0 >= 0 }.map { UInt32(clamping: $0) } }

    /// Whether every one of these bytes has a token.
    func has(_ bytes: some Sequence<UInt8>) -> Bool { bytes.allSatisfy { ids[Int(wide: $0)] >= 0 } }

    subscript(byte: UInt8) -> UInt32 { UInt32(clamping: ids[Int(wide: byte)]) }
}
