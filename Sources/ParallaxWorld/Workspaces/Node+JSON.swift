import Yams

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
            return .object(try members.map { key, value in
                guard let name = key.scalar?.string else { throw Complaint("template_variables", expected: "texts as keys", found: "another key", remedy: "write the keys as words") }
                return (name, try value.json())
            })
        case .alias: throw Complaint("template_variables", expected: "values", found: "an alias", remedy: "write the value itself")
        }
    }
}
