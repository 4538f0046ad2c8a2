/// What a rule says of claims, beside the truth.
public struct VerdictTable: Sendable, Equatable, Encodable {
    public struct Row: Sendable, Equatable, Encodable {
        public let className: String
        public let claims: Int
        public let isTrue: Int
        public let supported: Int
        public let supportedTrue: Int
        public let unsupported: Int
        public let unsupportedFalse: Int
        /// 95 % confidence interval of the precision of supported (`BinomialBound`, corrected for documents).
        public let precisionLow: Double?
        public let precisionHigh: Double?

        public var unresolved: Int { claims - supported - unsupported }
        public var shareTrue: Double { Double(isTrue) / Double(max(1, claims)) }
        /// Of claims called supported, how many are true; nil where none is.
        public var precision: Double? { supported > 0 ? Double(supportedTrue) / Double(supported) : nil }
        /// Of true claims, how many are called supported.
        public var recall: Double? { isTrue > 0 ? Double(supportedTrue) / Double(isTrue) : nil }
        public var unsupportedPrecision: Double? { unsupported > 0 ? Double(unsupportedFalse) / Double(unsupported) : nil }
    }

    /// Claims called supported out of all.
    public struct Passing: Sendable, Equatable, Encodable {
        public let claims: Int
        public let supported: Int
        public var share: Double? { claims > 0 ? Double(supported) / Double(claims) : nil }
    }

    public let rule: String
    /// One a class, by name.
    public let classes: [Row]
    /// All claims.
    public let total: Row
    /// Classes of which 20 to 80 % of the claims are true, together.
    public let mixed: Row
    /// False claims of facts that the probe cannot read.
    public let unreadable: Passing
    public let swaps: Passing
    public let lies: Passing

    /// - Parameters:
    ///   - judged: claims of known truth with what the rule says.
    ///   - unreadable: classes whose fact the probe cannot read.
    init(
        rule: String, judged: [(claim: ClaimCase, support: ClaimVerdict.Support)], swaps: [ClaimVerdict.Support],
        lies: [ClaimVerdict.Support], unreadable: Set<String>
    ) {
        self.rule = rule
        let groups = Dictionary(grouping: judged, by: \.claim.className)
        classes = groups.keys.sorted().map { Self.row($0, groups[$0] ?? []) }
        total = Self.row("all", judged)
        let mixed = Set(classes.filter { (0.2...0.8).contains($0.shareTrue) }.map(\.className))
        self.mixed = Self.row("classes with 20 to 80 % true", judged.filter { mixed.contains($0.claim.className) })
        self.unreadable = Self.passing(judged.filter { $0.claim.isTrue == false && unreadable.contains($0.claim.className) }.map(\.support))
        self.swaps = Self.passing(swaps)
        self.lies = Self.passing(lies)
    }

    private static func passing(_ verdicts: [ClaimVerdict.Support]) -> Passing {
        Passing(claims: verdicts.count, supported: verdicts.count { $0 == .supported })
    }

    private static func row(_ name: String, _ judged: [(claim: ClaimCase, support: ClaimVerdict.Support)]) -> Row {
        let supported = judged.filter { $0.support == .supported }, unsupported = judged.filter { $0.support == .unsupported }
        let right = supported.count { $0.claim.isTrue == true }
        let documents = Dictionary(grouping: supported, by: \.claim.unit).values.map {
            (successes: $0.count { $0.claim.isTrue == true }, count: $0.count)
        }
        let effect = BinomialBound.designEffect(documents), n = Double(supported.count) / effect, hits = Double(right) / effect
        return Row(
            className: name, claims: judged.count, isTrue: judged.count { $0.claim.isTrue == true }, supported: supported.count,
            supportedTrue: right, unsupported: unsupported.count,
            unsupportedFalse: unsupported.count { $0.claim.isTrue == false },
            precisionLow: supported.isEmpty ? nil : BinomialBound.lower(successes: hits, count: n, level: 0.975),
            precisionHigh: supported.isEmpty ? nil : BinomialBound.upper(successes: hits, count: n, level: 0.975))
    }
}
