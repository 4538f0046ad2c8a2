import Foundation

/// Where a folder has its chat templates.
struct ChatTemplateSources {
    struct Source {
        let text: String
        /// For complaints.
        let subject: String
    }

    let standard: Source
    /// For conversations with tools, where it is another one.
    let tools: Source?

    private static let longest = 8 << 20

    /// - Parameter configured: `chat_template` of tokenizer_config.json.
    /// - Returns: nil where the folder has none.
    /// - Throws: a `Complaint` where a file is damaged or no template is the usual one.
    init?(folder: URL, configured: OrderedJSON?) throws {
        let place = folder.appending(path: "tokenizer_config.json").path
        var named: [(name: String, source: Source)] = []
        let file = folder.appending(path: "chat_template.jinja").path
        if FileSystem.exists(file) { named.append(("default", Source(text: try Self.text(file), subject: file))) }
        for name in try Self.additional(folder) {
            let path = folder.appending(path: "additional_chat_templates/\(name).jinja").path
            named.append((name, Source(text: try Self.text(path), subject: path)))
        }
        if named.isEmpty { named = try Self.named(configured, of: place) }
        let older = folder.appending(path: "chat_template.json").path
        if named.isEmpty, FileSystem.exists(older) {
            let value = try JSONScanner.parse(try MappedFile.contents(of: older, atMost: Self.longest), subject: older)
            named = try Self.named(value["chat_template"], of: older)
        }
        guard !named.isEmpty else { return nil }
        guard let standard = named.last(where: { $0.name == "default" })?.source else {
            throw Complaint("chat_template of \(place)", expected: "a template named default", found: "only \(named.map(\.name).listed())", remedy: "name one of them default")
        }
        self.standard = standard
        tools = named.last { $0.name == "tool_use" }?.source
    }

    private static func text(_ path: String) throws -> String { try TextReading.string(try MappedFile.contents(of: path, atMost: longest), subject: path) }

    /// The names of further templates, each a file.
    private static func additional(_ folder: URL) throws -> [String] {
        let path = folder.appending(path: "additional_chat_templates").path
        guard FileSystem.exists(path) else { return [] }
        return try FileSystem.names(in: path).filter { $0.hasSuffix(".jinja") }.map { String($0.dropLast(6)) }.sorted()
    }

    /// A template, or several with names as a list (`[{"name", "template"}, …]`) or an object.
    private static func named(_ value: OrderedJSON?, of path: String) throws -> [(name: String, source: Source)] {
        let subject = "chat_template of \(path)"
        func source(_ text: String) -> Source { Source(text: text, subject: subject) }
        switch value {
        case nil, .null: return []
        case .string(let text): return [("default", source(text))]
        case .array(let entries):
            return try entries.map { entry in
                guard let name = entry["name"]?.string, let text = entry["template"]?.string else {
                    throw Complaint(subject, expected: "a name and a template in every entry", found: entry.summary, remedy: "fetch the file again")
                }
                return (name, source(text))
            }
        case .object(let members): return members.compactMap { member in member.value.string.map { (member.key, source($0)) } }
        case let other?: throw Complaint(subject, expected: "a string or a list of named templates", found: other.summary, remedy: "fetch the file again")
        }
    }
}
