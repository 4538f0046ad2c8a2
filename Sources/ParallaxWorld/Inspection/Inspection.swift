import Foundation
import Yams

/// What a file or a folder is, found out from its configuration and its headers; weights are never loaded.
///
///     let found = try Inspection.of("models/sae")
///     print(found.family, found.site ?? "no site", found.odd)
public struct Inspection: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable {
        case model, dictionary, verbalizer, reconstructor, workspace, tensors, tokenizer, documents, labels, explanations, statistics,
            comparison, calibration, rules, verdicts, finding, result, theme, unknown
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
        NLARecogniser(), AdapterRecogniser(), SAELensRecogniser(), ModelRecogniser(), DictionaryRecogniser(), WorkspaceRecogniser(),
        TokenizerRecogniser(), TensorRecogniser(), ExplanationRecogniser(),
        ChatRecogniser(), LabelRecogniser(), DocumentRecogniser()
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

/// The file or folder under inspection, read as little as the recognisers ask for.
package struct InspectedPlace {
    package let url: URL
    package let isFolder: Bool
    /// Bytes, of a file.
    package let size: Int
    /// Names in the folder, sorted.
    let names: [String]
    private let contents: Contents

    /// What the file holds, parsed once: several recognisers ask for it.
    private final class Contents {
        private let url: URL
        lazy var object = InspectedPlace.object(url)
        lazy var mapping = InspectedPlace.mapping(url)

        init(_ url: URL) { self.url = url }
    }

    init(_ url: URL) throws {
        guard let status = FileStatus(url.path) else {
            throw Complaint(
                url.path, expected: "a file or a folder", found: FileSystem.absence(url.path) ?? FileSystem.nothing,
                remedy: "check the path")
        }
        guard [.file, .folder].contains(status.kind) else {
            throw Complaint(
                url.path, expected: "a file or a folder", found: status.kind.words, remedy: "write what it gives into a file and name that")
        }
        self.url = url
        contents = Contents(url)
        isFolder = status.kind == .folder
        size = status.size
        names = isFolder ? try FileSystem.names(in: url.path) : []
    }

    func has(_ name: String) -> Bool { names.contains(name) }

    func file(_ name: String) -> URL { url.appending(path: name) }

    /// A JSON object of the folder; nil where it is absent, unreadable or no object.
    func configuration(_ name: String) -> JSONValue? {
        has(name) ? Self.object(file(name)) : nil
    }

    /// The JSON object that a file is, from its first byte on; nil for everything else.
    package var object: [String: JSONValue]? {
        head(1) == Array("{".utf8) ? contents.object?.object : nil
    }

    /// The mapping at the root of a text file in YAML; nil for everything else.
    package var mapping: Node.Mapping? { isText ? contents.mapping : nil }

    private static func object(_ url: URL) -> JSONValue? {
        guard let value = try? JSONValue(file: url.path), value.object != nil else { return nil }
        return value
    }

    /// The mapping at the root of a YAML file, if it is one.
    static func mapping(_ url: URL) -> Node.Mapping? { (try? YAMLFile.node(url))??.mapping }

    /// The first bytes of the file; nothing for a folder.
    package func head(_ count: Int) -> [UInt8] {
        guard !isFolder else { return [] }
        return (try? MappedFile.reading(url.path, holes: true) { Array($0.prefix(count)) }) ?? []
    }

    /// Whether the beginning of the file is text.
    package var isText: Bool {
        var head = head(64 << 10)
        guard !head.isEmpty, !head.contains(0) else { return false }
        // The cut may have split a character of up to four bytes.
        for _ in 0..<4 {
            if String(validating: head, as: UTF8.self) != nil { return true }
            if head.popLast() == nil { return false }
        }
        return false
    }

    func unknown() -> Inspection {
        var found = Inspection(self, kind: .unknown, family: isFolder ? "a folder of no known format" : "a file of no known format")
        if isFolder {
            found.odd.append(names.isEmpty ? "The folder is empty." : "It holds \(names.listed()).")
            for name in ["config.json", "cfg.json"] where has(name) {
                do { _ = try ConfigurationFields(file: file(name)) } catch { found.odd.append("\(error)") }
            }
        } else {
            let head = head(3)
            if TensorFiles.isPickle(head) || TensorFiles.isZip(head) {
                do { _ = try TensorFiles.open(url.path) } catch { found.odd.append("\(error)") }
            } else {
                found.odd.append(head.isEmpty ? "The file is empty." : "Its first bytes belong to no format that Parallax reads.")
            }
        }
        return found
    }
}
