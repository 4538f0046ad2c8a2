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
        // Pieces of long texts take a second each: nobody waits for one that is wanted no longer.
        if pass.buffers.isCancelled { return }
        pass.taps.visit(.hookZ(block: index), &pass.buffers.heads)
        attention.output.apply(pass.buffers.heads, into: &pass.buffers.projected)
        if pass.buffers.isCancelled { return }
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

/// What enters block 0 for a token: its row of a table times a scale, and in some families the row of its position.
struct Embedding: Sendable {
    /// `[vocabulary, d]`
    let table: WeightMatrix
    let scale: Float
    /// `[positions, d]`
    let positions: TensorView?

    /// `[ids, d]`; the first stands at `position`. Ids and positions are within the tables.
    func rows(_ ids: [Int], from position: Int) -> Rows {
        let width = table.inputs
        var rows = Rows(count: ids.count, width: width)
        rows.values.withUnsafeMutableBufferPointer { values in
            guard let values = values.baseAddress else { return }
            for (row, id) in ids.enumerated() { table.view.widen(id * width..<(id + 1) * width, into: values + row * width) }
        }
        if scale != 1 {
            for i in rows.values.indices { rows.values[i] *= scale }
        }
        if let positions {
            rows.add(Rows(count: ids.count, width: width, values: positions.floats(position * width..<(position + ids.count) * width)))
        }
        return rows
    }
}

/// What stands before (and in some families behind) attention and MLP, and before the unembedding; in float32.
package struct Norm: Sendable {
    /// `[width]`, as it multiplies: of a family whose files hold w for 1 + w, the 1 is added already.
    package let weight: [Float]
    /// `[width]`, of a layer norm: (x - mean) / sqrt(variance + ε) · weight + bias. Without it, RMS norm: x / sqrt(mean(x²) + ε) · weight.
    let bias: [Float]?
    let epsilon: Float

    /// y = norm(x), row by row.
    func apply(_ x: Rows, into y: inout Rows) {
        precondition(x.width == weight.count && y.width == x.width && y.count == x.count)
        let count = x.count
        x.values.withUnsafeBufferPointer { x in
            y.values.withUnsafeMutableBufferPointer { y in
                guard let x = x.baseAddress, let y = y.baseAddress else { return }
                run(x, y, count)
            }
        }
    }

    /// Norms every run of `weight.count` values by itself: whole rows, or each head of a row.
    func apply(_ rows: inout Rows) {
        precondition(rows.width % weight.count == 0)
        let count = rows.values.count / weight.count
        rows.values.withUnsafeMutableBufferPointer { values in
            guard let values = values.baseAddress else { return }
            run(values, values, count)
        }
    }

    private func run(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
        let width = weight.count
        for row in 0..<count {
            if let bias {
                Kernels.fastest.layer_norm(x + row * width, weight, bias, epsilon, width, y + row * width)
            } else {
                Kernels.fastest.rms_norm(x + row * width, weight, epsilon, width, y + row * width)
            }
        }
    }

    /// The same norm, but for its weight and its bias.
    var withoutGain: Norm {
        Norm(weight: weight.map { _ in 1 }, bias: bias.map { $0.map { _ in 0 } }, epsilon: epsilon)
    }

    /// What ``withoutGain`` leaves out: a row times the weight, plus the bias.
    func gained(_ row: [Float]) -> [Float] {
        row.indices.map { row[$0] * weight[$0] + (bias?[$0] ?? 0) }
    }

    /// What is left of a direction but for the length that the norm divides by: its mean out where the norm takes it out, times the weight.
    package func turn(_ directions: inout Rows) {
        let width = directions.width
        for row in 0..<directions.count {
            let own = row * width..<(row + 1) * width
            let mean = bias == nil ? 0 : Float(directions.values[own].reduce(0.0) { $0 + Double($1) } / Double(width))
            for i in own { directions.values[i] = (directions.values[i] - mean) * weight[i - own.lowerBound] }
        }
    }
}
