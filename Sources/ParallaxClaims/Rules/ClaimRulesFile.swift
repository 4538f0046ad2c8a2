import Foundation
import Yams

/// Reads rules that a person wrote:
///
///     classes:
///       - name: mood
///         kind: detail
///         forms: ["The mood is {}.", "The tone is {}."]
///         values: [happy, sad, angry]
///       - name: next
///         kind: next
///         when: [last paragraph]
///         words: [next, final token]
///
/// A list of `values` is closed, a mapping of families is open, unless `closed` says otherwise. Rules that are not understood are refused:
/// claims in wrong classes would look like claims in right ones.
struct ClaimRulesFile {
    private let url: URL
    private var left = ClaimRulesLimits.values

    init(_ url: URL) { self.url = url }

    private static let keys = ["name", "kind", "forms", "values", "closed", "when", "words"]

    /// - Throws: `Complaint`
    func rules() throws -> ClaimRules {
        guard let mapping = try YAMLFile.node(url)?.mapping, let entries = mapping["classes"] else {
            throw complaint(nil, "a YAML mapping with a list of classes", "something else")
        }
        if let other = mapping.keys.first(where: { $0.string != "classes" }) { throw complaint(other, "the key classes alone", quoted(other)) }
        guard let list = entries.sequence, (1...ClaimRulesLimits.classes).contains(list.count) else {
            throw complaint(entries, "a list of 1 to \(ClaimRulesLimits.classes) classes", quoted(entries))
        }
        var reader = self
        return ClaimRules(classes: try list.map { try reader.claimClass($0) })
    }

    private func complaint(_ node: Node?, _ expected: String, _ found: String) -> Complaint {
        let line = node?.mark.map { ", line \($0.line)" } ?? ""
        return Complaint(url.path + line, expected: expected, found: found, remedy: "correct the rules or name others")
    }

    private func quoted(_ node: Node) -> String {
        switch node {
        case .scalar(let scalar): "\"\(scalar.string.shortened)\""
        case .sequence(let items): "a list of \(items.count)"
        case .mapping: "a mapping"
        case .alias: "an alias"
        }
    }

    private mutating func claimClass(_ node: Node) throws -> ClaimClass {
        guard let mapping = node.mapping else { throw complaint(node, "a class with name and kind", quoted(node)) }
        var members: [String: Node] = [:]
        for (key, value) in mapping {
            guard let text = key.scalar?.string, Self.keys.contains(text) else { throw complaint(key, "one of the keys \(Self.keys.joined(separator: ", "))", quoted(key)) }
            members[text] = value
        }
        guard let name = members["name"]?.scalar?.string, !name.isEmpty, name.utf8.count <= ClaimRulesLimits.longestName else {
            throw complaint(node, "a name of at most \(ClaimRulesLimits.longestName) bytes", members["name"].map(quoted) ?? "none")
        }
        guard let kind = members["kind"]?.scalar.flatMap({ ClaimKind(rawValue: $0.string) }) else {
            throw complaint(members["kind"] ?? node, "a kind (\(ClaimKind.listed)) of \(name)", members["kind"].map(quoted) ?? "none")
        }
        let forms = try texts(members["forms"], "forms", atMost: ClaimRulesLimits.formsOfClass).map { text, node in
            guard let form = ClaimForm(text) else { throw complaint(node, "a sentence with one \(ClaimForm.place)", quoted(node)) }
            return form
        }
        let conditions =
            try texts(members["when"], "when", atMost: ClaimCondition.named.count).map { text, node in
                guard let known = ClaimCondition.named.first(where: { $0.name == text }) else {
                    throw complaint(node, "one of \(ClaimCondition.named.map(\.name).listed()) under when", quoted(node))
                }
                return known.condition
            } + (try texts(members["words"], "words", atMost: ClaimRulesLimits.wordsOfClass).map { .words($0.text) })
        guard !forms.isEmpty || !conditions.isEmpty else { throw complaint(node, "forms, when or words in the class \(name)", "none of them") }
        return ClaimClass(
            name: name, kind: kind, forms: forms, families: try families(members["values"]), isClosed: try isClosed(members["closed"], values: members["values"]),
            conditions: conditions)
    }

    private func isClosed(_ node: Node?, values: Node?) throws -> Bool {
        guard let node else { return values?.sequence != nil }
        guard let stated = node.bool else { throw complaint(node, "true or false under closed", quoted(node)) }
        return stated
    }

    private mutating func families(_ node: Node?) throws -> [ClaimClass.Family] {
        guard let node else { return [] }
        guard let mapping = node.mapping else { return [ClaimClass.Family(values: try values(node))] }
        return try mapping.map { name, list in ClaimClass.Family(name: name.scalar?.string.shortened ?? "", values: try values(list)) }
    }

    private mutating func values(_ node: Node) throws -> [String] {
        let values = try texts(node, "values", atMost: left).map(\.text)
        left -= values.count
        return values
    }

    private func texts(_ node: Node?, _ name: String, atMost limit: Int) throws -> [(text: String, node: Node)] {
        guard let node, node.null == nil else { return [] }
        guard let list = node.sequence, list.count <= limit else { throw complaint(node, "a list of at most \(limit) under \(name)", quoted(node)) }
        return try list.map { item in
            guard let text = item.scalar?.string, !text.isEmpty, text.utf8.count <= ClaimRulesLimits.longestValue else {
                throw complaint(item, "texts of at most \(ClaimRulesLimits.longestValue) bytes under \(name)", quoted(item))
            }
            return (text, item)
        }
    }
}
