import Foundation
import TestSupport
import ParallaxClaims

/// Claims that were drawn from known laws, for tests of calibration and verdicts.
///
/// Each class has a share of true claims, and says how far apart the statistics of true and false ones lie.
struct ClaimWorld {
    struct Class {
        var name: String
        var kind = ClaimKind.entity
        var shareTrue: Double
        /// Distance of true from false claims, in standard deviations of the log odds that statistics carry; 0 tells nothing.
        var separation: Double
        /// Share of positions that claim something of it.
        var frequency = 1.0
    }

    static let classes = [
        Class(name: "genre", kind: .theme, shareTrue: 0.97, separation: 6),
        Class(name: "topic", kind: .theme, shareTrue: 0.6, separation: 2.5),
        Class(name: "mood", kind: .detail, shareTrue: 0.13, separation: 0),
        Class(name: "rare", shareTrue: 0.7, separation: 5, frequency: 0.02)
    ]

    var noise: MeasureFixtures.Noise
    var samples = 16

    init(seed: UInt64) { noise = MeasureFixtures.Noise(seed: seed) }

    /// Written claims of `documents` documents with `positions` positions each, and for each a random swap and a best lie.
    mutating func cases(documents: Int, positions: Int = 10, prefix: String = "doc", classes: [Class] = ClaimWorld.classes) -> [ClaimCase] {
        var result: [ClaimCase] = []
        for document in 0..<documents {
            for position in 0..<positions {
                for kind in classes where noise.uniform() < kind.frequency {
                    let isTrue = noise.uniform() < kind.shareTrue
                    func add(_ source: ClaimCase.Source, _ statistics: [Double?], _ isTrue: Bool) {
                        result.append(
                            ClaimCase(
                                document: "\(prefix) \(document)", position: position, source: source, className: kind.name,
                                kind: kind.kind, value: "\(source)", statistics: statistics,
                                isTrue: isTrue))
                    }
                    add(.written, statistics(strength: (isTrue ? 0.5 : -0.5) * kind.separation), isTrue)
                    // Nobody samples a random other value; a lie that the AR likes scores well there and nowhere else.
                    add(.randomSwap, statistics(strength: -3.5), false)
                    var lie = statistics(strength: -3)
                    lie[Self.place(.swap)] = 6 + noise.normal()
                    add(.bestLie, lie, false)
                }
            }
        }
        return result
    }

    static func place(_ test: ClaimTest) -> Int { ClaimTest.allCases.firstIndex(of: test) ?? 0 }

    /// Three tests that see the same thing with noise of their own, one that sees nothing, and one that reads the text.
    private mutating func statistics(strength: Double) -> [Double?] {
        var result = [Double?](repeating: nil, count: ClaimTest.allCases.count)
        let share = 1 / (1 + exp(-(strength + noise.normal())))
        result[Self.place(.resampling)] = (share * Double(samples)).rounded() / Double(samples)
        result[Self.place(.likelihood)] = -log1p(exp(-(strength + noise.normal())))
        result[Self.place(.swap)] = 2 * (strength + noise.normal())
        result[Self.place(.recurrence)] = noise.uniform()
        result[Self.place(.context)] = strength + 3 * noise.normal() > 0 ? 1 : 0
        return result
    }
}
