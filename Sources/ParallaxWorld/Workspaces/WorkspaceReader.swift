import Foundation
import Yams

/// Turns the YAML of a workspace into its entries; what makes no sense becomes a sentence and is left out.
struct WorkspaceReader {
    private let file: URL
    private let root: Node.Mapping
    private var workspace: Workspace

    /// - Throws: `Complaint` where the file cannot be read or is no mapping.
    init(_ file: URL) throws {
        self.file = file
        guard let mapping = try YAMLFile.node(file)?.mapping else {
            throw Complaint(
                file.path, expected: "a YAML mapping (model, dictionaries, verbalizers, documents, statistics, claims)",
                found: "something else", remedy: "see the workspace format in the README")
        }
        root = mapping
        workspace = Workspace(file: file)
    }

    /// Of every text file that the workspace names, but for those that have another beside them.
    private var usualEncoding: TextEncoding?

    mutating func read() -> Workspace {
        usualEncoding = encoding(root["encoding"])
        for (key, value) in root {
            switch key.string {
            case "encoding": break
            case "template_variables": templateVariables(value)
            case "model": workspace.model = existing(value, "model")
            case "statistics": workspace.statistics = existing(value, "statistics")
            case "dictionaries": each(value, "dictionaries") { reader, item in reader.dictionary(item) }
            case "verbalizers": each(value, "verbalizers") { reader, item in reader.verbalizer(item) }
            case "documents": each(value, "documents") { reader, item in reader.document(item) }
            case "claims": claims(value)
            case "bos": bos(value)
            default:
                complain(
                    key,
                    "one of the keys model, dictionaries, verbalizers, documents, statistics, claims, bos, template_variables and encoding",
                    quoted(key), "correct or remove it")
            }
        }
        return workspace
    }

    private mutating func complain(_ node: Node, _ expected: String, _ found: String, _ remedy: String) {
        let line = node.mark.map { ", line \($0.line)" } ?? ""
        workspace.complain(Complaint(file.path + line, expected: expected, found: found, remedy: remedy))
    }

    private func quoted(_ node: Node) -> String {
        switch node {
        case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "\"\(scalar.string.shortened)\""
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .alias: "an alias"
        }
    }

    private func isNothing(_ node: Node) -> Bool { node.null != nil }

    private mutating func each(_ node: Node, _ name: String, _ body: (inout WorkspaceReader, Node) -> Void) {
        if isNothing(node) { return }
        guard let items = node.sequence else { return complain(node, "a list under \(name)", quoted(node), "write each entry with a dash") }
        for item in items { body(&self, item) }
    }

    /// The members of an entry, those with unknown keys left out.
    private mutating func members(_ node: Node, _ name: String, keys: [String]) -> [String: Node] {
        guard let mapping = node.mapping else {
            complain(node, "an entry of \(name) with \(keys.joined(separator: ", "))", quoted(node), "write it as \(keys[0]): …")
            return [:]
        }
        var members: [String: Node] = [:]
        for (key, value) in mapping {
            if let text = key.string, keys.contains(text) {
                members[text] = value
            } else {
                complain(key, "one of the keys \(keys.joined(separator: ", ")) under \(name)", quoted(key), "correct or remove it")
            }
        }
        return members
    }

    /// The path that a scalar names, where it exists.
    private mutating func existing(_ node: Node?, _ name: String) -> URL? {
        guard let node, !isNothing(node) else { return nil }
        guard let text = node.scalar?.string, !text.isEmpty else {
            complain(node, "a path under \(name)", quoted(node), "write the path as text")
            return nil
        }
        let url = URL(person: text, relativeTo: file.deletingLastPathComponent())
        if let absence = FileSystem.absence(url.path) {
            complain(
                node, "an existing file or folder under \(name)", FileSystem.named(text, absence),
                "correct the path (relative ones start at the workspace file)")
            return nil
        }
        return url
    }

