/// A list, a tuple or what else Python goes through, while a template runs; it never changes, as in transformers' sandbox.
final class JinjaList: JinjaHolding {
    /// What Python has in this place: they print and compare differently.
    enum Form: Equatable {
        case list, tuple
        /// What a mapping's methods give.
        case keys, values, items
        case range(start: Int, stop: Int, step: Int)
        /// A tuple of a value and the elements that have it, under names.
        case group

        var isTuple: Bool { self == .tuple || self == .group }
        var isList: Bool { self == .list }
        /// A view of a mapping's entries has no places.
        var isView: Bool { self == .keys || self == .values || self == .items }
    }

    private let values: [JinjaValue]
    let form: Form
    /// One more than that of the deepest element.
    let depth: Int
    /// Bytes of one element, with the room that a growing list keeps free.
    fileprivate static let elementSize = 48
    static let deepest = 50

    fileprivate init(_ values: [JinjaValue], _ form: Form, depth: Int, _ allowance: JinjaAllowance) throws {
        self.values = values
        self.form = form
        self.depth = depth
        try super.init(96 + Self.elementSize * values.count, allowance)
        try Self.check(depth, allowance)
    }

    /// A list of values that lie ready.
    convenience init(_ values: [JinjaValue], form: Form = .list, _ allowance: JinjaAllowance) throws {
        try allowance.spend(JinjaPrice.look, times: 12 + values.count)
        try self.init(values, form, depth: values.reduce(0) { max($0, $1.depth) } + 1, allowance)
    }

    /// The same elements as a list.
    func list() throws -> JinjaList { form.isList ? self : try JinjaList(values, allowance) }

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
        guard count == other.count, form == other.form || form.isTuple && other.form.isTuple else { return false }
        if self === other { return true }
        for (left, right) in zip(values, other.values) where try !left.equals(right, allowance) { return false }
        return true
    }

    func joined(with other: JinjaList) throws -> JinjaList {
        let room = try JinjaHolding(Self.elementSize * (count + other.count), allowance)
        defer { withExtendedLifetime(room) {} }
        return try JinjaList(try elements() + other.elements(), form: form.isTuple ? .tuple : .list, allowance)
    }

    /// Python's `list * count`.
    func repeated(_ times: Int) throws -> JinjaList {
        let (total, overflows) = count.multipliedReportingOverflow(by: max(0, times))
        let (bytes, isTooMuch) = total.multipliedReportingOverflow(by: 2 * Self.elementSize)
        let room = try JinjaHolding(overflows || isTooMuch ? .max : bytes, allowance)
        defer { withExtendedLifetime(room) {} }
        try allowance.spend(JinjaPrice.element, times: total)
        return try JinjaList(Array(repeatElement(values, count: max(0, times)).joined()), form: form.isTuple ? .tuple : .list, allowance)
    }

    /// Which of two comes first in Python's order: that of their first different elements.
    func precedes(_ other: JinjaList, _ isLess: (JinjaValue, JinjaValue) throws -> Bool) throws -> Bool {
        for (left, right) in zip(values, other.values) where try !left.equals(right, allowance) { return try isLess(left, right) }
        return count < other.count
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

    consuming func finish(reversed: Bool = false, form: JinjaList.Form = .list) throws -> JinjaList {
        allowance.release(JinjaList.elementSize * values.count)
        if reversed { values.reverse() }
        return try JinjaList(values, form: form, allowance)
    }
}
