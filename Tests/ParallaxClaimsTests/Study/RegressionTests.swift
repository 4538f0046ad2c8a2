import Foundation
import TestSupport
import Testing

@testable import ParallaxClaims

@Suite("Regressions behind claims")
struct RegressionTests {
    @Test("groups that share coefficients and deviate from them: numpy's solution")
    func grouped() throws {
        let golden = try StatisticsGoldens.read().logistic
        let regression = GroupedLogistic(
            groups: zip(golden.rows, golden.labels).map { GroupedLogistic.Group(rows: $0, isTrue: $1) }, width: golden.width,
            ownColumns: golden.own_columns,
            penalties: golden.penalties, ownPenalties: golden.own_penalties)
        let fitted = try regression.fit()
        for (mine, theirs) in zip(fitted.shared, golden.shared) { #expect(abs(mine - theirs) < 1e-5) }
        for (mine, theirs) in zip(fitted.own.joined(), golden.own.joined()) { #expect(abs(mine - theirs) < 1e-5) }
        #expect(try regression.fit(from: fitted) == fitted, "the solution is where it stays")
    }

    @Test("without columns of their own groups are one; with one intercept it is the log odds of the share")
    func closedForm() throws {
        let labels = [Bool](repeating: true, count: 30) + [Bool](repeating: false, count: 10)
        let regression = GroupedLogistic(
            groups: [.init(rows: [Double](repeating: 1, count: 40), isTrue: labels)], width: 1, ownColumns: [], penalties: [1e-12],
            ownPenalties: [])
        let intercept = try regression.fit().shared[0]
        #expect(abs(intercept - log(3.0)) < 1e-5)
    }

    @Test("classes that are separated have finite coefficients, because of the ridge")
    func separated() throws {
        let rows: [Double] = (0..<40).flatMap { row -> [Double] in [1, row < 20 ? -50 : 50] }
        let regression = GroupedLogistic(
            groups: [.init(rows: rows, isTrue: (0..<40).map { $0 >= 20 })], width: 2, ownColumns: [0, 1], penalties: [1e-4, 1],
            ownPenalties: [1, 4])
        let fitted = try regression.fit()
        #expect(fitted.shared[1] > 0 && fitted.shared[1] < 10 && fitted.shared[1].isFinite)
    }

    @Test("several values: the softmax regression of numpy")
    func softmax() throws {
        let golden = try StatisticsGoldens.read().softmax
        let regression = SoftmaxRegression(
            rows: golden.rows, labels: golden.labels, width: golden.width, classes: golden.classes, penalty: golden.penalty)
        let solution = regression.solved()
        #expect(abs(regression.objective(solution).value - golden.objective) < 1e-6)
        for (row, expected) in golden.posterior.enumerated() {
            let scores = (0..<golden.classes).map { k in
                (0..<golden.width).reduce(solution[golden.classes * golden.width + k]) {
                    $0 + solution[k * golden.width + $1] * golden.rows[row * golden.width + $1]
                }
            }
            let sum = scores.reduce(0) { $0 + exp($1) }
            for k in 0..<golden.classes { #expect(abs(exp(scores[k]) / sum - expected[k]) < 1e-4) }
        }
    }

    @Test("the gradient is that of the objective")
    func gradient() {
        var noise = MeasureFixtures.Noise(seed: 3)
        let regression = SoftmaxRegression(
            rows: (0..<40).map { _ in noise.normal() }, labels: (0..<10).map { $0 % 3 }, width: 4, classes: 3, penalty: 0.7)
        var place = (0..<15).map { _ in noise.normal() }
        let gradient = regression.objective(place).gradient
        for i in place.indices {
            let middle = place[i]
            place[i] = middle + 1e-5
            let above = regression.objective(place).value
            place[i] = middle - 1e-5
            let below = regression.objective(place).value
            place[i] = middle
            #expect(abs((above - below) / 2e-5 - gradient[i]) < 1e-6)
        }
    }
}
