/// A value as the key of a mapping. Its hash is made once, when it is paid; keys with different hashes are never compared by their bytes.
struct JinjaKey: Hashable, Sendable {
    private enum Content: Sendable {
        case none, undefined
        case integer(Int)
        /// A number that is not whole.
        case number(Double)
        case string(String)
        case list([JinjaKey])
        case function(JinjaFunction)
        case object(ObjectIdentifier)
    }

    private let content: Content
    private let hash: Int
    /// Bytes that the key keeps on the heap.
    let heapBytes: Int
    /// Parts of a tuple that is a key.
    private static let mostParts = 1000

    init(_ value: JinjaValue, _ allowance: JinjaAllowance) throws {
        var parts = 0
        try self.init(value, allowance, &parts)
    }

    /// The key of an attribute that the template's source names.
    init(name: String) {
        content = .string(name)
        hash = Self.hash(of: name)
        heapBytes = 0
    }

    private init(_ value: JinjaValue, _ allowance: JinjaAllowance, _ parts: inout Int) throws {
        parts += 1
        guard parts <= Self.mostParts else { throw allowance.refused("a key of at most \(Self.mostParts) parts", "a larger one") }
        try allowance.spend(JinjaPrice.comparison)
        var heapBytes = 0
        switch value {
        case .undefined: content = .undefined
        case .none: content = .none
        case .bool(let flag): content = .integer(flag ? 1 : 0)
        case .integer(let number): content = .integer(number)
        case .number(let number): content = Int(exactly: number).map { .integer($0) } ?? .number(number)
        case .string(let text):
            // Hashed now, compared once when it is found.
            try allowance.spend(2 * JinjaPrice.scanned, times: text.byteCount)
            content = .string(try text.output(allowance))
            heapBytes = text.byteCount
        case .list(let list) where list.form.isTuple:
            let keys = try list.elements().map { try JinjaKey($0, allowance, &parts) }
            content = .list(keys)
            heapBytes = keys.reduce(64 * list.count) { $0 + $1.heapBytes }
        case .namespace(let object): content = .object(ObjectIdentifier(object))
        case .loop(let object): content = .object(ObjectIdentifier(object))
        case .macro(let object): content = .object(ObjectIdentifier(object))
        case .caller(let object): content = .object(ObjectIdentifier(object))
        case .method(let object): content = .object(ObjectIdentifier(object))
        case .function(let function): content = .function(function)
        case .mapping, .list: throw allowance.refused("a key that Python can hash", value.kind)
        }
        self.heapBytes = heapBytes
        switch content {
        case .none: hash = 1
        case .undefined: hash = 2
        case .integer(let number): hash = number.hashValue
        case .number(let number): hash = number.isNaN ? 3 : number.hashValue
        case .string(let text): hash = Self.hash(of: text)
        case .list(let keys): hash = keys.map(\.hash).hashValue
        case .function(let function): hash = function.hashValue
        case .object(let object): hash = object.hashValue
        }
    }

    private static func hash(of text: String) -> Int {
        var hasher = Hasher()
        func combine(_ bytes: UnsafeBufferPointer<UInt8>) { hasher.combine(bytes: UnsafeRawBufferPointer(bytes)) }
        if text.utf8.withContiguousStorageIfAvailable(combine) == nil { Array(text.utf8).withUnsafeBufferPointer(combine) }
        return hasher.finalize()
    }

    func hash(into hasher: inout Hasher) { hasher.combine(hash) }

    static func == (left: JinjaKey, right: JinjaKey) -> Bool {
        guard left.hash == right.hash else { return false }
        switch (left.content, right.content) {
        case (.none, .none), (.undefined, .undefined): return true
        case (.integer(let left), .integer(let right)): return left == right
        // As in Python, a number that is none is found again.
        case (.number(let left), .number(let right)): return left == right || left.isNaN && right.isNaN
        case (.string(let left), .string(let right)): return left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8)
        case (.list(let left), .list(let right)): return left == right
        case (.function(let left), .function(let right)): return left == right
        case (.object(let left), .object(let right)): return left == right
        default: return false
        }
    }
}
