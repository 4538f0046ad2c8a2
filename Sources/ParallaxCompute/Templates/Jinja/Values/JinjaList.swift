/// A list or a tuple while a template runs; it never changes, as in transformers' sandbox.
final class JinjaList: JinjaHolding {
    private let values: [JinjaValue]
    /// One more than that of the deepest element.
    let depth: Int
    /// Bytes of one element, with the room that a growing list keeps free.
    fileprivate static let elementSize = 48
    static let deepest = 50

    fileprivate init(_ values: [JinjaValue], depth: Int, _ allowance: JinjaAllowance) throws {
        self.values = values
        self.depth = depth
        try super.init(96 + Self.elementSize * values.count, allowance)
        try Self.check(depth, allowance)
    }

    /// A list of values that lie ready.
    convenience init(_ values: [JinjaValue], _ allowance: JinjaAllowance) throws {
        try allowance.spend(JinjaPrice.look, times: 12 + values.count)
        try self.init(values, depth: values.reduce(0) { max($0, $1.depth) } + 1, allowance)
    }

    static func check(_ depth: Int, _ allowance: JinjaAllowance) throws {
        guard depth <= deepest else { throw allowance.refused("values of at most \(deepest) levels", "a deeper one") }
    }

    var count: Int { values.count }

    /// The element at a place; nil where there is none.
    subscript(place: Int) -> JinjaValue? { values.indices.contains(place) ? values[place] : nil }

    /// All elements, paid for one pass.
    func elements() throws -> [JinjaValue] {
        try allowance.spend(JinjaPrice.look, times: values.count)
        return values
    }

    func equals(_ other: JinjaList, _ allowance: JinjaAllowance) throws -> Bool {
        guard count == other.count else { return false }
        if self === other { return true }
        for (left, right) in zip(values, other.values) where try !left.equals(right, allowance) { return false }
        return true
    }

    func joined(with other: JinjaList) throws -> JinjaList {
        let room = try JinjaHolding(Self.elementSize * (count + other.count), allowance)
        defer { withExtendedLifetime(room) {} }
        return try JinjaList(try elements() + other.elements(), allowance)
    }

    func contains(_ value: JinjaValue) throws -> Bool { try values.contains { try $0.equals(value, allowance) } }
}

/// Makes a list element by element: for lists that are longer than what they are made of.
struct JinjaListBuilder {
    private var values: [JinjaValue] = []
    private let allowance: JinjaAllowance

    init(_ allowance: JinjaAllowance) { self.allowance = allowance }

    mutating func append(_ value: JinjaValue) throws {
        try allowance.spend(JinjaPrice.element)
        try allowance.hold(JinjaList.elementSize)
        values.append(value)
    }

    consuming func finish(reversed: Bool = false) throws -> JinjaList {
        allowance.release(JinjaList.elementSize * values.count)
        if reversed { values.reverse() }
        return try JinjaList(values, allowance)
    }
}
