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

    mutating func set(_ name: JinjaName, _ value: JinjaValue) throws { try set(name.key, .string(JinjaString(foreign: name.word.text, allowance)), value) }

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
