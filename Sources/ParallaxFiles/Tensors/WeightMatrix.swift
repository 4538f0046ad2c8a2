import CKernels
import COpenBLAS

/// A weight matrix as it lies in its file, applied to rows of activations without being widened whole.
public struct WeightMatrix: Sendable {
    /// Which extent comes first in the file.
    public enum Layout: Sendable {
        /// `[outputs, inputs]`, PyTorch's Linear: y = x Wᵀ.
        case outputsByInputs
        /// `[inputs, outputs]`, as SAELens stores its encoders: y = x W.
        case inputsByOutputs
    }

    public let view: TensorView
    public let layout: Layout

    /// - Throws: `Complaint` where the tensor is not a matrix of F32, F16 or BF16.
    public init(_ view: TensorView, layout: Layout) throws {
        guard view.shape.count == 2 else {
            throw Complaint(
                "tensor \(view.name)", expected: "a matrix", found: "shape \(view.shape)", remedy: "use a checkpoint of a supported layout")
        }
        guard [.f32, .f16, .bf16].contains(view.elementType) else {
            throw Complaint(
                "tensor \(view.name)", expected: "weights in F32, F16 or BF16", found: view.elementType.rawValue,
                remedy: "convert the checkpoint to one of these")
        }
        guard view.shape.allSatisfy({ $0 <= Int32.max }) else {
            throw Complaint(
                "tensor \(view.name)", expected: "extents below 2³¹", found: "shape \(view.shape)",
                remedy: "the file is damaged, fetch it again")
        }
        self.view = view
        self.layout = layout
    }

    private init(checked view: TensorView, layout: Layout) {
        self.view = view
        self.layout = layout
    }

    /// The same bytes as a map from outputs to inputs.
    package var transposed: WeightMatrix {
        WeightMatrix(checked: view, layout: layout == .outputsByInputs ? .inputsByOutputs : .outputsByInputs)
    }

    public var inputs: Int { layout == .outputsByInputs ? view.shape[1] : view.shape[0] }
    public var outputs: Int { layout == .outputsByInputs ? view.shape[0] : view.shape[1] }
}

extension WeightMatrix {
    /// Up to this many rows the kernels, which read the weights as they lie, are at least as fast as widening them for BLAS.
    private static let fewRows = (byRows: 32, byColumns: 8)

    /// y = x·W for every row of x: `[n, inputs]` → `[n, outputs]`.
    public func apply(_ x: Rows) -> Rows {
        var y = Rows(count: x.count, width: outputs)
        apply(x, into: &y)
        return y
    }

    /// y = x·W into rows that already exist. A row's result does not depend on the other rows beyond float rounding.
    package func apply(_ x: Rows, into y: inout Rows) { apply(x, outputs: 0..<outputs, into: &y) }

    /// Some of the outputs of every row, `[n, range.count]`.
    package func apply(_ x: Rows, outputs range: Range<Int>) -> Rows {
        var y = Rows(count: x.count, width: range.count)
        apply(x, outputs: range, into: &y)
        return y
    }

    private func apply(_ x: Rows, outputs range: Range<Int>, into y: inout Rows) {
        precondition(x.width == inputs, "\(view.name) takes rows of \(inputs), not of \(x.width)")
        precondition(range.lowerBound >= 0 && range.upperBound <= outputs && y.width == range.count && y.count == x.count)
        guard x.count > 0, !range.isEmpty else { return }
        guard inputs > 0, let element = view.elementType.kernelElement else {
            for i in y.values.indices { y.values[i] = 0 }
            return
        }
        let count = x.count
        x.values.withUnsafeBufferPointer { x in
            y.values.withUnsafeMutableBufferPointer { y in
                let product = Product(
                    element: element, weights: view.bytes, inputs: inputs, stride: outputs, first: range.lowerBound, outputs: range.count,
                    count: count,
                    x: x.baseAddress!, y: y.baseAddress!)
                switch layout {
                case .outputsByInputs: if count <= Self.fewRows.byRows { product.fewByRows() } else { product.manyByRows() }
                case .inputsByOutputs: if count <= Self.fewRows.byColumns { product.fewByColumns() } else { product.manyByColumns() }
                }
            }
        }
    }

    /// The plain loop that the fast product is compared with in tests.
    package func applyPlainly(_ x: Rows) -> Rows {
        var y = Rows(count: x.count, width: outputs)
        let weights = view.floats()
        for n in 0..<x.count {
            for o in 0..<outputs {
                var sum = 0.0
                for i in 0..<inputs {
                    let weight = layout == .outputsByInputs ? weights[o * inputs + i] : weights[i * outputs + o]
                    sum += Double(x.values[n * inputs + i]) * Double(weight)
                }
                y.values[n * outputs + o] = Float(sum)
            }
        }
        return y
    }
}

