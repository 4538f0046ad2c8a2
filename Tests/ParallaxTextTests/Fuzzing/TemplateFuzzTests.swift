import Foundation
import ParallaxText
import TestSupport
import Testing

@Suite("Random templates", .serialized)
struct TemplateFuzzTests {
    /// A second's worth; `PARALLAX_MUTANTS=1000000` for a long run, which also begins where the day does.
    private static let long = ProcessInfo.processInfo.environment["PARALLAX_MUTANTS"].flatMap { Int($0) }

    @Test("are done or refused with a sentence, pay for what they take and keep nothing")
    func bounded() throws {
        let first: UInt64 = Self.long == nil ? 1 : UInt64(Date().timeIntervalSince1970)
        var done = 0, refused = 0, spent = 0
        for round in 0..<(Self.long ?? 200) {
            var generator = TemplateGenerator(seed: first &+ UInt64(round))
            let source = generator.template()
            // Now and then all work there is, where the run is long.
            let limit = Self.long != nil && round.isMultiple(of: 50) ? JinjaAllowance.mostWork : JinjaAllowance.mostWork / 200
            let result = try MeasuredRendering(source, work: limit)
            result.checkOutcome("seed \(first &+ UInt64(round)): \(source)")
            result.checkPrice("seed \(first &+ UInt64(round)): \(source)")
            if result.text != nil { done += 1 } else { refused += 1 }
            if result.rendering.work > limit { spent += 1 }
        }
        print("random templates from seed \(first): \(done) done, \(refused) refused, \(spent) of them for their work")
        #expect(10 * done > refused && spent > 0, "the templates do not get far enough")
    }

    @Test("and their mutants", arguments: 0..<4)
    func mutants(_ part: Int) throws {
        let originals = (0..<20).map { seed in
            var generator = TemplateGenerator(seed: UInt64(1000 * part + seed))
            return Array(generator.template().utf8)
        }
        var mutator = Mutator(
            seed: UInt64(part),
            fragments: [
                "{%", "%}", "{{", "}}", "-", "'", "(", ")", "[", "]", "|", ".", " if ", " in ", " is ", "not ", "loop", "{# ", "\n", "🙂",
                "{% for x in l %}", "{% endfor %}", "\u{301}"
            ])
        for round in 0..<(Self.long ?? 100) / 4 {
            let source = String(decoding: mutator.mutate(originals[round % originals.count]), as: UTF8.self)
            let result = try MeasuredRendering(source, work: JinjaAllowance.mostWork / 200)
            result.checkOutcome(source)
            result.checkPrice(source)
        }
    }
}
