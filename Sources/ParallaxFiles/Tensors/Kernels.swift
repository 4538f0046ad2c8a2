import CKernels

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
