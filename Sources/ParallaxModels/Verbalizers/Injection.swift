extension ActivationVerbalizer {
    /// What stands at the marker: v · scale / ‖v‖, for every row.
    /// - Throws: `Complaint` for rows of another width, and for a vector that has no direction.
    package func injections(_ activations: Rows) throws -> [[Float]] {
        guard activations.width == inputSize else {
            let base = sidecar.baseCheckpoint ?? "its base model"
            throw Complaint(
                "activations", expected: "rows of \(inputSize), the width of \(folder.lastPathComponent)",
                found: "rows of \(activations.width)",
                remedy: "use activations of \(base)\(site.map { " at \($0)" } ?? "")")
        }
        return try (0..<activations.count).map { row in
            let vector = activations[row]
            // In double, so that no norm of finite numbers overflows.
            let norm = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
            guard norm > 0, norm.isFinite else {
                throw Complaint(
                    "activation row \(row)", expected: "a vector with a direction",
                    found: norm == 0 ? "zeros only" : "values that are not finite",
                    remedy: "leave the row out, or capture it again")
            }
            let factor = Double(injectionScale) / norm
            return vector.map { Float(Double($0) * factor) }
        }
    }
}

/// An AV's prompt as token ids, with the one place where the activation goes.
package struct InjectionPrompt: Sendable, Equatable {
    package let ids: [Int]
    /// Where the marker stands; never first or last.
    package let markerPosition: Int

    /// The canonical prompt: the sidecar's template with the marker in its place, as the one user message of a chat whose answer begins next.
    /// The rendered chat is tokenised in one step; whatever BOS there is, the chat template writes.
    /// - Throws: `Complaint` where the tokenizer makes something else of the marker or of what stands around it than the sidecar says.
    init(_ sidecar: NLASidecar, _ marker: NLASidecar.Marker, _ tokenizer: Tokenizer, _ chat: ChatTemplate) throws {
        func refused(_ expected: String, _ found: String) -> Complaint {
            Complaint(
                sidecar.path, expected: expected, found: found,
                remedy: "use the tokenizer and the chat template that belong to this checkpoint")
        }
        let alone = try tokenizer.encode(marker.text, addSpecialTokens: false)
        guard alone == [marker.tokenID] else {
            throw refused(
                "injection_char \"\(marker.text.shortened)\" to be the one token \(tokenizer.named([marker.tokenID]))",
                tokenizer.named(alone))
        }
        let message = ChatMessage(role: "user", content: sidecar.template.filled(with: marker.text))
        let ids = try tokenizer.encode(chat.render([message], addGenerationPrompt: true), addSpecialTokens: false)
        let positions = ids.indices.filter { ids[$0] == marker.tokenID }
        guard positions.count == 1, let position = positions.first else {
            throw refused(
                "the prompt to hold the marker \(tokenizer.named([marker.tokenID])) once",
                "it \(positions.count) times in \(tokenizer.named(ids))")
        }
        guard position > 0, position < ids.count - 1, ids[position - 1] == marker.leftNeighbourID,
            ids[position + 1] == marker.rightNeighbourID
        else {
            throw refused(
                "the prompt to hold the marker between \(tokenizer.named([marker.leftNeighbourID])) and \(tokenizer.named([marker.rightNeighbourID]))",
                tokenizer.named(Array(ids[max(0, position - 1)..<min(ids.count, position + 2)])))
        }
        self.ids = ids
        markerPosition = position
    }

    /// What stands before the marker is the same for every activation.
    var prefix: ArraySlice<Int> { ids[..<markerPosition] }
    /// The marker and what follows it.
    var rest: ArraySlice<Int> { ids[markerPosition...] }
}

extension Tokenizer {
    /// Ids with their pieces, for a sentence: `5 "Ġthe", 1528 "㈎"`.
    func named(_ ids: [Int]) -> String {
        guard !ids.isEmpty else { return "no token" }
        let shown = ids.prefix(40).map { id in "\(id) " + (piece(id).map { "\"\($0.shortened)\"" } ?? "(no piece)") }
        return shown.joined(separator: ", ") + (ids.count > shown.count ? " and \(ids.count - shown.count) more" : "")
    }
}

