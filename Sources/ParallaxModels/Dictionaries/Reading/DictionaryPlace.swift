import Foundation
import Yams

/// The folder or file that somebody called a dictionary, opened as far as headers go: one file of weights, and what lies beside it.
package struct DictionaryPlace {
    let url: URL
    /// Where the settings lie.
    let folder: URL
    package let file: any TensorFile
    private let names: Set<String>
    /// The settings that have been looked for, so that the family which is told by them reads the same ones, whatever happens to the files meanwhile.
    private let settingsRead = SettingsRead()

    private final class SettingsRead {
        var byName: [String: ConfigurationFields?] = [:]
        var found: [ConfigurationFields] = []
        var mappings: [String: Node.Mapping?] = [:]
    }

    private static let expectedWeights =
        "the weights of a dictionary (cfg.json with sae_weights.safetensors or sae.safetensors, params.npz, params.safetensors, ae.pt, …)"
    private static let endings: Set = ["safetensors", "npz", "pt", "pth"]
    /// Folders that hold more are data sets.
    private static let mostFiles = 2000

    /// Names by which every family's encoder or decoder is told from other tensors.
    private static let tellingNames: Set = [
        "W_enc", "w_enc", "W_dec", "w_dec", "encoder.weight", "decoder.weight", "encoder_linear.weight", "W_E", "W_D", "latent_bias",
        "W_enc_0", "W_dec_0"
    ]

    /// - Throws: `Complaint` where there is nothing, no weights of a dictionary, or weights of several.
    package init(_ url: URL) throws {
        self.url = url
        if let absence = FileSystem.absence(url.path) {
            throw Complaint(url.path, expected: Self.expectedWeights, found: absence, remedy: "check the path")
        }
        guard url.isFolder else {
            folder = url.deletingLastPathComponent()
            file = try Self.unwrapped(TensorFiles.open(url.path))
            names = Set(file.names)
            return
        }
        folder = url
        let (files, failure) = try Self.weights(in: url)
        guard let first = files.first else {
            let all = try FileSystem.names(in: url.path)
            throw failure
                ?? Complaint(
                    url.path, expected: Self.expectedWeights, found: all.isEmpty ? "an empty folder" : all.listed(),
                    remedy: "name the folder or the file that holds them")
        }
        guard files.count == 1 else {
            throw Complaint(
                url.path, expected: "one dictionary",
                found: "the weights of \(files.count) (\(files.map { URL(filePath: $0.path).lastPathComponent }.listed(atMost: 3)))",
                remedy: "name one of the files")
        }
        file = try Self.unwrapped(first)
        names = Set(file.names)
    }

    private static func unwrapped(_ file: any TensorFile) throws -> any TensorFile {
        guard let unwrapped = UnwrappedFile.unwrapping(file, telling: tellingNames) else {
            let prefixes = UnwrappedFile.prefixes(file, telling: tellingNames).sorted()
            throw Complaint(
                file.path, expected: "one dictionary",
                found: "the tensors of \(prefixes.count) (\(prefixes.map { "\($0)…" }.listed(atMost: 4)))",
                remedy: "save the state of one of them in a file of its own")
        }
        return unwrapped
    }

    /// The files of a folder that hold a dictionary's weights, and the first that could not be opened.
    package static func weights(in folder: URL) throws -> (files: [any TensorFile], failure: Complaint?) {
        // Llama Scope keeps its weights one level down.
        let below = folder.appending(path: "checkpoints")
        let inner = below.isFolder ? try FileSystem.names(in: below.path).map { "checkpoints/\($0)" } : []
        let candidates = try (FileSystem.names(in: folder.path) + inner).filter {
            endings.contains(URL(filePath: $0).pathExtension.lowercased())
        }
        var files: [any TensorFile] = []
        var failure: Complaint?
        for name in candidates.prefix(mostFiles) {
            do {
                let file = try TensorFiles.open(folder.appending(path: name).path)
                if tells(file) { files.append(file) }
            } catch let complaint as Complaint {
                failure = failure ?? complaint
            }
        }
        return (files, failure)
    }

    private static func tells(_ file: any TensorFile) -> Bool { !UnwrappedFile.prefixes(file, telling: tellingNames).isEmpty }

    /// Whether all these tensors are there.
    func has(_ tensors: String...) -> Bool { tensors.allSatisfy(names.contains) }

    /// Whether the file holds what looks like a dictionary's weights.
    package var looksLikeDictionary: Bool { Self.tells(file) }

    /// The file's container, by what it is.
    var isNumpy: Bool { base is NumpyZipFile }
    var isPyTorch: Bool { base is PyTorchFile }

    private var base: any TensorFile { (file as? UnwrappedFile)?.base ?? file }

    /// What the header of the weights says beside the tensors.
    var metadata: [String: String]? { (base as? SafetensorsFile)?.metadata }

    /// A plain value that stands beside the tensors of a PyTorch file.
    func value(_ name: String) -> JSONValue? { (base as? PyTorchFile)?.values[((file as? UnwrappedFile)?.prefix ?? "") + name] }

    /// A JSON object beside the weights; nil where there is no file of that name.
    /// - Throws: `Complaint` where it is no JSON object.
    func settings(_ name: String) throws -> ConfigurationFields? {
        if let known = settingsRead.byName[name] { return known }
        let file = folder.appending(path: name), fields = file.isThere ? try ConfigurationFields(file: file) : nil
        settingsRead.byName[name] = .some(fields)
        if let fields { settingsRead.found.append(fields) }
        return fields
    }

    /// The settings that have been read, in the order in which they were asked for.
    var settingsFound: [ConfigurationFields] { settingsRead.found }

    /// A YAML mapping beside the weights; nil where there is none.
    func mapping(_ name: String) -> Node.Mapping? {
        if let known = settingsRead.mappings[name] { return known }
        let mapping = (try? YAMLFile.node(folder.appending(path: name)))??.mapping
        settingsRead.mappings[name] = .some(mapping)
        return mapping
    }

    /// The other files that lie there.
    var neighbours: [String] {
        let own = URL(filePath: file.path).lastPathComponent
        let others = ((try? FileSystem.names(in: folder.path)) ?? []).filter { $0 != own }
        return others.isEmpty ? ["nothing"] : others
    }

    /// Where settings that told the family are not there when it is read.
    func vanished() -> Complaint {
        Complaint(
            folder.path, expected: "the settings that were there a moment ago", found: "none",
            remedy: "try again when nobody changes the folder")
    }

    /// The last parts of the path, the weights' name last: families without a configuration say there what they are.
    var pathParts: [String] { URL(filePath: file.path).standardizedFileURL.pathComponents.suffix(6).map { String($0) } }

    /// The name that a person tells this dictionary by.
    var name: String {
        let standard = url.standardizedFileURL
        return url.isFolder ? standard.lastPathComponent : standard.deletingPathExtension().lastPathComponent
    }
}

