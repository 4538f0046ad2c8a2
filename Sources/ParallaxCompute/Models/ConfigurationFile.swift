import Foundation

/// A `config.json` under the reader's hands: typed, bounded reads that complain by key.
struct ConfigurationFile {
    let path: String
    private let members: [String: JSONValue]

    init(_ url: URL) throws {
        let path = url.path
        let file = try MappedFile(path)
        func damaged(_ found: String) -> Complaint {
            Complaint(path, expected: "a JSON object", found: found, remedy: "the file is damaged, fetch it again")
        }
        let value: JSONValue
        do { value = try JSONValue(parsing: file.bytes) } catch let failure as JSONFailure { throw damaged("another text (\(failure))") }
        guard let members = value.object else { throw damaged("another JSON value") }
        self.path = path
        self.members = members
    }

    func complaint(_ expected: String, _ found: String, _ remedy: String) -> Complaint {
        Complaint(path, expected: expected, found: found, remedy: remedy)
    }

    /// The value of `key`; a key that is null counts as absent.
    func value(_ key: String) -> JSONValue? { members[key] == .null ? nil : members[key] }

    private func misfit(_ key: String, _ expected: String) -> Complaint {
        complaint("\(key) to be \(expected)", value(key)?.quoted ?? "no such key", "use an unaltered config.json of the checkpoint")
    }

    func string(_ key: String) throws -> String? {
        guard let value = value(key) else { return nil }
        guard let text = value.string else { throw misfit(key, "a string") }
        return text
    }

    func integer(_ key: String, _ bounds: ClosedRange<Int>, default standard: Int? = nil) throws -> Int {
        if value(key) == nil, let standard { return standard }
        guard let number = value(key)?.integer, bounds.contains(number) else { throw misfit(key, "an integer from \(bounds.lowerBound) to \(bounds.upperBound)") }
        return number
    }

    func number(_ key: String, _ bounds: ClosedRange<Double>, default standard: Double) throws -> Double {
        guard let value = value(key) else { return standard }
        guard let number = value.number, bounds.contains(number) else { throw misfit(key, "a number from \(bounds.lowerBound) to \(bounds.upperBound)") }
        return number
    }

    func flag(_ key: String, default standard: Bool) throws -> Bool {
        guard let value = value(key) else { return standard }
        guard let flag = value.bool else { throw misfit(key, "true or false") }
        return flag
    }

    /// A token id, a list of them, or none.
    func tokens(_ key: String) throws -> [Int] {
        guard let value = value(key) else { return [] }
        let ids = (value.array ?? [value]).compactMap { $0.integer.flatMap { $0 >= 0 ? $0 : nil } }
        guard ids.count == value.array?.count ?? 1 else { throw misfit(key, "a token id or a list of them") }
        return ids
    }
}

/// What Llama's configuration can ask for beyond sizes.
extension ConfigurationFile {
    /// `rope_theta` stands at the top, or since transformers 5 in `rope_parameters`.
    func ropeBase() throws -> Double {
        let key = "rope_theta", bounds = 1e-3...1e15
        if let inner = value("rope_parameters")?[key], inner != .null {
            guard let number = inner.number, bounds.contains(number) else { throw misfit("rope_parameters", "an object whose \(key) is a positive number") }
            return number
        }
        return try number(key, bounds, default: 10_000)
    }

    /// Refuses by name what would change the numbers and is not computed here.
    func refuseVariants() throws {
        let activation = try string("hidden_act") ?? "silu"
        guard activation == "silu" else { throw complaint("hidden_act \"silu\"", "\"\(activation.shortened)\"", "use a checkpoint with a gated SiLU MLP") }
        for key in ["rope_scaling", "rope_parameters"] {
            guard let rope = value(key) else { continue }
            guard let object = rope.object else { throw misfit(key, "an object or null") }
            let type = object["rope_type"] ?? object["type"] ?? .string("default")
            guard type == .string("default") else {
                throw complaint("\(key) of type \"default\" or none", "\(type.string.map { "\"\($0)\"" } ?? "\(type)")".shortened, "use a checkpoint without rope scaling")
            }
        }
        let turned = value("partial_rotary_factor") ?? value("rope_parameters")?["partial_rotary_factor"] ?? .integer(1)
        guard turned.number == 1 else { throw complaint("partial_rotary_factor 1 or none", "\(turned)".shortened, "use a checkpoint whose heads are rotated whole") }
    }
}