/// One product under way: the pointers that the threads of `ComputeThreads.share` work on. Each part writes its own outputs.
private struct Product {
    /// Weights widened at a time: 1 MB, which stays in the second-level cache until BLAS has used it.
    private static let blockElements = 262_144
    /// Columns of such a block where outputs lie side by side.
    private static let blockColumns = 1024

    let element: px_element
    let weights: UnsafeRawBufferPointer
    let inputs: Int
    /// All outputs of the matrix, of which the product makes `outputs` from `first` on.
    let stride: Int
    let first: Int
    let outputs: Int
    let count: Int
    let x: UnsafePointer<Float>
    let y: UnsafeMutablePointer<Float>

    private var operations: Int { count * inputs * outputs }
    private var elementSize: Int { element == PX_F32 ? 4 : 2 }

    private func weight(_ element: Int) -> UnsafeRawPointer { weights.baseAddress! + element * elementSize }

    func fewByRows() {
        ComputeThreads.share(outputs, grain: Swift.max(16, Self.blockElements / inputs & ~15), operations: operations) { range in
            Kernels.fastest.by_rows(
                element, weight((first + range.lowerBound) * inputs), inputs, range.count, inputs, x, inputs, count, y + range.lowerBound,
                outputs)
        }
    }

    func fewByColumns() {
        ComputeThreads.share(outputs, grain: Self.blockColumns, operations: operations) { range in
            Kernels.fastest.by_columns(
                element, weight(first + range.lowerBound), stride, range.count, inputs, x, inputs, count, y + range.lowerBound, outputs)
        }
    }

    func manyByRows() {
        ComputeThreads.share(outputs, grain: Swift.max(16, Self.blockElements / inputs & ~15), operations: operations) { range in
            withFloats((first + range.lowerBound) * inputs, rows: 1, columns: range.count * inputs) { block in
                cblas_sgemm(
                    CblasRowMajor, CblasNoTrans, CblasTrans, Int32(clamping: count), Int32(clamping: range.count), Int32(clamping: inputs),
                    1, x, Int32(clamping: inputs),
                    block, Int32(clamping: inputs), 0, y + range.lowerBound, Int32(clamping: outputs))
            }
        }
    }

    func manyByColumns() {
        let width = Swift.min(outputs, Self.blockColumns), depth = Swift.min(inputs, Self.blockElements / width)
        ComputeThreads.share(outputs, grain: width, operations: operations) { range in
            for top in Swift.stride(from: 0, to: inputs, by: depth) {
                let height = Swift.min(depth, inputs - top)
                withFloats(top * stride + first + range.lowerBound, rows: height, columns: range.count) { block in
                    cblas_sgemm(
                        CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(clamping: count), Int32(clamping: range.count),
                        Int32(clamping: height), 1, x + top, Int32(clamping: inputs),
                        block, Int32(clamping: range.count), top == 0 ? 0 : 1, y + range.lowerBound, Int32(clamping: outputs))
                }
            }
        }
    }

    /// `rows` runs of `columns` weights, the first at element `start`, the next `stride` further on, as floats side by side.
    private func withFloats(_ start: Int, rows: Int, columns: Int, _ body: (UnsafePointer<Float>) -> Void) {
        let place = weight(start)
        if element == PX_F32, rows == 1, Int(bitPattern: place) % MemoryLayout<Float>.alignment == 0 {
            return body(place.assumingMemoryBound(to: Float.self))
        }
        withUnsafeTemporaryAllocation(of: Float.self, capacity: rows * columns) { block in
            for row in 0..<rows {
                Kernels.fastest.widen(element, weight(start + row * stride), block.baseAddress! + row * columns, columns)
            }
            body(block.baseAddress!)
        }
    }
}

/// The C kernels: the fastest that this processor runs, and the plain ones that tests compare them with.
package enum Kernels {
    // The tables are constant C data; their functions keep no state.
    nonisolated(unsafe) package static let plain: px_kernels = px_plain_kernels().pointee
    nonisolated(unsafe) package static let fastest: px_kernels = px_avx2_kernels()?.pointee ?? plain
}

extension ElementType {
    /// How the kernels name this type; nil where weights of it are not multiplied.
    package var kernelElement: px_element? {
        switch self {
        case .f32: PX_F32
        case .f16: PX_F16
        case .bf16: PX_BF16
        default: nil
        }
    }
}
