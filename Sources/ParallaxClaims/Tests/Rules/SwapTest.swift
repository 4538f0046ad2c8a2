/// Does the stated value reconstruct best, and by how much, in units of what edits without meaning do?
struct SwapTest: ClaimStatistic {
    let test = ClaimTest.swap
    let needs: Set<ClaimMeasurement> = [.reconstructions]

    func statistic(_ claim: Int, _ candidate: Int, in table: ClaimTable) -> Outcome {
        guard let noise = table.noise, table.cosines.indices.contains(claim) else { return .undefined("the AR has not read it") }
        let cosines = table.cosines[claim]
        guard let rival = cosines.indices.filter({ $0 != candidate }).map({ cosines[$0] }).max() else { return .undefined("nothing else is known that could stand here") }
        return Outcome((cosines[candidate] - rival) / noise)
    }
}

/// What the reconstruction loses without the claim, in the same units.
struct DeletionTest: ClaimStatistic {
    let test = ClaimTest.deletion
    let needs: Set<ClaimMeasurement> = [.reconstructions]

    func statistic(_ claim: Int, _ candidate: Int, in table: ClaimTable) -> Outcome {
        guard let noise = table.noise, table.cosines.indices.contains(claim) else { return .undefined("the AR has not read it") }
        return Outcome((table.cosines[claim][candidate] - table.without[claim]) / noise)
    }
}

/// Of the features that the claim brings in, how much is active in h? Unknown is not false.
struct WitnessTest: ClaimStatistic {
    let test = ClaimTest.witness
    let needs: Set<ClaimMeasurement> = [.reconstructions, .features]

    func statistic(_ claim: Int, _ candidate: Int, in table: ClaimTable) -> Outcome {
        table.witnesses.indices.contains(claim) ? table.witnesses[claim][candidate] : .undefined("no dictionary at this site")
    }
}

/// The mean of what the claim adds to cos(AR, h) over all orders in which the claims could be put together.
struct ShapleyTest: ClaimStatistic {
    let test = ClaimTest.shapley
    let needs: Set<ClaimMeasurement> = [.orders]

    func statistic(_ claim: Int, _ candidate: Int, in table: ClaimTable) -> Outcome {
        guard candidate == 0, table.shapley.indices.contains(claim) else { return .undefined("made for what the explanation states only") }
        return Outcome(table.shapley[claim])
    }
}
