import Foundation
import ParallaxCompute

/// Whether a JSON value is as a JSON Schema says, for the keywords that our schema uses: type, properties, required, additionalProperties, items, enum,
/// const, oneOf and $ref into $defs. A keyword that it does not know is a violation, so that no line of the schema goes unchecked.
public struct JSONSchema {
    private let root: [String: Any]
    private static let silent: Set<String> = ["$schema", "title", "description", "$defs"]

    public init(_ document: String) throws {
        root = try JSONSerialization.jsonObject(with: Data(document.utf8)) as? [String: Any] ?? [:]
    }

    /// What is wrong, by its place; nothing where the value is as it should be.
    public func violations(_ json: Data) throws -> [String] {
        check(try JSONSerialization.jsonObject(with: json, options: .fragmentsAllowed), root, "")
    }

    private func check(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
        var found: [String] = []
        for (keyword, rule) in schema.sorted(by: { $0.key < $1.key }) where !Self.silent.contains(keyword) {
            switch (keyword, rule) {
            case ("type", let type): if !Self.types(type).contains(where: { Self.isOf(value, $0) }) { found.append("\(path): no \(type)") }
            case ("const", let constant): if !Self.equal(value, constant) { found.append("\(path): not \(constant)") }
            case ("enum", let all as [Any]): if !all.contains(where: { Self.equal(value, $0) }) { found.append("\(path): none of \(all)") }
            case ("required", let names as [String]):
                if let object = value as? [String: Any] { found += names.filter { object[$0] == nil }.map { "\(path): no \($0)" } }
            case ("properties", let properties as [String: [String: Any]]):
                for (name, inner) in (value as? [String: Any]) ?? [:] {
                    if let schema = properties[name] { found += check(inner, schema, "\(path).\(name)") }
                }
            case ("additionalProperties", let rule):
                let known = Set(((schema["properties"] as? [String: Any]) ?? [:]).keys)
                for (name, inner) in (value as? [String: Any]) ?? [:] where !known.contains(name) {
                    if let schema = rule as? [String: Any] {
                        found += check(inner, schema, "\(path).\(name)")
                    } else {
                        found.append("\(path): \(name)")
                    }
                }
            case ("items", let schema as [String: Any]):
                for (index, inner) in ((value as? [Any]) ?? []).enumerated() { found += check(inner, schema, "\(path)[\(index)]") }
            case ("oneOf", let all as [[String: Any]]):
                let results = all.map { check(value, $0, path) }
                if results.count(where: \.isEmpty) != 1 {
                    found.append(
                        "\(path): \(results.count(where: \.isEmpty)) of \(all.count) forms; \(results.min { $0.count < $1.count } ?? [])")
                }
            case ("$ref", let name as String):
                let defined = (root["$defs"] as? [String: Any])?[String(name.dropFirst("#/$defs/".count))] as? [String: Any]
                found += defined.map { check(value, $0, path) } ?? ["\(path): no definition \(name)"]
            default: found.append("\(path): a keyword that is not checked, \(keyword)")
            }
        }
        return found
    }

    private static func types(_ rule: Any) -> [String] { (rule as? [String]) ?? [(rule as? String) ?? ""] }

    private static func isOf(_ value: Any, _ type: String) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "boolean": isBool(value)
        case "integer": !isBool(value) && (value as? NSNumber).map { $0.doubleValue == $0.doubleValue.rounded() } ?? false
        case "number": !isBool(value) && value is NSNumber
        case "null": value is NSNull
        default: false
        }
    }

    private static func isBool(_ value: Any) -> Bool { (value as? NSNumber).map { String(cString: $0.objCType) == "c" } ?? (value is Bool) }

    private static func equal(_ a: Any, _ b: Any) -> Bool { (a as? NSObject) == (b as? NSObject) }
}