    private mutating func claims(_ node: Node) {
        if isNothing(node) { return }
        let members = members(node, "claims", keys: ["rules", "truth", "calibration", "verdicts", "mimic", "prompt"])
        workspace.claims.rules = existing(members["rules"], "rules")
        workspace.claims.calibration = existing(members["calibration"], "calibration")
        workspace.claims.mimic = existing(members["mimic"], "mimic")
        workspace.claims.verdicts = newFile(members["verdicts"], "verdicts")
        if let truth = members["truth"] {
            each(truth, "truth") { reader, item in
                if let file = reader.existing(item, "truth") { reader.workspace.claims.truth.append(file) }
            }
        }
        guard let prompt = members["prompt"], !isNothing(prompt) else { return }
        if let text = prompt.scalar?.string, text.contains("{text}") {
            workspace.claims.prompt = text
        } else {
            complain(prompt, "a question with {text} in it under prompt", quoted(prompt), "write {text} where the document's text belongs")
        }
    }

    private mutating func bos(_ node: Node) {
        if isNothing(node) { return }
        guard let rule = node.scalar.flatMap({ BOSRule(rawValue: $0.string) }) else {
            let rules = BOSRule.allCases.map(\.rawValue).joined(separator: ", ")
            return complain(
                node, "one of \(rules) under bos", quoted(node), "write auto to begin documents with BOS where every dictionary asks for it"
            )
        }
        workspace.bos = rule
    }

    /// The path of a file that may be yet to come, in a folder that is there.
    private mutating func newFile(_ node: Node?, _ name: String) -> URL? {
        guard let node, !isNothing(node) else { return nil }
        guard let text = node.scalar?.string, !text.isEmpty else {
            complain(node, "a path under \(name)", quoted(node), "write the path as text")
            return nil
        }
        let url = URL(person: text, relativeTo: file.deletingLastPathComponent())
        guard url.deletingLastPathComponent().isFolder, !url.isFolder else {
            complain(
                node, "a file in an existing folder under \(name)", quoted(node),
                "correct the path (relative ones start at the workspace file)")
            return nil
        }
        return url
    }

    private mutating func dictionary(_ node: Node) {
        if node.scalar != nil {
            if let path = existing(node, "dictionaries") { workspace.dictionaries.append(.init(path: path)) }
            return
        }
        let members = members(node, "dictionaries", keys: ["path", "labels", "site"])
        let (labels, labelSettings) = labels(members["labels"])
        let site = site(members["site"])
        guard let pathNode = members["path"] else {
            if node.mapping != nil { complain(node, "a path in every dictionary", "none", "add path: …") }
            return
        }
        if let path = existing(pathNode, "path") {
            workspace.dictionaries.append(.init(path: path, labels: labels, site: site, labelSettings: labelSettings))
        }
    }

    /// A path, or `{path, feature, label, encoding}`: the last three say how a table is read.
    private mutating func labels(_ node: Node?) -> (URL?, LabelSettings) {
        var settings = LabelSettings(encoding: usualEncoding)
        guard let node, node.mapping != nil else { return (existing(node, "labels"), settings) }
        let members = members(node, "labels", keys: ["path", "feature", "label", "encoding"])
        settings.feature = column(members["feature"], "feature")
        settings.label = column(members["label"], "label")
        settings.encoding = encoding(members["encoding"]) ?? usualEncoding
        if members["path"] == nil { complain(node, "a path in labels", "none", "add path: …") }
        return (existing(members["path"], "path"), settings)
    }

    /// A column's name; one that is a number, as YAML reads it, stays what is written.
    private mutating func column(_ node: Node?, _ name: String) -> String? {
        guard let node, !isNothing(node) else { return nil }
        guard let text = node.scalar?.string, !text.isEmpty else {
            complain(node, "the name of a column under \(name)", quoted(node), "write the name that stands in the table's first line")
            return nil
        }
        return text
    }

    private mutating func encoding(_ node: Node?) -> TextEncoding? {
        guard let node, !isNothing(node) else { return nil }
        do {
            return try TextEncoding.named(node.scalar?.string ?? quoted(node), subject: file.path)
        } catch {
            if let complaint = error as? Complaint { complain(node, complaint.expected, complaint.found, complaint.remedy) }
            return nil
        }
    }

