/// In how many of K samples at temperature 1 is it said? An AV that reads it from h says it again.
struct ResamplingTest: ClaimStatistic {
    let test = ClaimTest.resampling
    let needs: Set<ClaimMeasurement> = [.samples]

    func statistic(_ claim: Int, _ candidate: Int, in table: ClaimTable) -> Outcome {
        guard !table.samples.isEmpty else { return .undefined("no other samples") }
        return .value(table.samples.share(stating: table.candidates[claim][candidate].sought))
    }
}

/// In how many of the explanations of neighbouring positions, less what another document's explanation gives: what h holds of the text,
/// its neighbours mostly hold too.
struct RecurrenceTest: ClaimStatistic {
    let test = ClaimTest.recurrence
    let needs: Set<ClaimMeasurement> = [.neighbours]

    func statistic(_ claim: Int, _ candidate: Int, in table: ClaimTable) -> Outcome {
        guard !table.neighbours.isEmpty else { return .undefined("no explanations of neighbouring positions") }
        let sought = table.candidates[claim][candidate].sought
        return .value(table.neighbours.share(stating: sought) - (table.elsewhere.isEmpty ? 0 : table.elsewhere.share(stating: sought)))
    }
}

/// Does the visible text hold it?
struct ContextTest: ClaimStatistic {
    let test = ClaimTest.context
    let needs: Set<ClaimMeasurement> = [.text]

    func statistic(_ claim: Int, _ candidate: Int, in table: ClaimTable) -> Outcome {
        guard let text = table.visibleText else { return .undefined("the document's text is not known") }
        return .value(text.share(of: table.candidates[claim][candidate].sought))
    }
}

/// Would a writer who saw only the text say it?
struct DerivableTest: ClaimStatistic {
    let test = ClaimTest.derivable
    let needs: Set<ClaimMeasurement> = [.mimic]

    func statistic(_ claim: Int, _ candidate: Int, in table: ClaimTable) -> Outcome {
        guard let mimic = table.mimic else { return .undefined("no text written without the activation") }
        return .value(mimic.states(table.candidates[claim][candidate].sought) ? 1 : 0)
    }
}

extension [StatedClaims] {
    func share(stating sought: SoughtClaim) -> Double {
        isEmpty ? 0 : Double(count { $0.states(sought) }) / Double(count)
    }
}
