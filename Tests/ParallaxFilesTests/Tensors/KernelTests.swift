import CKernels
import Foundation
import ParallaxFiles
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

    @Test("layer norm, in place too, also where the mean is far from zero", arguments: forms)
    func layerNorm(form: Int) {
        for size in Self.sizes where size > 1 {
            for offset in [0, 30] as [Float] {
                var x = randomFloats(size, seed: 4).map { $0 + offset }
                let weight = randomFloats(size, seed: 5), bias = randomFloats(size, seed: 9)
                let mean = x.reduce(0.0) { $0 + Double($1) } / Double(size)
                let variance = x.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(size)
                let wanted = x.indices.map {
                    (Double(x[$0]) - mean) / (variance + 0.01).squareRoot() * Double(weight[$0]) + Double(bias[$0])
                }
                x.withUnsafeMutableBufferPointer { kernels(form).layer_norm($0.baseAddress!, weight, bias, 0.01, size, $0.baseAddress!) }
                #expect(zip(x, wanted).allSatisfy { abs(Double($0) - $1) < 1e-5 })
            }
        }
    }

    private static let activations: [(px_activation, @Sendable (Double) -> Double)] = [
        (PX_SILU, { $0 / (1 + exp(-$0)) }), (PX_GELU, { $0 / 2 * (1 + erf($0 / 2.0.squareRoot())) }),
        (PX_GELU_TANH, { $0 / 2 * (1 + tanh((2 / Double.pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0))) }), (PX_RELU, { max($0, 0) })
    ]

    @Test("activations over the whole range of floats, with a factor and without", arguments: forms)
    func activations(form: Int) {
        for (function, formula) in Self.activations {
            for size in Self.sizes {
                let x = randomFloats(size, seed: 6).enumerated().map { $1 * [1, 10, 60, 200][$0 % 4] }, factor = randomFloats(size, seed: 7)
                var gated = x, alone = x
                kernels(form).activate(function, &gated, factor, size)
                kernels(form).activate(function, &alone, nil, size)
                for i in 0..<size {
                    let wanted = formula(Double(x[i]))
                    #expect(abs(Double(alone[i]) - wanted) <= 1e-6 * max(1, abs(wanted)), "\(function) of \(x[i])")
                    #expect(abs(Double(gated[i]) - wanted * Double(factor[i])) <= 1e-6 * max(1, abs(wanted)))
                }
            }
        }
    }

    @Test("a soft cap keeps small numbers and holds large ones below it", arguments: forms)
    func softCap(form: Int) {
        for size in Self.sizes {
            for spread in [1e-3, 1, 30, 1e6] as [Float] {
                let x = randomFloats(size, seed: 10).map { $0 * spread }
                var capped = x
                kernels(form).soft_cap(&capped, size, 0.5, 30)
                for (a, b) in zip(capped, x) {
                    let wanted = 30 * tanh(0.5 * Double(b) / 30)
                    #expect(abs(Double(a) - wanted) <= 1e-6 * abs(wanted) + 1e-12)
                }
            }
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
        for (function, _) in Self.activations {
            kernels(form).activate(function, &gate, nil, 9)
            #expect(gate.allSatisfy { $0.isNaN })
        }
        kernels(form).soft_cap(&gate, 9, 1, 30)
        #expect(gate.allSatisfy { $0.isNaN })
        var x = [Float](repeating: 1, count: 16)
        x[3] = .nan
        kernels(form).softmax(&x, 16, 1)
        #expect(x.contains { $0.isNaN })
    }
}
