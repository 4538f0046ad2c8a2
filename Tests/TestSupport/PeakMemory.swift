import Foundation

/// Processor time of this thread: what else the machine does does not count.
package enum ProcessorTime {
    /// Without optimisation everything takes longer.
    package static let slowness = _isDebugAssertConfiguration() ? 30.0 : 1

    package static func of(_ body: () throws -> Void) rethrows -> Double {
        let start = now
        try body()
        return now - start
    }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

/// The most memory that a piece of work takes, in bytes above what was taken before. What other tests take meanwhile counts too.
package enum PeakMemory {
    /// nil where the kernel does not say.
    package static func of(_ body: () throws -> Void) rethrows -> Int? {
        // Writing 5 sets the peak back to what is taken now.
        let isReset = (try? Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))) != nil
        let before = value("VmRSS")
        try body()
        guard isReset, let before, let peak = value("VmHWM") else { return nil }
        return peak - before
    }

    private static func value(_ name: String) -> Int? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name + ":") })
        else { return nil }
        return line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) }.map { $0 * 1024 }
    }
}
