import Foundation

/// Seconds that this thread has computed, whatever else the machine does meanwhile.
public func processorSeconds(_ body: () throws -> Void) rethrows -> Double {
    func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let start = now()
    try body()
    return now() - start
}

/// What a bound on time is multiplied by: builds without optimisation compute several times as long.
public let slowness: Double = {
    #if DEBUG
    20
    #else
    1
    #endif
}()
