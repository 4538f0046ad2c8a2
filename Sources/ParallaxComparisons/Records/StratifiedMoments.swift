/// The moments of a document's vectors, or of a set's, by the place of their tokens.
struct StratifiedMoments: Sendable, Equatable {
    let width: Int
    private var parts: [Stratum: Moments] = [:]

    init(width: Int) { self.width = width }

    /// Of no rows where there is no token.
    subscript(stratum: Stratum) -> Moments {
        get { parts[stratum] ?? Moments(width: width) }
        _modify {
            var own = parts.removeValue(forKey: stratum) ?? Moments(width: width)
            defer { parts[stratum] = own }
            yield &own
        }
    }

    /// Places that have rows, in their order.
    var strata: [Stratum] { Stratum.allCases.filter { parts[$0].map { $0.count > 0 } ?? false } }

    /// Rows of each place that has any.
    var counts: [Stratum: Int] { parts.compactMapValues { $0.count > 0 ? $0.count : nil } }

    /// Of all tokens that the headline counts.
    var headline: Moments {
        var all = Moments(width: width)
        for stratum in strata where stratum.isInHeadline { all.merge(self[stratum]) }
        return all
    }

    /// Adds all rows behind `other`.
    mutating func merge(_ other: StratifiedMoments) {
        for stratum in other.strata { self[stratum].merge(other[stratum]) }
    }
}