    private mutating func templateVariables(_ node: Node) {
        if isNothing(node) { return }
        guard let mapping = node.mapping else {
            return complain(node, "a mapping under template_variables", quoted(node), "write each as NAME: VALUE")
        }
        for (key, value) in mapping {
            do {
                try workspace.templateVariables.set(key.string ?? "", try value.json(), subject: file.path)
            } catch {
                if let complaint = error as? Complaint { complain(key, complaint.expected, complaint.found, complaint.remedy) }
            }
        }
    }

    private mutating func site(_ node: Node?) -> Site? {
        guard let node, !isNothing(node) else { return nil }
        guard let text = node.scalar?.string, let site = try? Site(named: text) else {
            complain(
                node, "a site such as blocks.3.hook_resid_post, model.layers.3 or 4", quoted(node),
                "write the hook's or the module's name, or a residual site's number")
            return nil
        }
        return site
    }

    private mutating func verbalizer(_ node: Node) {
        let members = members(node, "verbalizers", keys: ["name", "av", "ar", "explanations", "encoding"])
        guard !members.isEmpty else { return }
        let av = existing(members["av"], "av"), ar = existing(members["ar"], "ar"),
            explanations = existing(members["explanations"], "explanations")
        guard let first = av ?? ar ?? explanations else {
            if members["av"] == nil, members["ar"] == nil, members["explanations"] == nil {
                complain(node, "an av, an ar or explanations in every verbalizer", "none of them", "add av: …")
            }
            return
        }
        var name = members["name"]?.scalar?.string
        if name == nil, let given = members["name"] { complain(given, "a name as text", quoted(given), "write a word") }
        if name?.isEmpty ?? true { name = first.deletingPathExtension().lastPathComponent }
        workspace.verbalizers.append(
            .init(name: name ?? "", av: av, ar: ar, explanations: explanations, encoding: encoding(members["encoding"]) ?? usualEncoding))
    }

    /// The name of a group of documents.
    private mutating func group(_ node: Node?) -> String? {
        guard let node, !isNothing(node) else { return nil }
        guard let name = node.scalar?.string, !name.isEmpty else {
            complain(node, "the name of a group of documents under group", quoted(node), "write one word for all that are of one group")
            return nil
        }
        return name
    }

    private mutating func document(_ node: Node) {
        if node.scalar != nil {
            if let file = existing(node, "documents") { workspace.documents.append(.file(file, usualEncoding)) }
            return
        }
        let members = members(node, "documents", keys: ["file", "chat", "text", "encoding", "group"])
        let encoding = encoding(members["encoding"]) ?? usualEncoding
        let group = group(members["group"])
        if let file = existing(members["file"], "file") { workspace.documents.append(.file(file, encoding, group: group)) }
        if let chat = existing(members["chat"], "chat") { workspace.documents.append(.chat(chat, encoding, group: group)) }
        if let text = members["text"] {
            if let string = text.scalar?.string, !string.isEmpty {
                workspace.documents.append(.text(string, group: group))
            } else {
                complain(text, "a text", quoted(text), "write the text behind text:")
            }
        }
    }
}

extension Node {
    /// The value as JSON has it. Aliases are not followed.
    /// - Throws: `Complaint` for what JSON cannot hold.
    func json() throws -> OrderedJSON {
        switch self {
        case .scalar(let scalar):
            if scalar.style != .plain, scalar.style != .any { return .string(scalar.string) }
            if null != nil { return .null }
            if let flag = bool { return .bool(flag) }
            if let number = int { return .integer(number) }
            if let number = float { return .number(number) }
            return .string(scalar.string)
        case .sequence(let elements): return .array(try elements.map { try $0.json() })
        case .mapping(let members):
            return .object(
                try members.map { key, value in
                    guard let name = key.scalar?.string else {
                        throw Complaint(
                            "template_variables", expected: "texts as keys", found: "another key", remedy: "write the keys as words")
                    }
                    return (name, try value.json())
                })
        case .alias: throw Complaint("template_variables", expected: "values", found: "an alias", remedy: "write the value itself")
        }
    }
}
