import Foundation

/// A `config.json` under the reader's hands: typed, bounded reads that complain by key.
package struct ConfigurationFile {
    let path: String
    private let members: [String: JSONValue]
    /// The object within the file that is read, for complaints; nil for the file itself.
    private var section: String?
    /// How this family spells a key that has another name in most.
    private var spellings: [String: String] = [:]
    /// Common keys that are read by the family's spelling alone.
    private var ownKeys: Set<String> = []
    /// Values of keys that are left out.
    private var defaults: [String: JSONValue] = [:]

    package init(_ url: URL) throws {
        let path = url.path
        func damaged(_ found: String) -> Complaint {
            Complaint(path, expected: "a JSON object", found: found, remedy: "the file is damaged, fetch it again")
        }
        let value: JSONValue
        do { value = try JSONValue(file: path) } catch let failure as JSONFailure { throw damaged("another text (\(failure))") }
        guard let members = value.object else { throw damaged("another JSON value") }
        self.path = path
        self.members = members
    }

    private init(_ other: ConfigurationFile, section: String, members: [String: JSONValue]) {
        path = other.path
        self.section = section
        self.members = members
    }

    /// The object under `key`, read by the same rules; nil where there is none.
    package func section(_ key: String) -> ConfigurationFile? {
        members[key]?.object.map { ConfigurationFile(self, section: key, members: $0) }
    }

    /// The same file as a family reads it.
    /// - Parameters:
    ///   - spellings: The family's name of a key, by its common name.
    ///   - defaults: By common names; transformers' own for this family.
    func read(spellings: [String: String], ownKeys: Set<String> = [], defaults: [String: JSONValue]) -> ConfigurationFile {
        var file = self
        file.spellings = spellings
        file.ownKeys = ownKeys
        file.defaults = defaults
        return file
    }

    func complaint(_ expected: String, _ found: String, _ remedy: String) -> Complaint {
        Complaint(path, expected: expected, found: found, remedy: remedy)
    }

    /// The value of `key`, or the family's default where it is left out. A key that is null has no value.
    func value(_ key: String) -> JSONValue? {
        if ownKeys.contains(key) {
            let own = members[spellings[key] ?? key]
            return own == nil || own == .null ? defaults[key] : own
        }
        let found = (spellings[key].flatMap { members[$0] }) ?? members[key] ?? defaults[key]
        return found == .null ? nil : found
    }

    /// What stands under a key as it is spelled here, null included; nil where the key is not there.
    func written(_ key: String) -> JSONValue? { members[key] }

    /// Whether the key is there and says nothing.
    func isNull(_ key: String) -> Bool { !ownKeys.contains(key) && (spellings[key].flatMap { members[$0] } ?? members[key]) == .null }

    /// How a complaint names `key`.
    private func name(_ key: String) -> String {
        let own = spellings[key] ?? key
        return section.map { "\($0).\(own)" } ?? own
    }

    func misfit(_ key: String, _ expected: String) -> Complaint {
        complaint("\(name(key)) to be \(expected)", value(key)?.quoted ?? "no such key", "use an unaltered config.json of the checkpoint")
    }

    /// Refuses by name what would change the numbers and is not computed here.
    func refuse(_ key: String, unless expected: String, _ isFine: (JSONValue) -> Bool) throws {
        guard let value = value(key), !isFine(value) else { return }
        throw complaint("\(name(key)) \(expected)", value.quoted, "use a checkpoint without it")
    }

    func string(_ key: String) throws -> String? {
        guard let value = value(key) else { return nil }
        guard let text = value.string else { throw misfit(key, "a string") }
        return text
    }

    func integer(_ key: String, _ bounds: ClosedRange<Int>, default standard: Int? = nil) throws -> Int {
        if value(key) == nil, let standard { return standard }
        guard let number = value(key)?.integer, bounds.contains(number) else {
            throw misfit(key, "an integer from \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return number
    }

    func number(_ key: String, _ bounds: ClosedRange<Double>, default standard: Double) throws -> Double {
        guard let value = value(key) else { return standard }
        guard let number = value.number, bounds.contains(number) else {
            throw misfit(key, "a number from \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return number
    }

    /// A number above 0, or none.
    func positive(_ key: String) throws -> Double? {
        guard let value = value(key) else { return nil }
        guard let number = value.number, number > 0, Float(number) > 0, Float(number).isFinite else {
            throw misfit(key, "a positive number or null")
        }
        return number
    }

    func flag(_ key: String, default standard: Bool) throws -> Bool {
        guard let value = value(key) else { return standard }
        guard let flag = value.bool else { throw misfit(key, "true or false") }
        return flag
    }

    /// A token id, a list of them, or none.
    package func tokens(_ key: String) throws -> [Int] {
        guard let value = value(key) else { return [] }
        let ids = (value.array ?? [value]).compactMap { $0.integer.flatMap { $0 >= 0 ? $0 : nil } }
        guard ids.count == value.array?.count ?? 1 else { throw misfit(key, "a token id or a list of them") }
        return ids
    }
}
