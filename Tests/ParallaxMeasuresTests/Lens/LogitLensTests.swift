import Foundation
import ParallaxMeasures
import Testing
import TestSupport

@Suite("The logit lens")
struct LogitLensTests {
    let model: LanguageModel

    init() throws { model = try SplicingGolden.subject() }

    @Test("entropy, rank and surprise agree with transformers at every site of a document")
    func parity() throws {
        let golden = try SplicingGolden.read().lens
        let states = try model.forward(ForwardRequest([.init(.tokens(golden.ids))], capture: Set(model.residualSites)))[0].states
        for site in 0...6 {
            let readings = try LogitLens(model: model).read(
                try #require(states[.residual(site)]), ids: golden.ids, top: 3, cancellation: Cancellation())
            #expect(readings.count == golden.ids.count)
            for (row, reading) in readings.enumerated() {
                #expect(abs(reading.entropy - golden.entropy[site][row]) < 1e-4, "site \(site), row \(row)")
                #expect(reading.top.count == 3 && reading.top[0].id == golden.top[site][row])
                guard row + 1 < readings.count else {
                    #expect(reading.rank == nil && reading.surprise == nil)
                    continue
                }
                let (rank, surprise) = (try #require(reading.rank), try #require(reading.surprise))
                #expect(golden.rank[site][row][0]...golden.rank[site][row][1] ~= rank, "site \(site), row \(row): \(rank)")
                #expect(abs(surprise - golden.surprise[site][row]) < 1e-4)
            }
        }
    }

    @Test("a state of zeros says nothing: log V nats, and the lowest id first")
    func zeros() throws {
        let readings = try LogitLens(model: model).read(Rows(count: 2, width: 128), ids: [5, 41], top: 3, cancellation: Cancellation())
        #expect(abs(readings[0].entropy - log(1536)) < 1e-9)
        #expect(readings[0].rank == 42)
        #expect(abs((readings[0].surprise ?? 0) - log(1536)) < 1e-9)
        #expect(readings[0].top.map(\.id) == [0, 1, 2])
        #expect(readings[1].rank == nil)
    }

    @Test("rows may be fewer than tokens, and their number changes no reading")
    func fewerRows() throws {
        let golden = try SplicingGolden.read().lens
        let states = try #require(
            try model.forward(ForwardRequest([.init(.tokens(golden.ids))], capture: [.residual(4)]))[0].states[.residual(4)])
        let lens = LogitLens(model: model)
        let all = try lens.read(states, ids: golden.ids, top: 1, cancellation: Cancellation())
        let one = try lens.read(states.slice(20..<21), ids: Array(golden.ids[20...]), top: 1, cancellation: Cancellation())
        #expect(one.count == 1 && one[0].rank == all[20].rank && abs(one[0].entropy - all[20].entropy) < 1e-4)
        #expect(try lens.read(Rows(count: 0, width: 128), ids: [], top: 1, cancellation: Cancellation()).isEmpty)
    }

    @Test("more rows than one block holds")
    func blocks() throws {
        // 16 MB hold 2730 rows of this vocabulary.
        let rows = Rows(count: 3000, width: 128, values: (0..<3000 * 128).map { Float(($0 * 7919) % 101) - 50 })
        let ids = (0..<3000).map { $0 % 1536 }, lens = LogitLens(model: model)
        let all = try lens.read(rows, ids: ids, top: 1, cancellation: Cancellation())
        let end = try lens.read(rows.slice(2900..<3000), ids: Array(ids[2900...]), top: 1, cancellation: Cancellation())
        #expect(all.count == 3000)
        for (a, b) in zip(all[2900...], end) { #expect(abs(a.entropy - b.entropy) < 1e-4 && a.top[0].id == b.top[0].id) }
    }

    @Test("what does not fit is refused")
    func refusals() throws {
        let lens = LogitLens(model: model), none = Cancellation()
        #expect(throws: Complaint.self) { try lens.read(Rows(count: 2, width: 128), ids: [5], top: 1, cancellation: none) }
        #expect(throws: Complaint.self) { try lens.read(Rows(count: 1, width: 127), ids: [5], top: 1, cancellation: none) }
        #expect(throws: Complaint.self) { try lens.read(Rows(count: 1, width: 128), ids: [5, 9999], top: 1, cancellation: none) }
        #expect(throws: Complaint.self) {
            try lens.read(Rows([.nan] + [Float](repeating: 0, count: 127)), ids: [5], top: 1, cancellation: none)
        }
        let reconstructor = try LanguageModel.open(folder: Places.sampleData.appending(path: "ar"), role: .reconstructor)
        #expect(throws: Complaint.self) {
            try LogitLens(model: reconstructor).read(Rows(count: 1, width: 128), ids: [5], top: 1, cancellation: none)
        }
        let cancelled = Cancellation()
        cancelled.cancel()
        #expect(throws: CancellationError.self) { try lens.read(Rows(count: 1, width: 128), ids: [5], top: 1, cancellation: cancelled) }
    }
}
