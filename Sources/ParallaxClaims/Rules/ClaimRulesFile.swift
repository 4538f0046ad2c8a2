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
        if let other = mapping.keys.first(where: { $0.string != "classes" }) {
            throw complaint(other, "the key classes alone", quoted(other))
        }
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
            guard let text = key.scalar?.string, Self.keys.contains(text) else {
                throw complaint(key, "one of the keys \(Self.keys.joined(separator: ", "))", quoted(key))
            }
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
        guard !forms.isEmpty || !conditions.isEmpty else {
            throw complaint(node, "forms, when or words in the class \(name)", "none of them")
        }
        return ClaimClass(
            name: name, kind: kind, forms: forms, families: try families(members["values"]),
            isClosed: try isClosed(members["closed"], values: members["values"]),
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
        guard let list = node.sequence, list.count <= limit else {
            throw complaint(node, "a list of at most \(limit) under \(name)", quoted(node))
        }
        return try list.map { item in
            guard let text = item.scalar?.string, !text.isEmpty, text.utf8.count <= ClaimRulesLimits.longestValue else {
                throw complaint(item, "texts of at most \(ClaimRulesLimits.longestValue) bytes under \(name)", quoted(item))
            }
            return (text, item)
        }
    }
}

/// Reads the `claims.json` of a world with known facts: `{"order": [slot], "slots": [{"slot", "kind", "closed", "values", "forms": [{"form"}]}]}`.
///
/// `values` is a list, or families of them; `kind` is optional. Regular expressions, examples and whatever else stands there are stepped over.
struct ClaimSlotsFile {
    private let url: URL
    private let file: MappedFile

    init(_ url: URL, _ file: MappedFile) {
        self.url = url
        self.file = file
    }

    /// What slots of the sample world are about, where the file does not say it; others are details.
    private static let kinds: [String: ClaimKind] = {
        let entities = [
            "person", "person2", "place", "city", "number", "day", "animal", "job", "tool", "food", "food2", "object", "weather"
        ]
        return Dictionary(
            uniqueKeysWithValues: entities.map { ($0, .entity) } + [("genre", .theme), ("topic", .theme), ("tail", .quote), ("next", .next)]
        )
    }()

    /// - Throws: `Complaint`
    func rules() throws -> ClaimRules {
        guard file.bytes.count <= ClaimRulesLimits.largestFile else {
            throw complaint("a file of at most \(ClaimRulesLimits.largestFile) bytes", "\(file.bytes.count)")
        }
        var slots: [JSONValue]?
        var order: [String] = []
        do {
            var cursor = JSONCursor(file.bytes, from: LineIndex.byteOrderMark(file.bytes))
            try cursor.eachMember { cursor, key in
                switch key {
                case "slots": slots = try cursor.value().array
                case "order": order = try cursor.value().array?.compactMap(\.string) ?? []
                default: try cursor.skip()
                }
            }
            try cursor.finish()
        } catch let failure as JSONFailure {
            throw complaint(failure.expected, "something else at \(failure.place)")
        }
        guard let slots, !slots.isEmpty else { throw complaint("a list of slots", "none") }
        guard slots.count <= ClaimRulesLimits.classes else {
            throw complaint("at most \(ClaimRulesLimits.classes) slots", "\(slots.count)")
        }
        var left = ClaimRulesLimits.values
        let classes = try slots.map { try claimClass($0, &left) }
        let ranks = Dictionary(order.enumerated().map { ($1, $0) }, uniquingKeysWith: min)
        let ranked = classes.enumerated().sorted {
            (ranks[$0.element.name] ?? .max, $0.offset) < (ranks[$1.element.name] ?? .max, $1.offset)
        }
        return ClaimRules(classes: ranked.map(\.element))
    }

    private func complaint(_ expected: String, _ found: String) -> Complaint {
        Complaint(url.path, expected: expected, found: found, remedy: "correct the rules or name others")
    }

    private func claimClass(_ slot: JSONValue, _ left: inout Int) throws -> ClaimClass {
        guard let name = slot["slot"]?.string, !name.isEmpty, name.utf8.count <= ClaimRulesLimits.longestName else {
            throw complaint("a name of at most \(ClaimRulesLimits.longestName) bytes in every slot", slot["slot"]?.quoted ?? "none")
        }
        let forms = try (slot["forms"]?.array ?? []).map { entry in
            guard let text = entry["form"]?.string, let form = ClaimForm(text) else {
                throw complaint("a sentence with one \(ClaimForm.place) in every form of \(name)", (entry["form"] ?? entry).quoted)
            }
            return form
        }
        guard (1...ClaimRulesLimits.formsOfClass).contains(forms.count) else {
            throw complaint("1 to \(ClaimRulesLimits.formsOfClass) forms of \(name)", "\(forms.count)")
        }
        var kind = Self.kinds[name] ?? .detail
        if let stated = slot["kind"] {
            guard let known = stated.string.flatMap(ClaimKind.init) else {
                throw complaint("a kind (\(ClaimKind.listed)) of \(name)", stated.quoted)
            }
            kind = known
        }
        let families = try families(slot["values"] ?? .null, of: name, &left)
        return ClaimClass(name: name, kind: kind, forms: forms, families: families, isClosed: slot["closed"]?.bool ?? false)
    }

    private func families(_ values: JSONValue, of name: String, _ left: inout Int) throws -> [ClaimClass.Family] {
        let lists: [(String, [JSONValue])]
        switch values {
        case .null: return []
        case .array(let list): lists = [("", list)]
        case .object(let members): lists = members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.array ?? [$0.value]) }
        default: throw complaint("a list of values of \(name), or families of them", values.quoted)
        }
        return try lists.filter { !$0.1.isEmpty }.map { family, list in
            left -= list.count
            guard left >= 0 else { throw complaint("at most \(ClaimRulesLimits.values) values in all", "more") }
            return ClaimClass.Family(
                name: family,
                values: try list.map { value in
                    guard let text = value.string, !text.isEmpty, text.utf8.count <= ClaimRulesLimits.longestValue else {
                        throw complaint("values of \(name) as texts of at most \(ClaimRulesLimits.longestValue) bytes", value.quoted)
                    }
                    return text
                })
        }
    }
}

extension ClaimKind {
    /// "theme, entity, detail, quote, next"
    static var listed: String { allCases.map(\.rawValue).listed() }
}