/// A prompt of a sidecar with a place to fill, in Python's format notation: `Summary: <text>{explanation}</text>`.
///
/// As in Python, `{{` and `}}` are literal braces, and what is filled in is not read again.
public struct PromptTemplate: Sendable, Equatable {
    /// The literal text before, between and after the places.
    private let literals: [String]

    /// - Parameter source: where the template stands, for the complaint.
    /// - Throws: `Complaint` where the named place is absent, another place is named, or a brace stands alone.
    package init(_ text: String, place: String, source: String) throws {
        func refused(_ found: String) -> Complaint {
            Complaint(
                source, expected: "a template with the one place {\(place)}", found: found, remedy: "use a sidecar that fits the checkpoint"
            )
        }
        var literals = [""]
        var rest = Substring(text)
        while let at = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            literals[literals.count - 1] += rest[..<at]
            let brace = rest[at]
            rest = rest[rest.index(after: at)...]
            if rest.first == brace {
                literals[literals.count - 1].append(brace)
                rest = rest.dropFirst()
            } else if brace == "{", let end = rest.firstIndex(of: "}") {
                guard rest[..<end] == place else { throw refused("{\(String(rest[..<end]).shortened)}") }
                literals.append("")
                rest = rest[rest.index(after: end)...]
            } else {
                throw refused("a single \(brace) (a literal brace is written twice)")
            }
        }
        literals[literals.count - 1] += rest
        guard literals.count > 1 else { throw refused("\"\(text.shortened)\"") }
        self.literals = literals
    }

    /// The prompt with `text` in its place.
    public func filled(with text: String) -> String { literals.joined(separator: text) }
}

/// Tells when an AV read the marker itself in place of the activation: it then writes in the marker's script, or about such a character.
///
/// A sign and no proof: an activation of a Chinese text may be explained in Chinese.
package enum InjectionFailure {
    /// - Parameter marker: nil where it is not known, as of texts made elsewhere.
    package static func shows(in text: String, marker: String?) -> Bool {
        marker.map { text.utf8[...].firstOccurrence(of: $0.utf8) != nil } ?? false || isMostlyEastAsian(text) || isAboutACharacter(text)
    }

    /// More than half of the letters are Chinese, Japanese or Korean.
    private static func isMostlyEastAsian(_ text: String) -> Bool {
        var letters = 0, eastAsian = 0
        for scalar in text.unicodeScalars {
            let isEastAsian = blocks.contains { $0.contains(scalar.value) }
            if isEastAsian { eastAsian += 1 }
            if isEastAsian || scalar.properties.isAlphabetic { letters += 1 }
        }
        return eastAsian * 2 > letters
    }

    /// Radicals, Kangxi, kana, Bopomofo, Hangul, enclosed and compatibility forms, ideographs with their extensions.
    private static let blocks: [ClosedRange<UInt32>] = [
        0x1100...0x11ff, 0x2e80...0x2fdf, 0x3005...0x3007, 0x3021...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff, 0xa960...0xa97f,
        0xac00...0xd7ff,
        0xf900...0xfaff, 0xff66...0xffdc, 0x20000...0x3ffff
    ]

    /// "Chinese character", "a Korean language symbol", "Hangul syllables": the script and the thing, at most one word between.
    private static func isAboutACharacter(_ text: String) -> Bool {
        let words = text.lowercased().split { !$0.isLetter }
        return words.indices.contains { at in
            scripts.contains(words[at])
                && words[(at + 1)...].prefix(2).contains { word in things.contains { word == $0 || word == $0 + "s" } }
        }
    }

    private static let scripts: Set<Substring> = ["chinese", "korean", "japanese", "hangul", "hanzi", "hanja", "kanji", "cjk"]
    private static let things = ["character", "symbol", "syllable", "glyph", "ideograph", "ideogram", "jamo"]
}
