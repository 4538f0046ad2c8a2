/// One class of claims: how its sentences are recognised and what they may state.
public struct ClaimClass: Sendable, Equatable {
    /// Values that may stand for each other without another sentence becoming false: "a lost key", "a lost lantern".
    public struct Family: Sendable, Equatable {
        public let name: String
        public let values: [String]

        public init(name: String = "", values: [String]) {
            self.name = name
            self.values = values
        }
    }

    public let name: String
    public let kind: ClaimKind
    public let forms: [ClaimForm]
    /// A plain list is one family; none where anything may be stated and nothing is known beforehand.
    public let families: [Family]
    /// Whether only the listed values make a sentence of a form one of this class.
    public let isClosed: Bool
    /// For sentences that no form reads; one is enough.
    public let conditions: [ClaimCondition]

    private let known: Set<String>

    public init(name: String, kind: ClaimKind, forms: [ClaimForm] = [], families: [Family] = [], isClosed: Bool = false, conditions: [ClaimCondition] = []) {
        self.name = name
        self.kind = kind
        self.forms = forms
        self.families = families
        self.isClosed = isClosed
        self.conditions = conditions
        known = isClosed ? Set(families.flatMap(\.values)) : []
    }

    /// Whether a form of this class may state it.
    public func accepts(_ value: String) -> Bool { !isClosed || known.contains(value) }

    /// The values that may stand in the place of one: those of its family, all where it is in none.
    public func companions(of value: String) -> [String] {
        families.first { $0.values.contains(value) }?.values ?? families.flatMap(\.values)
    }
}
