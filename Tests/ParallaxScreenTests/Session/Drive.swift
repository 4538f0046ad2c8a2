import ParallaxCompute
import ParallaxSession

/// A state and the requests that it has open, driven by hand.
struct Drive {
    var state: SessionState
    var open: [Request] = []
    var added: [OwnDocument] = []
    private let world: World

    init(_ world: World = Fixture.world, cache: CacheBudget = .standard) {
        self.world = world
        state = SessionState(inventory: world.inventory, cache: cache)
        follow(state.reconcile())
    }

    /// A session on real checkpoints: requests are answered by a bench, partial answers first.
    init(_ bench: Bench) {
        self.init(World(inventory: bench.inventory, add: { bench.add($0) }) { request in
            var reports: [Report] = []
            do {
                let answer = try bench.answer(request, Cancellation()) { reports.append(Report(request, .partial($0))) }
                return reports + [Report(request, .finished(answer))]
            } catch {
                return reports + [Report(request, .failed(error as? Complaint ?? Complaint("test", expected: "", found: "\(error)", remedy: "")))]
            }
        })
    }

    mutating func send(_ action: Action) { follow(state.update(action)) }

    mutating func send(_ commands: Command...) {
        for command in commands { send(.command(command)) }
    }

    /// The world answers one request.
    mutating func answer(_ request: Request) {
        open.removeAll { $0 == request }
        for report in world.answer(request) { send(.report(report)) }
    }

    /// The world fails at one request.
    mutating func fail(_ request: Request, _ complaint: Complaint) {
        open.removeAll { $0 == request }
        send(.report(Report(request, .failed(complaint))))
    }

    /// Answers everything that is open until nothing is.
    mutating func settle() {
        var rounds = 0
        while let request = open.first, rounds < 1000 {
            rounds += 1
            answer(request)
        }
    }

    private mutating func follow(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .start(let request): open.append(request)
            case .cancel(let request): open.removeAll { $0 == request }
            case .add(let document):
                added.append(document)
                world.add(document)
            case .quit: break
            }
        }
    }
}
