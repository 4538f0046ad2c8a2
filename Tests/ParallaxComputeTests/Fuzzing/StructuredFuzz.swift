import Foundation
import ParallaxCompute
import TestSupport
import Testing

/// Runs a reader on files that an `Inventor` makes up. A file is read or refused with one sentence, in the time that its size allows; whatever else
/// would happen ends the tests. `PARALLAX_MUTANTS=1000000` for a long run.
struct StructuredFuzz {
    private var inventor: Inventor
    private let what: String
    private var read = 0
    private var refused = 0

    init(_ what: String, seed: UInt64) {
        self.what = what
        inventor = Inventor(seed: seed)
    }

    /// Seconds of the processor that one small file may take; far more than any needs, also without optimisation.
    private static let bound = 2.0

    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// - Parameters:
    ///   - share: of `Mutator.count`, for readers that take longer.
    ///   - make: a file.
    ///   - open: reads it; true where something in it was of use.
    mutating func run(share: Double = 1, _ make: (inout Inventor) -> [UInt8], _ open: ([UInt8]) throws -> Bool) throws {
        for _ in 0..<max(1, Int(Double(Mutator.count) * share)) {
            let file = make(&inventor), start = Self.processorTime
            do {
                if try open(file) { read += 1 } else { refused += 1 }
            } catch let complaint as Complaint {
                refused += 1
                #expect(!complaint.description.isEmpty && complaint.description.utf8.count < 8000, "\(complaint.description.prefix(300))")
            }
            let time = Self.processorTime - start
            if time > Self.bound {
                Issue.record(
                    "\(time) s for \(what) of \(file.count) bytes: \(String(decoding: file.prefix(2000), as: UTF8.self).debugDescription)")
            }
        }
        print("\(what): of \(read + refused) made-up files \(read) were read, \(refused) refused")
        #expect(read * 10 >= read + refused, "hardly any gets past the form")
        #expect(refused * 50 >= read + refused || read + refused < 500, "hardly any is wrong")
    }
}
