import Foundation

/// How much memory may be asked for at once: what would never fit is refused in a sentence, before it is asked for.
package enum MemoryRoom {
    /// Half of the machine's, or of what the process may have.
    static let most: Int = {
        let pages = sysconf(Int32(clamping: _SC_PHYS_PAGES)), page = sysconf(Int32(clamping: _SC_PAGESIZE))
        var room = pages > 0 && page > 0 ? pages.multipliedReportingOverflow(by: page).partialValue : Int.max
        for resource in [RLIMIT_DATA, RLIMIT_AS] {
            var limit = rlimit()
            if getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0, limit.rlim_cur != rlim_t.max { room = min(room, Int(clamping: limit.rlim_cur)) }
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
                subject, expected: "at most \(most) bytes to hold in memory, half of what there is", found: bytes.map { "\($0)" } ?? "more than can be counted", remedy: "take a part of the rows")
        }
    }
}
