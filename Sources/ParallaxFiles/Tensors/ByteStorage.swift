import Foundation

/// Bytes that stay where they are as long as the object lives: a mapped file, or memory that a reader had to unpack.
public protocol ByteStorage: AnyObject, Sendable {
    var bytes: UnsafeRawBufferPointer { get }

    /// - Throws: `Complaint` where the bytes are not what they were: whatever was computed from them since is worth nothing.
    func checkIntact() throws

    /// - Throws: `Complaint` where it is a file of which most is missing on the disk: its numbers would be zeros that nobody wrote.
    func checkWhole() throws
}

extension ByteStorage {
    /// Memory stays as it is.
    public func checkIntact() {}
    public func checkWhole() {}
}

/// Bytes that a reader had to unpack or reorder; freed with the object.
package final class MemoryBytes: ByteStorage {
    nonisolated(unsafe) private let memory: UnsafeMutableRawBufferPointer

    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(memory) }

    /// `fill` must write every byte.
    package init(count: Int, fill: (UnsafeMutableRawBufferPointer) throws -> Void) throws {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 64)
        do {
            try fill(memory)
        } catch {
            memory.deallocate()
            throw error
        }
        self.memory = memory
    }

    deinit { memory.deallocate() }
}

/// How much memory may be asked for at once: what would never fit is refused in a sentence, before it is asked for.
package enum MemoryRoom {
    /// Half of the machine's, or of what the process may have.
    static let most: Int = {
        let pages = sysconf(Int32(clamping: _SC_PHYS_PAGES)), page = sysconf(Int32(clamping: _SC_PAGESIZE))
        var room = pages > 0 && page > 0 ? pages.multipliedReportingOverflow(by: page).partialValue : Int.max
        for resource in [RLIMIT_DATA, RLIMIT_AS] {
            var limit = rlimit()
            if getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0, limit.rlim_cur != rlim_t.max {
                room = min(room, Int(clamping: limit.rlim_cur))
            }
        }
        return room / 2
    }()

    /// - Parameters:
    ///   - count: what is to be copied, in elements of so many bytes.
    ///   - subject: whose elements.
    /// - Throws: `Complaint`
    package static func check(_ count: Int, of size: Int = 1, _ subject: String) throws {
        let (product, overflow) = count.multipliedReportingOverflow(by: size), bytes = overflow ? nil : product
        guard let bytes, bytes <= most else {
            throw Complaint(
                subject, expected: "at most \(most) bytes to hold in memory, half of what there is",
                found: bytes.map { "\($0)" } ?? "more than can be counted", remedy: "take a part of the rows")
        }
    }
}
