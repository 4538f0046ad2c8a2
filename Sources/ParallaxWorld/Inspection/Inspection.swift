import Foundation

/// What a file or a folder is, found out from its configuration and its headers; weights are never loaded.
///
///     let found = try Inspection.of("models/sae")
///     print(found.family, found.site ?? "no site", found.odd)
public struct Inspection: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable {
        case model, dictionary, verbalizer, reconstructor, workspace, tensors, tokenizer, documents, labels, explanations, statistics, comparison, calibration, rules, verdicts, finding, result, theme, unknown
    }

    public struct Fact: Codable, Sendable, Equatable {
        public var name: String
        public var value: String
    }

    public var path: String
    public var kind: Kind
    /// The format, for a person: "SAELens dictionary (topk)".
    public var family: String
    /// All spellings of the site.
    public var site: String?
    /// As the weights are stored; several where they are mixed.
    public var dtype: String?
    public var activation: String?
    public var normalisation: String?
    /// Sizes and settings, in the order in which a person would ask for them.
    public var facts: [Fact]
    /// What the headers say about each tensor.
    public var tensors: [TensorOutline]
    /// One sentence for each thing that is missing, contradicts itself or should be known before use.
    public var odd: [String]

    package init(_ place: InspectedPlace, kind: Kind, family: String) {
        path = FileName.shown(place.url.path)
        self.kind = kind
        self.family = family
        facts = []
        tensors = []
        odd = []
    }

    /// Asks every recogniser in turn.
    /// - Throws: `Complaint` where there is nothing at `path`, or it cannot be read.
    public static func of(_ path: String) throws -> Inspection { try of(path, first: []) }

    /// - Parameter others: asked before those for files that others make: for what this program writes itself.
    package static func of(_ path: String, first others: [any Recogniser]) throws -> Inspection {
        let place = try InspectedPlace(URL(person: path, relativeTo: Host.currentFolder))
        for recogniser in others + recognisers {
            if let found = try recogniser.inspect(place) { return found }
        }
        return place.unknown()
    }

    /// Every family that is known, special ones before general ones. A new family is a new file and a line here.
    private static let recognisers: [any Recogniser] = [
        NLARecogniser(), AdapterRecogniser(), SAELensRecogniser(), ModelRecogniser(), DictionaryRecogniser(), WorkspaceRecogniser(), TokenizerRecogniser(), TensorRecogniser(), ExplanationRecogniser(),
        ChatRecogniser(), LabelRecogniser(), DocumentRecogniser(),
    ]

    package mutating func note(_ name: String, _ value: some CustomStringConvertible) { facts.append(Fact(name: name, value: "\(value)")) }

    mutating func note(_ name: String, _ value: JSONValue?) {
        switch value {
        case .string(let text): note(name, text.shortened)
        case .integer(let value): note(name, value)
        case .number(let value): note(name, value)
        case .bool(let value): note(name, value ? "yes" : "no")
        case .null, .object, .array, nil: break
        }
    }
}

/// Knows one family of files.
package protocol Recogniser: Sendable {
    /// Nil where `place` is of another family.
    func inspect(_ place: InspectedPlace) throws -> Inspection?
}
