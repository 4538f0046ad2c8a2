/// The thresholds of every class.
public struct ClaimThresholds: Sendable, Equatable, Codable {
    public struct OfClass: Sendable, Equatable, Codable {
        public let name: String
        public let supported: ClaimThreshold
        public let unsupported: ClaimThreshold
    }

    public let classes: [OfClass]

    /// nil for a class that the calibration has never seen.
    public subscript(className: String) -> OfClass? { classes.first { $0.name == className } }

    /// A class with too few claims, swaps or lies takes the thresholds of all such classes together.
    /// - Parameter searches: one a class, named once each.
    init(_ searches: [ThresholdSearch]) {
        let supported = Self.pooling(searches, where: { $0.tooFewToSupport != nil }, find: { $0.supported() })
        let unsupported = Self.pooling(searches, where: { $0.tooFewToRefuse != nil }, find: { $0.unsupported() })
        classes = zip(searches, zip(supported, unsupported)).map { OfClass(name: $0.classes.first ?? "", supported: $1.0, unsupported: $1.1) }
    }

    private static func pooling(
        _ searches: [ThresholdSearch], where isSmall: (ThresholdSearch) -> Bool, find: (ThresholdSearch) -> ClaimThreshold
    ) -> [ClaimThreshold] {
        let small = searches.filter(isSmall)
        let together = small.first.map { first in
            find(ThresholdSearch(
                options: first.options, written: small.flatMap(\.written), swaps: small.flatMap(\.swaps), lies: small.flatMap(\.lies), classes: small.flatMap(\.classes)))
        }
        return searches.map { search in
            guard isSmall(search), let together else { return find(search) }
            return together
        }
    }

    var isSound: Bool { classes.allSatisfy { $0.supported.isSound && $0.unsupported.isSound } && Set(classes.map(\.name)).count == classes.count }
}
