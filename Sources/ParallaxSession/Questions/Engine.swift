import CCrash
import Dispatch
import ParallaxCompute
import Synchronization

/// What an update asks of the world outside, as a value.
public enum Effect: Equatable, Sendable {
    /// Comes before any question about the document.
    case add(OwnDocument)
    case start(AnyQuestion)
    case cancel(AnyQuestion)
    case quit
}

/// Carries effects out: each question on its lane, off the caller's thread, with a flag that cancels it.
///
/// It decides nothing. What is wanted is the state's business; a cancelled job says nothing more, and what comes too late
/// is dropped where it arrives, by the identity of its question.
public final class Engine: Sendable {
    public typealias Delivery = @Sendable (Report) -> Void

    private let bench: any Bench
    private let deliver: Delivery
    private let lanes: [Lane: DispatchQueue]
    private let running = Mutex<[AnyQuestion: Cancellation]>([:])
    private let lastReturn = Mutex(ContinuousClock.now)

    /// - Parameter deliver: called on the lanes' threads.
    public init(_ bench: any Bench, deliver: @escaping Delivery) {
        self.bench = bench
        self.deliver = deliver
        lanes = Dictionary(uniqueKeysWithValues: Lane.allCases.map { ($0, DispatchQueue(label: "parallax.\($0)")) })
    }

    public func perform(_ effect: Effect) {
        switch effect {
        case .add(let document): bench.add(document)
        case .start(let question): start(question)
        case .cancel(let question): running.withLock { $0.removeValue(forKey: question) }?.cancel()
        case .quit: cancelAll()
        }
    }

    public func cancelAll() {
        for cancellation in running.withLock({ jobs in
            defer { jobs = [:] }; return jobs.values.map { $0 }
        }) { cancellation.cancel() }
    }

    private func start(_ question: AnyQuestion) {
        let cancellation = Cancellation()
        running.withLock { $0[question] = cancellation }
        lanes[question.lane]!.async { [self] in
            guard !cancellation.isCancelled else { return }
            cc_prepare_thread()
            let span = RunLog.Span(question: Outline.of(question.question))
            let report: Report
            do {
                report = try question.answer(on: bench, cancellation) { partial in
                    if !cancellation.isCancelled { deliver(partial) }
                }
                span.end("answered")
            } catch is CancellationError {
                span.end("cancelled")
                return
            } catch let complaint as Complaint {
                span.end("refused", complaint)
                report = question.failed(complaint)
            } catch {
                span.end("failed")
                report = question.failed(Complaint("background work", expected: "a result", found: "\(error)", remedy: "try again with r"))
            }
            let wanted = running.withLock { jobs in
                guard jobs[question] === cancellation else { return false }
                jobs[question] = nil
                return true
            }
            if wanted { deliver(report) }
            returnFreeMemory()
        }
    }

    /// What was forgotten is given back now and then: the allocator would keep it, and the process would never become smaller.
    private func returnFreeMemory() {
        let isDue = lastReturn.withLock { last in
            guard ContinuousClock.now - last > .seconds(2) else { return false }
            last = .now
            return true
        }
        if isDue { ProcessMemory.returnWhatIsFree() }
    }
}
