/// What stands in the pickle of a PyTorch file, flattened: names with dots, tensors and plain values.
struct PyTorchContents {
    private(set) var names: [String] = []
    private(set) var tensors: [String: PyTorchTensor] = [:]
    private(set) var values: [String: JSONValue] = [:]
    /// Tensors that are there and are not read, with what they are.
    private(set) var foreign: [String: String] = [:]

    /// Deeper dictionaries are optimiser states and the like.
    private static let deepest = 8
    private static let mostEntries = 100_000
    /// A longer name, joined of the keys of dictionaries inside dictionaries, is none.
    private static let longestName = 1024
    private var entries = 0
    /// The containers that the entry at hand lies in: one of them again would go on for ever.
    private var path: [Int] = []

    /// - Parameter fileName: names a tensor that stands alone.
    /// - Throws: `PickleFailure`
    init(_ bytes: UnsafeRawBufferPointer, fileName: String) throws {
        var reader = PickleReader(bytes)
        let root = try reader.read()
        let isAlone = switch root {
        case .tensor, .foreignTensor: true
        default: false
        }
        if isAlone {
            try add(root, String((fileName.split(separator: "/").last ?? "tensor").prefix { $0 != "." }), reader, depth: 0)
        } else {
            try add(root, "", reader, depth: 0)
        }
    }

    private mutating func add(_ value: PickleValue, _ name: String, _ reader: PickleReader, depth: Int) throws {
        entries += 1
        guard entries <= Self.mostEntries else { throw PickleFailure.found("more than \(Self.mostEntries) entries") }
        guard name.utf8.count <= Self.longestName else { throw PickleFailure.found("a name of \(name.utf8.count) bytes, \"\(name.shortened)\"") }
        switch value {
        case .dictionary(let place):
            try inside(place, name) { contents in
                let members = reader.containers[place]
                for i in stride(from: 0, to: members.count, by: 2) {
                    guard let key = Self.key(members[i]) else { continue }
                    try contents.add(members[i + 1], contents.joined(name, key), reader, depth: depth + 1, keyed: depth)
                }
            }
        case .list(let place), .tuple(let place):
            try inside(place, name) { contents in
                for (i, element) in reader.containers[place].enumerated() { try contents.add(element, contents.joined(name, "\(i)"), reader, depth: depth + 1, keyed: depth) }
            }
        case .tensor(let place):
            guard tensors.updateValue(reader.tensors[place], forKey: name) == nil else { throw PickleFailure.found("the tensor \(name.shortened) twice") }
            names.append(name)
        case .bool(let value): values[name] = .bool(value)
        case .integer(let value): values[name] = .integer(value)
        case .number(let value): values[name] = .number(value)
        case .text(let value): values[name] = .string(value)
        case .foreignTensor(let what): foreign[name] = what
        case .none, .global, .storage, .data, .numberType, .setting: break
        }
    }

    private mutating func inside(_ place: Int, _ name: String, _ body: (inout PyTorchContents) throws -> Void) throws {
        guard !path.contains(place) else { throw PickleFailure.found("a list or dictionary that holds itself" + (name.isEmpty ? "" : ", at \(name.shortened)")) }
        path.append(place)
        try body(&self)
        path.removeLast()
    }

    /// What lies too deep is left out.
    private mutating func add(_ value: PickleValue, _ name: String, _ reader: PickleReader, depth: Int, keyed: Int) throws {
        if keyed < Self.deepest { try add(value, name, reader, depth: depth) }
    }

    private func joined(_ name: String, _ key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }

    private static func key(_ value: PickleValue) -> String? { value.text ?? value.integer.map(String.init) }
}
