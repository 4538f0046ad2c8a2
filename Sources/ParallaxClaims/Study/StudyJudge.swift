/// Verdicts on the cases of a study: written claims with all claims of their explanation, swaps and lies in the place of a claim of their class.
struct StudyJudge {
    private struct Place: Hashable {
        let document: String
        let position: Int
    }

    let calibration: ClaimCalibration
    private let written: [ClaimCase]
    private let pages: [Place: [ClaimCase]]

    init(_ cases: [ClaimCase], calibration: ClaimCalibration) {
        self.calibration = calibration
        written = cases.filter { $0.source == .written }
        pages = Dictionary(grouping: written) { Place(document: $0.document, position: $0.position) }
    }

    /// Of every written claim, in order.
    func verdicts(usesText: Bool) -> [ClaimVerdict.Support] {
        var supports = pages.mapValues { ClaimVerdicts.page($0.map(ClaimFinding.init), calibration: calibration, usesText: usesText).map(\.support)[...] }
        return written.map { claim in supports[Place(document: claim.document, position: claim.position)]?.popFirst() ?? .unresolved }
    }

    /// Of a claim that nobody wrote: the others of the page stay, the first of its own class makes room.
    func verdict(on claim: ClaimCase, usesText: Bool) -> ClaimVerdict.Support {
        var page = pages[Place(document: claim.document, position: claim.position)] ?? []
        let place = page.firstIndex { $0.className == claim.className } ?? page.count
        if place < page.count { page[place] = claim } else { page.append(claim) }
        return ClaimVerdicts.page(page.map(ClaimFinding.init), calibration: calibration, usesText: usesText)[place].support
    }

    /// A rule that looks at nothing but what share of a class was true in calibration.
    func byClassAlone(_ className: String) -> ClaimVerdict.Support {
        guard let count = calibration.classes.first(where: { $0.name == className }), count.written > 0 else { return .unresolved }
        let share = Double(count.isTrue) / Double(count.written)
        if share >= calibration.options.supportedTrue { return .supported }
        return 1 - share >= calibration.options.unsupportedFalse ? .unsupported : .unresolved
    }
}
