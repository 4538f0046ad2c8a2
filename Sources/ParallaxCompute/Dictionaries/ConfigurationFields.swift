import Foundation

/// The keys of one JSON object of a configuration, each read as the kind it must have or refused with a sentence.
struct ConfigurationFields {
    /// A JSON value; booleans are never taken for numbers.
    enum Value: Decodable, CustomStringConvertible {
        case null, boolean(Bool), integer(Int), number(Double), string(String), list, section([String: Value])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let value = try? container.decode(Bool.self) {
                self = .boolean(value)
            } else if let value = try? container.decode(Int.self) {
                self = .integer(value)
            } else if let value = try? container.decode(Double.self) {
                self = .number(value)
            } else if let value = try? container.decode(String.self) {
                self = .string(value)
            } else if let value = try? container.decode([String: Value].self) {
                self = .section(value)
            } else {
                self = .list
            }
        }

        var description: String {
            switch self {
            case .null: "null"
            case .boolean(let value): "\(value)"
            case .integer(let value): "\(value)"
            case .number(let value): "\(value)"
            case .string(let value): "\"\(value.prefix(80))\""
            case .list: "a list"
            case .section: "an object"
            }
        }
    }

    let path: String
    let values: [String: Value]

    /// A configuration is small; a larger file is something else and is not read into memory.
    private static let largestFile = 16 << 20

    /// Extents beyond this would overflow arithmetic on sizes; no dictionary comes near.
    private static let largestExtent = 1 << 30

    init(path: String, values: [String: Value]) {
        self.path = path
        self.values = values
    }

    init(file: URL) throws {
        path = file.path
        let mapped = try MappedFile(file.path)
        guard mapped.bytes.count <= Self.largestFile else {
            throw Complaint(path, expected: "a configuration of at most \(Self.largestFile) bytes", found: "\(mapped.bytes.count) bytes", remedy: "check that this is the right file")
        }
        guard let object = try? JSONDecoder().decode([String: Value].self, from: Data(mapped.bytes)) else {
            throw Complaint(path, expected: "a JSON object", found: "\(mapped.bytes.count) bytes that are none", remedy: "the file is damaged, fetch it again")
        }
        values = object
    }

    func subject(_ key: String) -> String { "\(path), \(key)" }

    func complaint(_ key: String, expected: String, found: String) -> Complaint {
        Complaint(subject(key), expected: expected, found: found, remedy: "correct the file or use another checkpoint")
    }

    func string(_ key: String) throws -> String? {
        try value(key, "a string") { if case .string(let value) = $0 { value } else { nil } }
    }

    func boolean(_ key: String) throws -> Bool? {
        try value(key, "true or false") { if case .boolean(let value) = $0 { value } else { nil } }
    }

    func integer(_ key: String) throws -> Int? {
        try value(key, "a whole number") { if case .integer(let value) = $0 { value } else { nil } }
    }

    func number(_ key: String) throws -> Double? {
        try value(key, "a number") {
            switch $0 {
            case .number(let value): value
            case .integer(let value): Double(value)
            default: nil
            }
        }
    }

    func section(_ key: String) throws -> ConfigurationFields? {
        try value(key, "an object") { if case .section(let value) = $0 { ConfigurationFields(path: subject(key), values: value) } else { nil } }
    }

    /// A size that must be there and be one.
    func extent(_ key: String) throws -> Int {
        guard let extent = try integer(key) else { throw complaint(key, expected: "a whole number", found: "nothing") }
        guard extent > 0, extent <= Self.largestExtent else {
            throw complaint(key, expected: "a size between 1 and \(Self.largestExtent)", found: "\(extent)")
        }
        return extent
    }

    /// Null counts as absent, as in Python.
    private func value<T>(_ key: String, _ expected: String, _ convert: (Value) -> T?) throws -> T? {
        guard let value = values[key] else { return nil }
        if case .null = value { return nil }
        guard let converted = convert(value) else { throw complaint(key, expected: expected, found: value.description) }
        return converted
    }
}
