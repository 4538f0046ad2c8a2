import Foundation

/// The open files of the tests are no business of the programs that they start: one that holds another's pipe open keeps it waiting.
public enum Descriptors {
    public static func keepFromChildren() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? [] {
            if let descriptor = Int32(name), descriptor > 2 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        }
    }
}
