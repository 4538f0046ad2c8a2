import CKernels
import Foundation
import ParallaxCompute
import Testing

/// Every kernel in every form that this processor runs, against the formula in double.
@Suite("The C kernels compute their formulas")
struct KernelTests {
    /// 0: plain, 1: the fastest here (the same where the processor has nothing faster).
    static let forms = [0, 1]
    static let sizes = [1, 2, 7, 8, 9, 24, 100, 172]

    private func kernels(_ form: Int) -> px_kernels { form == 0 ? Kernels.plain : Kernels.fastest }

    @Test("products by rows and by columns with strides", arguments: forms)
    func products(form: Int) {
        let (outputs, inputs, stride, count) = (13, 21, 40, 4)
        let weights = randomFloats(60 * stride, seed: 1), x = randomFloats(count * 30, seed: 2)
        var byRows = [Float](repeating: 9, count: count * 20), byColumns = byRows
        kernels(form).by_rows(PX_F32, weights, stride, outputs, inputs, x, 30, count, &byRows, 20)
        kernels(form).by_columns(PX_F32, weights, stride, outputs, inputs, x, 30, count, &byColumns, 20)
        for n in 0..<count {
            for o in 0..<20 {
                let dot = (0..<inputs).reduce(0.0) { $0 + Double(x[n * 30 + $1]) * Double(weights[o * stride + $1]) }
                let sum = (0..<inputs).reduce(0.0) { $0 + Double(x[n * 30 + $1]) * Double(weights[$1 * stride + o]) }
                // Beyond the outputs nothing is touched.
                #expect(abs(Double(byRows[n * 20 + o]) - (o < outputs ? dot : 9)) < 1e-5)
                #expect(abs(Double(byColumns[n * 20 + o]) - (o < outputs ? sum : 9)) < 1e-5)
            }
        }
    }

    @Test("RMS norm, in place too", arguments: forms)
    func rmsNorm(form: Int) {
        for size in Self.sizes {
            var x = randomFloats(size, seed: 4)
            let weight = randomFloats(size, seed: 5)
            let mean = x.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(size)
            let wanted = zip(x, weight).map { Double($0) / (mean + 0.01).squareRoot() * Double($1) }
            x.withUnsafeMutableBufferPointer { kernels(form).rms_norm($0.baseAddress!, weight, 0.01, size, $0.baseAddress!) }
            #expect(zip(x, wanted).allSatisfy { abs(Double($0) - $1) < 1e-6 })
        }
    }

    @Test("gated SiLU over the whole range of floats", arguments: forms)
    func silu(form: Int) {
        for size in Self.sizes {
            var gate = randomFloats(size, seed: 6).enumerated().map { $1 * [1, 10, 60, 200][$0 % 4] }
            let up = randomFloats(size, seed: 7)
            let wanted = zip(gate, up).map { Double($0) / (1 + exp(-Double($0))) * Double($1) }
            kernels(form).silu_product(&gate, up, size)
            #expect(zip(gate, wanted).allSatisfy { abs(Double($0) - $1) <= 1e-6 * max(1, abs($1)) })
        }
    }

    @Test("softmax and the logarithm of a sum of exponentials, for wide spreads and large offsets", arguments: forms)
    func softmax(form: Int) {
        for size in Self.sizes {
            for (spread, offset) in [(1, 0), (30, 0), (300, 0), (5, 1000)] as [(Float, Float)] {
                var x = randomFloats(size, seed: 8).map { $0 * spread + offset }
                let highest = Double(x.max()!), scale: Float = 0.25
                let sum = x.reduce(0.0) { $0 + exp(Double($1) - highest) }
                #expect(abs(kernels(form).log_sum_exp(x, size) - highest - log(sum)) < 1e-6)
                let powers = x.map { exp((Double($0) - highest) * Double(scale)) }, total = powers.reduce(0, +)
                kernels(form).softmax(&x, size, scale)
                #expect(zip(x, powers).allSatisfy { abs(Double($0) - $1 / total) < 1e-6 })
            }
        }
    }

    @Test("what is no number stays none", arguments: forms)
    func notANumber(form: Int) {
        var gate = [Float](repeating: .nan, count: 9)
        kernels(form).silu_product(&gate, [Float](repeating: 1, count: 9), 9)
        #expect(gate.allSatisfy { $0.isNaN })
        var x = [Float](repeating: 1, count: 16)
        x[3] = .nan
        kernels(form).softmax(&x, 16, 1)
        #expect(x.contains { $0.isNaN })
    }
}
