import Foundation

/// The keys of one JSON object of a configuration, each read as the kind it must have or refused with a sentence.
package struct ConfigurationFields {
    let path: String
    let values: [String: JSONValue]
    /// Of the file's bytes, where these are a whole file's.
    private(set) var contents: Fingerprint?

    /// Extents beyond this would overflow arithmetic on sizes; no dictionary comes near.
    private static let largestExtent = 1 << 30

    package init(path: String, values: [String: JSONValue]) {
        self.path = path
        self.values = values
    }

    package init(file: URL) throws {
        let value: JSONValue, contents: Fingerprint
        do {
            (value, contents) = try MappedFile.reading(file.path) { bytes in
                (try JSONValue(file: file.path, bytes), Fingerprint(bytes: bytes))
            }
        } catch let failure as JSONFailure {
            throw Self.damaged(file, found: "text that is none (\(failure))")
        }
        guard let values = value.object else { throw Self.damaged(file, found: Self.words(value)) }
        self.init(path: file.path, values: values)
        self.contents = contents
    }

    private static func damaged(_ file: URL, found: String) -> Complaint {
        Complaint(file.path, expected: "a JSON object", found: found, remedy: "the file is damaged, fetch it again")
    }

    func subject(_ key: String) -> String { "\(path), \(key)" }

    func complaint(_ key: String, expected: String, found: String) -> Complaint {
        Complaint(subject(key), expected: expected, found: found, remedy: "correct the file or use another checkpoint")
    }

    func string(_ key: String) throws -> String? {
        try value(key, "a string") { $0.string }
    }

    func boolean(_ key: String) throws -> Bool? {
        try value(key, "true or false") { $0.bool }
    }

    func integer(_ key: String) throws -> Int? {
        try value(key, "a whole number") { $0.integer }
    }

    func number(_ key: String) throws -> Double? {
        try value(key, "a number") { $0.number }
    }

    func section(_ key: String) throws -> ConfigurationFields? {
        try value(key, "an object") { $0.object.map { ConfigurationFields(path: subject(key), values: $0) } }
    }

    /// A size that must be there and be one.
    func extent(_ key: String) throws -> Int {
        guard let extent = try integer(key) else { throw complaint(key, expected: "a whole number", found: "nothing") }
        guard extent > 0, extent <= Self.largestExtent else {
            throw complaint(key, expected: "a size between 1 and \(Self.largestExtent)", found: "\(extent)")
        }
        return extent
    }

    /// The number of features that a topk rule keeps.
    /// - Parameter old: where else it may stand.
    func limit(_ key: String, old: ConfigurationFields? = nil, upTo featureCount: Int) throws -> Int {
        guard let k = try integer(key) ?? old?.integer(key) else {
            throw complaint(key, expected: "the number of features that topk keeps", found: "no \(key)")
        }
        guard k > 0, k <= featureCount else {
            throw complaint(key, expected: "a number of features between 1 and d_sae = \(featureCount)", found: "\(k)")
        }
        return k
    }

    /// A factor or norm that must be there: finite and above zero.
    func positive(_ key: String) throws -> Double {
        guard let value = try number(key), value > 0, Float(value).isNormal else {
            throw complaint(key, expected: "a number above 0", found: Self.words(values[key]))
        }
        return value
    }

    /// Null counts as absent, as in Python.
    private func value<T>(_ key: String, _ expected: String, _ convert: (JSONValue) -> T?) throws -> T? {
        guard let value = values[key] else { return nil }
        if case .null = value { return nil }
        guard let converted = convert(value) else { throw complaint(key, expected: expected, found: Self.words(value)) }
        return converted
    }

    /// A value as a sentence shows it.
    static func words(_ value: JSONValue?) -> String {
        switch value {
        case nil: "nothing"
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let value): "\"\(value.shortened)\""
        case .array: "a list"
        case .object: "an object"
        }
    }
}
