import Foundation
import Yams

/// A value of a sidecar together with the keys that lead to it, so that a complaint can name it.
///
/// The YAML is walked as nodes and only along the keys that are asked for: a file of nested aliases is never expanded.
struct SidecarValue {
    let file: String
    /// `tokens.injection_char`; empty for the whole document.
    let path: String
    let node: Node

    private init(file: String, path: String, node: Node) {
        self.file = file
        self.path = path
        self.node = node
    }

    /// The root of a sidecar's YAML document.
    static func document(of url: URL) throws -> SidecarValue {
        guard let root = try YAMLFile.node(url) else {
            throw Complaint(
                url.path, expected: "an NLA sidecar in YAML", found: "an empty file", remedy: "fetch nla_meta.yaml of the checkpoint again")
        }
        return SidecarValue(file: url.path, path: "", node: root)
    }

    /// Names the value: `tokens.injection_char of …/nla_meta.yaml`.
    var name: String { path.isEmpty ? file : "\(path) of \(file)" }

    func complaint(expected: String, found: String? = nil, remedy: String = "use a sidecar that fits the checkpoint") -> Complaint {
        Complaint(name, expected: expected, found: found ?? description, remedy: remedy)
    }

    /// The value in a few words.
    private var description: String {
        switch node {
        case .scalar(let scalar): isNull ? "null" : "\"\(scalar.string.shortened)\""
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }

    var isNull: Bool { node.scalar.map { NSNull.construct(from: $0) != nil } ?? false }

    /// The value under `keys` (dotted), nil where it or what holds it is absent or null.
    /// - Throws: `Complaint` where something on the way is no mapping.
    func value(_ keys: String) throws -> SidecarValue? {
        guard let found = try entry(keys), !found.isNull else { return nil }
        return found
    }

    /// The value under `keys`, a null included; nil where it is absent.
    func entry(_ keys: String) throws -> SidecarValue? {
        var here = self
        for key in keys.split(separator: ".").map(String.init) {
            if here.isNull { return nil }
            guard case .mapping(let mapping) = here.node else { throw here.complaint(expected: "a mapping that may hold \(key)") }
            guard let next = mapping.first(where: { $0.key.scalar?.string == key })?.value else { return nil }
            here = SidecarValue(file: file, path: here.path.isEmpty ? key : "\(here.path).\(key)", node: next)
        }
        return here
    }

    /// - Throws: `Complaint` where the value is absent or null.
    func required(_ keys: String, _ meaning: String) throws -> SidecarValue {
        guard let found = try value(keys) else {
            throw Complaint(file, expected: "\(keys) (\(meaning))", found: "none", remedy: "use a complete sidecar")
        }
        return found
    }

    func text() throws -> String {
        guard case .scalar(let scalar) = node, !isNull else { throw complaint(expected: "a text") }
        return scalar.string
    }

    func integer(_ range: ClosedRange<Int>) throws -> Int {
        guard case .scalar(let scalar) = node, let number = Int(foreign: scalar.string), range.contains(number) else {
            throw complaint(expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func integers(_ range: ClosedRange<Int>) throws -> [Int] {
        guard case .sequence(let items) = node, items.count <= 1000 else {
            throw complaint(expected: "a list of at most 1000 whole numbers")
        }
        return try items.enumerated().map { try SidecarValue(file: file, path: "\(path)[\($0.offset)]", node: $0.element).integer(range) }
    }
}
