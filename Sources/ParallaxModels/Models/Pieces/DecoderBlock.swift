/// x += attention(norm(x)); x += MLP(norm(x)). In a parallel block both read the same x.
struct DecoderBlock: Sendable {
    /// 0-based.
    let index: Int
    let attentionNorm: Norm
    let attention: Attention
    /// Of what attention adds; nil in most families.
    let attentionPostNorm: Norm?
    let mlpNorm: Norm
    let mlp: MLP
    /// Of what the MLP adds; nil in most families.
    let mlpPostNorm: Norm?
    /// The MLP reads the block's input, not what attention has added to it.
    let isParallel: Bool

    /// - Parameter residual: `[tokens, d]`, this block's input, replaced by its output.
    func run(_ residual: inout Rows, _ pass: inout ForwardPass) {
        attentionNorm.apply(residual, into: &pass.buffers.normed)
        attention.readHeads(block: index, pass.layout, &pass.buffers)
        pass.taps.visit(.hookZ(block: index), &pass.buffers.heads)
        attention.output.apply(pass.buffers.heads, into: &pass.buffers.projected)
        attentionPostNorm?.apply(&pass.buffers.projected)
        pass.taps.visit(.attentionOut(block: index), &pass.buffers.projected)
        if isParallel {
            normForMLP(residual, &pass)
            residual.add(pass.buffers.projected)
        } else {
            residual.add(pass.buffers.projected)
            pass.taps.visit(.residualMiddle(block: index), &residual)
            normForMLP(residual, &pass)
        }
        mlp.apply(pass.buffers.normed, &pass.buffers)
        mlpPostNorm?.apply(&pass.buffers.projected)
        pass.taps.visit(.mlpOut(block: index), &pass.buffers.projected)
        residual.add(pass.buffers.projected)
        pass.taps.visit(.residual(index + 1), &residual)
    }

    private func normForMLP(_ residual: Rows, _ pass: inout ForwardPass) {
        mlpNorm.apply(residual, into: &pass.buffers.normed)
        let inside = Site.mlpNormalized(block: index)
        if pass.taps.stand(at: inside) {
            var rows = Rows(count: residual.count, width: residual.width)
            mlpNorm.withoutGain.apply(residual, into: &rows)
            // Rows that nobody replaced stay as they are, to the bit.
            for row in pass.taps.visit(inside, &rows) { pass.buffers.normed[row] = mlpNorm.gained(rows[row]) }
        }
        pass.taps.visit(.mlpIn(block: index), &pass.buffers.normed)
    }
}

extension Rows {
    /// Adds element by element; the extents are the same.
    mutating func add(_ other: Rows) {
        precondition(width == other.width && count == other.count)
        let size = other.values.count
        values.withUnsafeMutableBufferPointer { sum in
            other.values.withUnsafeBufferPointer { other in
                for i in 0..<size { sum[i] += other[i] }
            }
        }
    }
}
