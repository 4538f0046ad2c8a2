import Foundation

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
        let entities = ["person", "person2", "place", "city", "number", "day", "animal", "job", "tool", "food", "food2", "object", "weather"]
        return Dictionary(uniqueKeysWithValues: entities.map { ($0, .entity) } + [("genre", .theme), ("topic", .theme), ("tail", .quote), ("next", .next)])
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
        guard slots.count <= ClaimRulesLimits.classes else { throw complaint("at most \(ClaimRulesLimits.classes) slots", "\(slots.count)") }
        var left = ClaimRulesLimits.values
        let classes = try slots.map { try claimClass($0, &left) }
        let ranks = Dictionary(order.enumerated().map { ($1, $0) }, uniquingKeysWith: min)
        let ranked = classes.enumerated().sorted { (ranks[$0.element.name] ?? .max, $0.offset) < (ranks[$1.element.name] ?? .max, $1.offset) }
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
        guard (1...ClaimRulesLimits.formsOfClass).contains(forms.count) else { throw complaint("1 to \(ClaimRulesLimits.formsOfClass) forms of \(name)", "\(forms.count)") }
        var kind = Self.kinds[name] ?? .detail
        if let stated = slot["kind"] {
            guard let known = stated.string.flatMap(ClaimKind.init) else { throw complaint("a kind (\(ClaimKind.listed)) of \(name)", stated.quoted) }
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
