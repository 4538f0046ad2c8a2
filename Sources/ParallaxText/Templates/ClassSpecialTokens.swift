import Foundation

/// The class that transformers opens a folder's tokenizer with: it has special tokens of its own where no file of the folder names them.
enum ClassSpecialTokens {
    /// Special tokens by their names, as "bos_token".
    typealias Tokens = [(name: String, content: String)]

    /// The class of a tokenizer of no class in particular.
    static let anyTokenizer = "TokenizersBackend"

    /// Classes that stand for any tokenizer and have no tokens of their own.
    private static let general: Set<String> = [
        anyTokenizer, "PythonBackend", "PreTrainedTokenizer", "PreTrainedTokenizerFast", "MistralCommonBackend"
    ]

    private static let tokens: [String: Tokens] = Dictionary(
        standardTokens.split(separator: "\n").compactMap { line in
            guard let space = line.firstIndex(of: " "),
                let members = try? JSONText.value(Array(line[line.index(after: space)...].utf8), subject: "tokenizer classes").object
            else { return nil }
            return (String(line[..<space]), members.compactMap { member in member.value.string.map { (member.key, $0) } })
        }, uniquingKeysWith: { first, _ in first })

    private static let classes: [String: String] = Dictionary(
        modelTypes.split(separator: "\n").flatMap { line -> [(String, String)] in
            let words = line.split(separator: " ").map(String.init)
            return words.dropFirst().map { ($0, words[0]) }
        }, uniquingKeysWith: { first, _ in first })

    private static let misnamedTypes = Set(misnamed.split(separator: " ").map(String.init))

    /// The tokens of a class; none for one that transformers does not know.
    static func tokens(of name: String) -> Tokens { tokens[name] ?? [] }

    /// What the class of a folder's tokenizer adds, as AutoTokenizer (transformers 5.24) chooses the class.
    /// - Parameters:
    ///   - declared: `tokenizer_class` of tokenizer_config.json.
    ///   - folder: whose config.json says the model's type.
    ///   - missing: the names that no file has.
    static func standardTokens(declared: String?, folder: URL, missing: Set<String>) -> Tokens {
        let model = configuration(folder)
        func wanted(_ name: String) -> Tokens { tokens(of: name).filter { missing.contains($0.name) } }
        // Where nothing would come of it the tokenizer's file, which may be large, is not looked through.
        guard
            let name = name(
                declared: declared, inModel: model.tokenizerClass, modelType: model.type,
                isByteLevel: { !wanted("LlamaTokenizer").isEmpty && isByteLevel(folder) })
        else { return [] }
        return wanted(name)
    }

    /// The class by what the files say of it; nil for one without tokens of its own.
    /// - Parameters:
    ///   - inModel: `tokenizer_class` of config.json.
    ///   - modelType: `model_type` of config.json.
    ///   - isByteLevel: whether tokenizer.json is of the kind that no LlamaTokenizer is.
    static func name(declared: String?, inModel: String?, modelType: String?, isByteLevel: () -> Bool) -> String? {
        let named = (declared ?? inModel).map(plain), registered = modelType.flatMap { classes[$0] }
        let isMisnamed = modelType.map(misnamedTypes.contains) ?? false
        if named == "LlamaTokenizer", registered != "MistralCommonBackend", !isMisnamed, isByteLevel() { return nil }
        guard let named else { return registered }
        guard let registered, registered != named else { return named }
        return general.contains(registered) ? nil : isMisnamed ? registered : named
    }

    private static func plain(_ name: String) -> String {
        name.hasSuffix("Fast") && name != "PreTrainedTokenizerFast" ? String(name.dropLast(4)) : name
    }

    private static func configuration(_ folder: URL) -> (tokenizerClass: String?, type: String?) {
        let path = folder.appending(path: "config.json").path
        guard FileSystem.exists(path), let value = try? JSONValue(file: path) else { return (nil, nil) }
        return (value["tokenizer_class"]?.string, value["model_type"]?.string)
    }

    private static func isByteLevel(_ folder: URL) -> Bool {
        (try? MappedFile.reading(folder.appending(path: "tokenizer.json").path) { $0.mentions("\"bytelevel\"") }) ?? false
    }
}
