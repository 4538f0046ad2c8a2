import Foundation
import ParallaxMeasures
import TestSupport
import Testing

@Suite("Effects on the next-token distribution")
struct OutputEffectTests {
    @Test("KL, KL recovered, CE score and top-token agreement agree with numpy")
    func golden() throws {
        let file = try SafetensorsFile(MeasureFixtures.folder.appending(path: "output.safetensors").path)
        let tensor = { (name: String) in try #require(file.tensors[name]) }
        let expected = try #require(try MeasureFixtures.golden()["output"] as? [String: Any])
        let following = try tensor("following").bytes.loadUnalignedIntegers()
        let (divergences, recovered, scores) = (
            try #require(expected["kl"] as? [Double]), try #require(expected["kl_recovered"] as? [Double]),
            try #require(expected["ce_score"] as? [Double])
        )
        var agreements: [Outcome] = []
        for row in following.indices {
            let (clean, spliced, zero) = (try tensor("clean").row(row), try tensor("spliced").row(row), try tensor("zero").row(row))
            let kept = OutputEffect.divergence(clean: clean, spliced: spliced)
            let lost = OutputEffect.divergence(clean: clean, spliced: zero)
            #expect(MeasureFixtures.isClose(kept.number, divergences[row], 1e-12))
            #expect(
                MeasureFixtures.isClose(
                    OutputEffect.divergenceRecovered(reconstruction: kept, ablation: lost).number, recovered[row], 1e-12))
            let entropies = [clean, spliced, zero].map { OutputEffect.crossEntropy($0, next: following[row]) }
            let score = OutputEffect.crossEntropyScore(clean: entropies[0], reconstruction: entropies[1], ablation: entropies[2])
            #expect(MeasureFixtures.isClose(score.number, scores[row], 1e-10))
            agreements.append(OutputEffect.topTokenAgrees(clean: clean, spliced: spliced))
        }
        #expect(MeasureFixtures.isClose(Outcome.mean(of: agreements).number, try #require(expected["agreement"] as? Double), 1e-15))
    }

    @Test("equal distributions have KL 0, whatever is added to all logits")
    func equal() {
        #expect(OutputEffect.divergence(clean: [1, 2, 3], spliced: [1, 2, 3]) == .value(0))
        #expect(abs(OutputEffect.divergence(clean: [1, 2, 3], spliced: [101, 102, 103]).number ?? 1) < 1e-15)
    }

    @Test("huge logits do not overflow and masked tokens do not count")
    func extremes() {
        #expect(MeasureFixtures.isClose(OutputEffect.divergence(clean: [3e38, -3e38], spliced: [3e38, 3e38]).number, log(2), 1e-12))
        #expect(MeasureFixtures.isClose(OutputEffect.divergence(clean: [1, 1, -.infinity], spliced: [1, 1, -.infinity]).number, 0, 1e-15))
        #expect(MeasureFixtures.isClose(OutputEffect.divergence(clean: [1, -.infinity], spliced: [1, 1]).number, log(2), 1e-12))
    }

    @Test("what cannot be said is undefined with its reason")
    func undefined() {
        #expect(OutputEffect.divergence(clean: [1, 1], spliced: [1, -.infinity]).reason?.hasPrefix("infinite") == true)
        #expect(OutputEffect.divergence(clean: [.nan, 1], spliced: [1, 1]).reason == "the clean logits hold no distribution")
        #expect(OutputEffect.divergence(clean: [1, 1], spliced: [.infinity, 1]).reason == "the spliced logits hold no distribution")
        #expect(OutputEffect.divergence(clean: [], spliced: []).number == nil)
        #expect(OutputEffect.divergence(clean: [1], spliced: [1, 2]).reason == "1 clean logits and 2 spliced ones")
        #expect(OutputEffect.crossEntropy([1, -.infinity], next: 1).reason == "infinite: the token that follows is impossible")
        #expect(OutputEffect.crossEntropy([1], next: 4).reason == "token 4 is outside the 1 logits")
        #expect(
            OutputEffect.divergenceRecovered(reconstruction: .value(1), ablation: .value(0)).reason
                == "the ablation does not change the distribution (KL 0)")
        #expect(
            OutputEffect.crossEntropyScore(clean: .value(2), reconstruction: .value(1), ablation: .value(2)).reason
                == "the ablation does not change the cross-entropy")
        #expect(OutputEffect.topTokenAgrees(clean: [.nan], spliced: [1]).number == nil)
    }

    @Test("of equal logits the lowest id is the top token")
    func topToken() {
        #expect(OutputEffect.topTokenAgrees(clean: [1, 2, 2], spliced: [0, 3, 1]) == .value(1))
        #expect(OutputEffect.topTokenAgrees(clean: [1, 2, 2], spliced: [0, 1, 3]) == .value(0))
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func loadUnalignedIntegers() -> [Int] {
        stride(from: 0, to: count, by: 8).map { Int(loadUnaligned(fromByteOffset: $0, as: Int64.self)) }
    }
}
