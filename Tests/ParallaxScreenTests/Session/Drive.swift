import ParallaxCompute
import ParallaxSession

/// A state and the questions that it has open, driven by hand.
struct Drive {
    var state: SessionState
    var open: [AnyQuestion] = []
    var added: [OwnDocument] = []
    private let world: World

    init(_ world: World = Fixture.world, cache: CacheBudget = .standard) {
        self.world = world
        state = SessionState(inventory: world.inventory, cache: cache)
        follow(state.reconcile())
    }

    /// A session on real checkpoints: questions are answered by a bench, parts first.
    init(_ bench: ModelBench) { self.init(World(bench)) }

    mutating func send(_ action: Action) { follow(state.update(action)) }

    mutating func send(_ commands: Command...) {
        for command in commands { send(.command(command)) }
    }

    /// The world answers one question.
    mutating func answer(_ question: AnyQuestion) {
        open.removeAll { $0 == question }
        for report in world.answer(question) { send(.report(report)) }
    }

    mutating func answer(_ question: some Question) { answer(AnyQuestion(question)) }

    /// The world fails at one question.
    mutating func fail(_ question: AnyQuestion, _ complaint: Complaint) {
        open.removeAll { $0 == question }
        send(.report(question.failed(complaint)))
    }

    mutating func fail(_ question: some Question, _ complaint: Complaint) { fail(AnyQuestion(question), complaint) }

    /// Answers everything that is open until nothing is.
    mutating func settle() {
        var rounds = 0
        while let question = open.first, rounds < 1000 {
            rounds += 1
            answer(question)
        }
    }

    private mutating func follow(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .start(let question): open.append(question)
            case .cancel(let question): open.removeAll { $0 == question }
            case .add(let document):
                added.append(document)
                world.add(document)
            case .quit: break
            }
        }
    }
}
