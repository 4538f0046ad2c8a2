import CKernels
import Foundation
import ParallaxFiles
import TestSupport
import Testing

/// Bytes of a test's making.
final class MadeBytes: ByteStorage {
    nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

    init(_ content: [UInt8]) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: content.count, alignment: 16)
        copy.copyBytes(from: content)
        bytes = UnsafeRawBufferPointer(copy)
    }

    deinit { bytes.deallocate() }
}

extension TensorView {
    /// `values` stored as `type`; they start `offset` bytes into their storage, to be found unaligned.
    static func made(_ type: ElementType, _ shape: [Int], _ values: [Float], offset: Int = 0) throws -> TensorView {
        var bytes = [UInt8](repeating: 0, count: offset)
        for value in values {
            switch type {
            case .f16: withUnsafeBytes(of: Float16(value).bitPattern) { bytes += $0 }
            case .bf16: withUnsafeBytes(of: UInt16(truncatingIfNeeded: value.bitPattern >> 16)) { bytes += $0 }
            default: withUnsafeBytes(of: value.bitPattern) { bytes += $0 }
            }
        }
        return try TensorView(name: "made", elementType: type, shape: shape, storage: MadeBytes(bytes), offset: offset)
    }
}

func randomFloats(_ count: Int, seed: UInt64) -> [Float] {
    var stream = RandomStream(seed: seed, stream: 0)
    return (0..<count).map { _ in Float(stream.unit() * 2 - 1) }
}

@Suite("Products with weights as they lie in their file")
struct WeightMatrixTests {
    static let types: [ElementType] = [.f32, .f16, .bf16]

    /// Weights and activations lie in [-1, 1]: rounding stays below a part of the number of products.
    private func expectClose(_ fast: Rows, _ plain: Rows, inputs: Int) {
        let worst = zip(fast.values, plain.values).map { abs($0 - $1) }.max() ?? 0
        #expect(worst <= 1e-7 * Float(inputs) + 1e-6, "\(worst)")
    }

    @Test("some of the outputs are those of the whole product", arguments: types)
    func someOutputs(type: ElementType) throws {
        let (outputs, inputs) = (1030, 33), values = randomFloats(outputs * inputs, seed: 5)
        for matrix in [
            try WeightMatrix(.made(type, [outputs, inputs], values), layout: .outputsByInputs),
            try WeightMatrix(.made(type, [inputs, outputs], values, offset: 1), layout: .inputsByOutputs)
        ] {
            for count in [1, 5, 40] {
                let x = Rows(count: count, width: inputs, values: randomFloats(count * inputs, seed: 6)), whole = matrix.applyPlainly(x)
                for range in [0..<outputs, 0..<7, 3..<4, 500..<1030, 1029..<1030, 9..<9] {
                    let expected = Rows((0..<count).map { Array(whole[$0][range]) }, width: range.count)
                    expectClose(matrix.apply(x, outputs: range), expected, inputs: inputs)
                }
            }
        }
    }

    @Test("the fast product is the plain loop's, for every type, layout, number of rows and odd size", arguments: types)
    func products(type: ElementType) throws {
        for (outputs, inputs) in [(1, 1), (3, 5), (4, 8), (7, 172), (130, 24), (33, 300), (1030, 9), (9, 1030)] {
            let values = randomFloats(outputs * inputs, seed: UInt64(inputs))
            for offset in [0, 1, 2] {
                let byRows = try WeightMatrix(.made(type, [outputs, inputs], values, offset: offset), layout: .outputsByInputs)
                let byColumns = try WeightMatrix(.made(type, [inputs, outputs], values, offset: offset), layout: .inputsByOutputs)
                for count in [0, 1, 2, 3, 4, 5, 6, 9, 40] {
                    let x = Rows(count: count, width: inputs, values: randomFloats(count * inputs, seed: 3))
                    expectClose(byRows.apply(x), byRows.applyPlainly(x), inputs: inputs)
                    expectClose(byColumns.apply(x), byColumns.applyPlainly(x), inputs: inputs)
                }
            }
        }
    }

    @Test("large products shared among threads are the plain loop's too, whatever the number of threads", arguments: [1, 2, 3])
    func threads(count: Int) throws {
        let before = ComputeThreads.count
        defer { ComputeThreads.count = before }
        ComputeThreads.count = count
        let outputs = 2100, inputs = 1000
        let values = randomFloats(outputs * inputs, seed: 1)
        for layout in [WeightMatrix.Layout.outputsByInputs, .inputsByOutputs] {
            let shape = layout == .outputsByInputs ? [outputs, inputs] : [inputs, outputs]
            let matrix = try WeightMatrix(.made(.bf16, shape, values), layout: layout)
            for rows in [1, 6] {
                let x = Rows(count: rows, width: inputs, values: randomFloats(rows * inputs, seed: 2))
                expectClose(matrix.apply(x), matrix.applyPlainly(x), inputs: inputs)
            }
        }
    }

    @Test("a row's product does not depend on the rows beside it")
    func independence() throws {
        let matrix = try WeightMatrix(.made(.bf16, [64, 172], randomFloats(64 * 172, seed: 1)), layout: .outputsByInputs)
        let x = Rows(count: 30, width: 172, values: randomFloats(30 * 172, seed: 2)), together = matrix.apply(x)
        for row in 0..<30 { #expect(relativeError(matrix.apply(x.slice(row..<row + 1)), together.slice(row..<row + 1)) < 1e-5) }
    }

    @Test("a tensor that is no matrix of floats is refused")
    func refused() throws {
        #expect(throws: Complaint.self) { try WeightMatrix(.made(.f32, [4], [1, 2, 3, 4]), layout: .outputsByInputs) }
        let integers = try TensorView(name: "made", elementType: .i32, shape: [1, 1], storage: MadeBytes([0, 0, 0, 0]), offset: 0)
        #expect(throws: Complaint.self) { try WeightMatrix(integers, layout: .outputsByInputs) }
    }

    @Test("widening gives the plain loop's bits for every number of the two-byte types", arguments: [ElementType.f16, .bf16])
    func widening(type: ElementType) throws {
        var bytes: [UInt8] = []
        for pattern in 0...UInt16.max { withUnsafeBytes(of: pattern) { bytes += $0 } }
        let view = try TensorView(name: "made", elementType: type, shape: [65536], storage: MadeBytes(bytes), offset: 0)
        var plain = [Float](repeating: 0, count: 65536), kernel = plain
        view.widenPlainly(0..<65536, into: &plain)
        try Kernels.plain.widen(#require(type.kernelElement), view.bytes.baseAddress!, &kernel, 65536)
        let fast = view.floats()
        for i in 0..<65536 {
            #expect(fast[i].bitPattern == plain[i].bitPattern || (fast[i].isNaN && plain[i].isNaN))
            #expect(kernel[i].bitPattern == plain[i].bitPattern || (kernel[i].isNaN && plain[i].isNaN))
        }
        #expect(view.floats(3..<14) == Array(plain[3..<14]))
    }
}
