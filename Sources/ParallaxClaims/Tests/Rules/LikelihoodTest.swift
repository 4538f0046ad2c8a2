import Foundation

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
        guard table.logs.indices.contains(claim), table.priorLogs.indices.contains(claim) else { return .undefined("no mean activation: there are no other documents") }
        return Outcome(table.logs[claim][candidate] - table.priorLogs[claim][candidate])
    }
}

/// Take out of h the direction that the claim adds to AR(z): how much less likely does the AV find the claim?
struct CausalTest: ClaimStatistic {
    let test = ClaimTest.causal
    let needs: Set<ClaimMeasurement> = [.reconstructions, .scores, .causes]

    func statistic(_ claim: Int, _ candidate: Int, in table: ClaimTable) -> Outcome {
        guard table.causalLogs.indices.contains(claim), let without = table.causalLogs[claim][candidate] else { return .undefined("the claim adds no direction to what the AR reads") }
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
