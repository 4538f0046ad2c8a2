import CMapping
import Foundation
import ParallaxCompute

/// What a session may keep in memory of what it can compute again. What is looked at is kept in any case.
public struct CacheBudget: Equatable, Sendable {
    public var bytes: Int

    public init(bytes: Int) { self.bytes = bytes }

    /// The variable that says it in megabytes.
    public static let variable = "PARALLAX_CACHE"
    /// Megabytes that can be asked for: a terabyte is more than any machine keeps.
    public static let megabytes = 0...(1 << 20)

    public init(megabytes: Int) { bytes = megabytes << 20 }

    /// A 32nd of the memory, between 64 MB and 1 GB: beside the weights, which are mapped, and other programs.
    public static let standard = CacheBudget(bytes: Int(clamping: min(max(memory / 32, 64 << 20), 1 << 30)))

    /// The option's value, else the environment's, else the standard.
    /// - Throws: `Complaint` for a variable that says something else.
    public init(megabytes: Int?, environment: [String: String]) throws {
        if let megabytes {
            self.init(megabytes: megabytes)
        } else if let text = environment[Self.variable], !text.isEmpty {
            guard let number = Int(foreign: text), Self.megabytes.contains(number) else {
                throw Complaint(
                    Self.variable, expected: "megabytes from 0 to \(Self.megabytes.upperBound)", found: "\"\(text.prefix(40))\"",
                    remedy: "set it to a number, or unset it")
            }
            self.init(megabytes: number)
        } else {
            self = .standard
        }
    }

    /// The machine's, or what the container may have of it.
    private static let memory: UInt64 = {
        let group = (try? FileSystem.contents(of: "/sys/fs/cgroup/memory.max", atMost: 1 << 16)).flatMap {
            UInt64(foreign: String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
        }
        return min(ProcessInfo.processInfo.physicalMemory, group ?? .max)
    }()

    /// Activations and codes, which a pass of the model makes anew; explanations and claims, which take seconds each; and what the state
    /// remembers for the screen.
    var activations: Int { bytes / 2 }
    var words: Int { bytes / 4 }
    var state: Int { bytes / 4 }
}

/// What the allocator does with memory that was given back to it.
public enum ProcessMemory {
    /// For a process that runs for hours; before its threads begin.
    public static func useOneHeap() { cm_use_one_heap() }

    /// Pages that nobody uses go back to the system.
    static func returnWhatIsFree() { cm_return_free_memory() }
}
