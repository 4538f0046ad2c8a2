import CCrash
import Dispatch
import ParallaxCompute
import Synchronization

/// Carries effects out: each request on its lane, off the caller's thread, with a flag that cancels it.
///
/// It decides nothing. What is wanted is the state's business; a cancelled job says nothing more, and what comes too late
/// is dropped where it arrives, by the identity of its request.
public final class Engine: Sendable {
    public typealias Delivery = @Sendable (Report) -> Void

    private let bench: any Workbench
    private let deliver: Delivery
    private let lanes: [Request.Lane: DispatchQueue]
    private let running = Mutex<[Request: Cancellation]>([:])
    private let lastReturn = Mutex(ContinuousClock.now)

    /// - Parameter deliver: called on the lanes' threads.
    public init(_ bench: any Workbench, deliver: @escaping Delivery) {
        self.bench = bench
        self.deliver = deliver
        lanes = Dictionary(uniqueKeysWithValues: Request.Lane.allCases.map { ($0, DispatchQueue(label: "parallax.\($0)")) })
    }

    public func perform(_ effect: Effect) {
        switch effect {
        case .add(let document): bench.add(document)
        case .start(let request): start(request)
        case .cancel(let request): running.withLock { $0.removeValue(forKey: request) }?.cancel()
        case .quit: cancelAll()
        }
    }

    public func cancelAll() {
        for cancellation in running.withLock({ jobs in defer { jobs = [:] }; return jobs.values.map { $0 } }) { cancellation.cancel() }
    }

    private func start(_ request: Request) {
        let cancellation = Cancellation()
        running.withLock { $0[request] = cancellation }
        lanes[request.lane]!.async { [self] in
            guard !cancellation.isCancelled else { return }
            cc_prepare_thread()
            let outcome: Report.Outcome
            do {
                let response = try bench.answer(request, cancellation) { partial in
                    if !cancellation.isCancelled { self.deliver(Report(request, .partial(partial))) }
                }
                outcome = .finished(response)
            } catch is CancellationError {
                return
            } catch let complaint as Complaint {
                outcome = .failed(complaint)
            } catch {
                outcome = .failed(Complaint("background work", expected: "a result", found: "\(error)", remedy: "try again with r"))
            }
            let wanted = running.withLock { jobs in
                guard jobs[request] === cancellation else { return false }
                jobs[request] = nil
                return true
            }
            if wanted { deliver(Report(request, outcome)) }
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
