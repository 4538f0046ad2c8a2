import ParallaxCompute
import ParallaxSession

/// What a session runs on in a test: an inventory, and what background work answers.
struct World: Sendable {
    var inventory: Inventory
    /// Takes a document that the person added.
    var add: @Sendable (OwnDocument) -> Void = { _ in }
    var answer: @Sendable (AnyQuestion) -> [Report]
}

extension World {
    /// A bench's, parts first.
    init(_ bench: any Bench) {
        self.init(inventory: bench.inventory, add: { bench.add($0) }) { question in
            var reports: [Report] = []
            do {
                let answer = try question.answer(on: bench, Cancellation()) { reports.append($0) }
                return reports + [answer]
            } catch {
                return reports + [question.failed(error as? Complaint ?? Complaint("test", expected: "", found: "\(error)", remedy: ""))]
            }
        }
    }
}

extension [AnyQuestion] {
    func contains(_ question: some Question) -> Bool { contains(AnyQuestion(question)) }
}
