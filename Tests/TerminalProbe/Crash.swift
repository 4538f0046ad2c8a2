import CCrash
import Foundation

/// Ways to die of a bug.
enum Crash: String {
    case trap, index, overflow, overflowOnThread, abort, pointer, memory

    func happen() {
        switch self {
        case .trap: fatalError("asked to crash")
        case .index: print([1, 2][Self.far])
        case .overflow: print(Self.deeper(1))
        case .overflowOnThread:
            Thread.detachNewThread {
                cc_prepare_thread()
                print(Self.deeper(1))
            }
            Thread.sleep(forTimeInterval: 60)
        case .abort: Foundation.abort()
        case .pointer: print(UnsafePointer<Int>(bitPattern: 16).map(\.pointee) ?? 0)
        case .memory:
            var limit = rlimit(rlim_cur: 1 << 30, rlim_max: 1 << 30)
            setrlimit(__rlimit_resource_t(UInt32(RLIMIT_DATA.rawValue)), &limit)
            print([UInt8](repeating: 1, count: 1 << 34).count)
        }
    }

    /// Not known when the program is built.
    private static var far: Int { CommandLine.arguments.count + 10 }

    @inline(never) private static func deeper(_ depth: Int) -> Int {
        guard depth < .max - far else { return 0 }
        var room = [depth, depth + 1]
        room[depth % 2] = deeper(depth + 1)
        return room[0] &+ room[1] &+ depth
    }
}
