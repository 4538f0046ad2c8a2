import Foundation

extension ClaimStudy {
    /// What the verdicts must keep, by the rule that reads no text.
    static func bars(_ basis: Basis, _ differences: [Difference], _ table: VerdictTable) -> [Bar] {
        func share(_ value: Double?) -> String { value.map { String(format: "%.1f %%", $0 * 100) } ?? "none" }
        func passing(_ name: String, _ passing: VerdictTable.Passing, most: Double) -> Bar {
            Bar(name: name, holds: passing.share.map { $0 <= most }, figure: "\(passing.supported) of \(passing.claims), \(share(passing.share))", bar: "at most \(FigureText.percent(most))")
        }
        let called = table.classes.filter { $0.supported > 0 }, below = called.filter { ($0.precision ?? 1) < 0.95 }
        let worst = called.min { ($0.precision ?? 1, $0.className) < ($1.precision ?? 1, $1.className) }
        return [
            Bar(name: "activations never used in training or calibration", holds: basis.activations >= 400, figure: "\(basis.activations)", bar: "400 at least"),
            against("resampling", differences) { $0.within.low.map { $0 > 0 } }.named("the combination beats resampling alone within class", bar: "interval above 0"),
            against(StudyScore.probe.name, differences) { $0.within.value.map { $0 >= -0.03 } }.named("the combination is near a linear probe on h within class", bar: "at most .03 behind"),
            Bar(
                name: "of claims called supported, true, in every class", holds: worst == nil ? nil : below.isEmpty,
                figure: worst.map { "\(share(table.total.precision)) of all; worst class \($0.className) \(share($0.precision)) of \($0.supported)" } ?? "nothing is called supported", bar: "95 % at least"),
            Bar(
                name: "of true claims in classes with 20 to 80 % true, called supported", holds: table.mixed.recall.map { $0 >= 0.5 },
                figure: "\(share(table.mixed.recall)) of \(table.mixed.isTrue)", bar: "50 % at least"),
            passing("of false claims whose fact the probe cannot read, called supported", table.unreadable, most: 0.05),
            Bar(name: "random swaps", holds: basis.swaps >= 1000, figure: "\(basis.swaps)", bar: "1,000 at least"),
            passing("of random swaps, called supported", table.swaps, most: 0.05),
            passing("of best lies, called supported", table.lies, most: 0.10),
        ]
    }

    private static func against(_ second: String, _ differences: [Difference], _ holds: (Difference) -> Bool?) -> Bar {
        guard let difference = differences.first(where: { $0.first == withoutText && $0.second == second && $0.target == .trueOfText }) else {
            return Bar(name: "", holds: nil, figure: "no claim has both", bar: "")
        }
        func signed(_ value: Double?) -> String { value.map { String(format: "%+.3f", $0) } ?? "none" }
        let interval = difference.within.low == nil ? "" : " [\(signed(difference.within.low)), \(signed(difference.within.high))]"
        let (a, b) = (difference.firstWithin.map(FigureText.short) ?? "none", difference.secondWithin.map(FigureText.short) ?? "none")
        return Bar(name: "", holds: holds(difference), figure: "\(signed(difference.within.value))\(interval): \(a) and \(b), \(difference.claims) claims", bar: "")
    }
}

extension ClaimStudy.Bar {
    fileprivate func named(_ name: String, bar: String) -> ClaimStudy.Bar { ClaimStudy.Bar(name: name, holds: holds, figure: figure, bar: bar) }

    /// "holds: 97.2 % (95 % at least)"
    public var sentence: String { "\(holds.map { $0 ? "holds" : "does not hold" } ?? "cannot be told"): \(name): \(figure) (\(bar))" }
}
