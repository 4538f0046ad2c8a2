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

/// A dictionary that keeps the order of its keys, as Python's: 1, 1.0 and True are one key.
struct JinjaTable {
    private var keys: [JinjaValue] = []
    private var values: [JinjaValue] = []
    private var places: [JinjaKey: Int] = [:]
    /// One more than that of the deepest key or value.
    private(set) var depth = 1
    private var holding: JinjaHolding
    private let allowance: JinjaAllowance
    /// Bytes of an entry: key, value, and the key again in an index that is half empty.
    private static let entrySize = 224

    init(_ allowance: JinjaAllowance) throws {
        self.allowance = allowance
        holding = try JinjaHolding(192, allowance)
    }

    init(_ entries: [(key: JinjaValue, value: JinjaValue)], _ allowance: JinjaAllowance) throws {
        try self.init(allowance)
        for (key, value) in entries { try set(key, value) }
    }

    var count: Int { keys.count }

    /// The value of a key, which was paid when it was made.
    subscript(key: JinjaKey) -> JinjaValue? { places[key].map { values[$0] } }

    func value(of key: JinjaValue) throws -> JinjaValue? { self[try JinjaKey(key, allowance)] }

    mutating func set(_ key: JinjaValue, _ value: JinjaValue) throws { try set(JinjaKey(key, allowance), key, value) }

    mutating func set(_ name: JinjaName, _ value: JinjaValue) throws {
        try set(name.key, .string(JinjaString(foreign: name.word.text, allowance)), value)
    }

    private mutating func set(_ index: JinjaKey, _ key: JinjaValue, _ value: JinjaValue) throws {
        try allowance.spend(4 * JinjaPrice.comparison)
        if !isKnownUniquelyReferenced(&holding) {
            // The entries are about to be copied.
            try allowance.spend(JinjaPrice.element, times: 4 * count)
            holding = try JinjaHolding(192 + count * Self.entrySize, allowance)
        }
        if let place = places[index] {
            values[place] = value
        } else {
            try holding.grow(by: Self.entrySize + index.heapBytes)
            places[index] = keys.count
            keys.append(key)
            values.append(value)
        }
        depth = max(depth, key.depth + 1, value.depth + 1)
        try JinjaList.check(depth, allowance)
    }

    /// Lets go of everything, so that what holds itself ends.
    mutating func removeAll() { (keys, values, places) = ([], [], [:]) }

    func keyList(form: JinjaList.Form = .list) throws -> JinjaList { try JinjaList(keys, form: form, allowance) }
    func valueList() throws -> JinjaList { try JinjaList(values, form: .values, allowance) }

    /// All entries in their order, paid for one pass.
    func entries() throws -> [(key: JinjaValue, value: JinjaValue)] {
        try allowance.spend(JinjaPrice.element, times: 2 * count)
        return zip(keys, values).map { (key: $0, value: $1) }
    }

    /// The entries as pairs.
    func pairs() throws -> [JinjaValue] { try entries().map { .list(try JinjaList([$0.key, $0.value], form: .tuple, allowance)) } }

    func equals(_ other: JinjaTable, _ allowance: JinjaAllowance) throws -> Bool {
        guard count == other.count else { return false }
        for (key, place) in places {
            try allowance.spend(JinjaPrice.element)
            try allowance.spend(JinjaPrice.scanned, times: key.heapBytes)
            guard let value = other[key], try values[place].equals(value, allowance) else { return false }
        }
        return true
    }
}

/// A mapping, which never changes.
final class JinjaMapping {
    let table: JinjaTable

    init(_ table: JinjaTable) { self.table = table }
}