extension DictionaryPlace {
    /// The whole number behind `word` in the path ("layer_" in "layer_20/width_16k/…"), the part nearest to the file first.
    func number(after word: String) -> Int? {
        for part in pathParts.reversed() {
            var rest = Substring(part)
            while let found = rest.firstRange(of: word) {
                rest = rest[found.upperBound...]
                let digits = rest.prefix { $0.isASCII && $0.isNumber }
                if !digits.isEmpty, digits.count < 7 { return Int(foreign: digits) }
            }
        }
        return nil
    }

    /// Whether a part of the path holds one of these words; the first that does.
    func word(_ words: [String]) -> String? {
        words.first { word in pathParts.contains { $0.contains(word) } }
    }
}

/// One way in which dictionaries are published. A new family is a new file and a line in `DictionaryFamilies`.
package protocol DictionaryFamily: Sendable {
    /// "Gemma Scope 1"
    var name: String { get }
    /// The library, with its version, whose features and reconstructions the goldens hold; nil where they follow the published formula.
    var verifiedAgainst: String? { get }
    /// What in the place says that it is of this family, for a person; nil where nothing does. Looks at contents: names of tensors, keys.
    func evidence(_ place: DictionaryPlace) throws -> String?
    /// Maps names, orientations and settings to the pieces of the formula.
    /// - Throws: `Complaint` naming what is missing, absurd or not computed.
    func read(_ place: DictionaryPlace) throws -> DictionaryCheckpoint
}

package enum DictionaryFamilies {
    /// Those that settings name come before those that only tensors tell.
    private static let all: [any DictionaryFamily] = [
        SparsifyFamily(), SAELensFamily(), DictionaryLearningFamily(), LlamaScopeFamily(), LlamascopiumFamily(), GemmaScopeFamily(.first),
        GemmaScopeFamily(.second),
        OpenAIFamily(), GoodfireFamily(), CircuitTracerFamily(), AttentionOutputFamily(), QwenScopeFamily(), LinearLayersFamily()
    ]

    /// The family of what lies at a place, and why; nil where no family knows it.
    package static func recognise(_ place: DictionaryPlace) throws -> (family: any DictionaryFamily, evidence: String)? {
        for family in all {
            if let evidence = try family.evidence(place) { return (family, evidence) }
        }
        return nil
    }

    /// - Throws: `Complaint` where no family knows it, or the family that does finds it wanting.
    package static func read(_ place: DictionaryPlace) throws -> DictionaryCheckpoint {
        guard let (family, evidence) = try recognise(place) else {
            throw Complaint(
                place.file.path, expected: "a dictionary of a known family",
                found: "tensors \(place.file.names.listed()), and beside them \(place.neighbours.listed(atMost: 6))",
                remedy: "keep the configuration that was published with it beside it (cfg.json, config.json, hyperparams.json)")
        }
        var checkpoint = try family.read(place)
        checkpoint.configuration.family = family.name
        checkpoint.configuration.evidence = evidence
        checkpoint.configuration.verifiedAgainst = family.verifiedAgainst
        checkpoint.configuration.hasSkip = checkpoint.skip != nil
        // Where no settings name the site, the weights' own metadata may.
        if checkpoint.configuration.hookName == nil { checkpoint.configuration.hookName = place.metadata.flatMap(Site.stated) }
        checkpoint.settingsRead = place.settingsFound
        let unused = checkpoint.unused
        if !unused.isEmpty { checkpoint.configuration.notes.append(DictionaryCheckpoint.note(unused: unused)) }
        return checkpoint
    }
}
