import Foundation

/// One test: a statistic of a candidate, larger for what deserves belief.
///
/// A test is a small value; a new one is a file with one of these and a line in `ClaimStatistics.all`.
protocol ClaimStatistic: Sendable {
    var test: ClaimTest { get }
    /// What must have been measured.
    var needs: Set<ClaimMeasurement> { get }
    /// - Parameter candidate: 0 for what the explanation states.
    func statistic(_ claim: Int, _ candidate: Int, in table: ClaimTable) -> Outcome
}

/// The measurements behind the tests, in the order in which they are made: the cheap and telling ones first.
public enum ClaimMeasurement: String, Sendable, CaseIterable {
    case samples, text, neighbours, reconstructions, scores, priorScores, features, mimic, causes, orders
}

enum ClaimStatistics {
    static let all: [any ClaimStatistic] = [
        ResamplingTest(), ContextTest(), RecurrenceTest(), LikelihoodTest(), SwapTest(), DeletionTest(), InformationTest(), WitnessTest(),
        CausalTest(), DerivableTest(), ShapleyTest()
    ]
}

/// The AV's own posterior over what could stand there: log p(candidate | h) − log Σ p(all candidates | h). The samples estimate the same
/// from few draws; this reads it off.
struct LikelihoodTest: ClaimStatistic {
    let test = ClaimTest.likelihood
    let needs: Set<ClaimMeasurement> = [.scores]

    func statistic(_ claim: Int, _ candidate: Int, in table: ClaimTable) -> Outcome {
        guard table.logs.indices.contains(claim) else { return .undefined("the AV has not scored it") }
        let logs = table.logs[claim]
        guard logs.count > 1 else { return .undefined("nothing else is known that could stand here") }
        return Outcome(logs[candidate] - logs.logSum)
    }
}

/// What the activation adds: log p(claim | h) − log p(claim | mean activation).
struct InformationTest: ClaimStatistic {
    let test = ClaimTest.information
    let needs: Set<ClaimMeasurement> = [.scores, .priorScores]

    func statistic(_ claim: Int, _ candidate: Int, in table: ClaimTable) -> Outcome {
        guard table.logs.indices.contains(claim), table.priorLogs.indices.contains(claim) else {
            return .undefined("no mean activation: there are no other documents")
        }
        return Outcome(table.logs[claim][candidate] - table.priorLogs[claim][candidate])
    }
}

/// Take out of h the direction that the claim adds to AR(z): how much less likely does the AV find the claim?
struct CausalTest: ClaimStatistic {
    let test = ClaimTest.causal
    let needs: Set<ClaimMeasurement> = [.reconstructions, .scores, .causes]

    func statistic(_ claim: Int, _ candidate: Int, in table: ClaimTable) -> Outcome {
        guard table.causalLogs.indices.contains(claim), let without = table.causalLogs[claim][candidate] else {
            return .undefined("the claim adds no direction to what the AR reads")
        }
        return Outcome(table.logs[claim][candidate] - without)
    }
}

extension [Double] {
    /// log Σ exp.
    var logSum: Double {
        guard let highest = self.max(), highest.isFinite else { return -.infinity }
        return highest + log(reduce(0) { $0 + exp($1 - highest) })
    }
}

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

/// Does the stated value reconstruct best, and by how much, in units of what edits without meaning do?
struct SwapTest: ClaimStatistic {
    let test = ClaimTest.swap
    let needs: Set<ClaimMeasurement> = [.reconstructions]

    func statistic(_ claim: Int, _ candidate: Int, in table: ClaimTable) -> Outcome {
        guard let noise = table.noise, table.cosines.indices.contains(claim) else { return .undefined("the AR has not read it") }
        let cosines = table.cosines[claim]
        guard let rival = cosines.indices.filter({ $0 != candidate }).map({ cosines[$0] }).max() else {
            return .undefined("nothing else is known that could stand here")
        }
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
