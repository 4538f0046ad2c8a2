import CKernels
import COpenBLAS
import Foundation

/// What a run computes on, in words: what a report of a fault needs of a machine that nobody else can reach.
public enum Machine {
    public static var facts: [String: any CustomStringConvertible & Sendable] {
        let environment = Host.environment
        return [
            "processor": processor, "processors": ProcessInfo.processInfo.activeProcessorCount,
            "memory": line("/proc/meminfo", "MemTotal") ?? "unknown",
            "system": ProcessInfo.processInfo.operatingSystemVersionString, "kernel": kernel, "threads": ComputeThreads.count,
            "kernels": kernels,
            "blas": blas, "blas_core": blasCore,
            "term": environment["TERM"] ?? "",
            "locale": ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? "",
            "stdout": isatty(STDOUT_FILENO) == 1 ? "terminal" : "other"
        ]
    }

    public static var processor: String { line("/proc/cpuinfo", "model name") ?? "unknown" }
    public static var blas: String { String(cString: openblas_get_config()) }
    /// The kind of processor that BLAS takes its products for.
    public static var blasCore: String { String(cString: openblas_get_corename()) }
    /// Those of this program, for products of few rows.
    public static var kernels: String { String(cString: Kernels.fastest.name) }

    /// What the run has taken so far.
    public static var usage: [String: any CustomStringConvertible & Sendable] {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        func seconds(_ time: timeval) -> Double { ((Double(time.tv_sec) + Double(time.tv_usec) / 1e6) * 100).rounded() / 100 }
        return ["cpu": seconds(usage.ru_utime), "system_cpu": seconds(usage.ru_stime), "most_memory": "\(usage.ru_maxrss) kB"]
    }

    private static var kernel: String {
        var names = utsname()
        guard uname(&names) == 0 else { return "unknown" }
        return withUnsafeBytes(of: &names.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// The first line of a file of the kernel's own that begins with a word, without the word.
    private static func line(_ path: String, _ word: String) -> String? {
        // Some hundred bytes for each processor. It does not say its size, as a stream does not.
        guard let bytes = try? OpenFile(path, streams: true).contents(atMost: 4 << 20) else { return nil }
        for line in bytes.split(separator: 0x0a) {
            let text = String(decoding: line, as: UTF8.self)
            if text.hasPrefix(word), let colon = text.firstIndex(of: ":") {
                return text[text.index(after: colon)...].trimmingCharacters(in: .whitespacesAndNewlines)
            }
        }
        return nil
    }
}
