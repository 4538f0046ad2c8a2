/// d → queries, keys and values of all heads.
enum HeadProjections: Sendable {
    case separate(query: Linear, key: Linear, value: Linear)
    /// One matrix makes all three; its outputs are sorted out afterwards.
    case fused(Linear, Order)

    /// How the outputs of one matrix lie side by side.
    enum Order: Sendable, Equatable {
        /// All queries, all keys, all values.
        case stacked
        /// Head by head: its query, its key, its value. As many heads have keys as have queries.
        case headByHead
    }

    /// Fills `buffers.query`, `.key` and `.value` from `buffers.normed`.
    func apply(headSize: Int, _ buffers: inout ForwardBuffers) {
        switch self {
        case .separate(let query, let key, let value):
            query.apply(buffers.normed, into: &buffers.query)
            key.apply(buffers.normed, into: &buffers.key)
            value.apply(buffers.normed, into: &buffers.value)
        case .fused(let linear, let order):
            var fused = Rows(count: buffers.normed.count, width: linear.weight.outputs)
            linear.apply(buffers.normed, into: &fused)
            let widths = [buffers.query.width, buffers.key.width, buffers.value.width]
            let starts = order == .stacked ? [0, widths[0], widths[0] + widths[1]] : [0, headSize, 2 * headSize]
            func pick(_ part: Int, into target: inout Rows) {
                let run = order == .stacked ? widths[part] : headSize, step = order == .stacked ? run : 3 * headSize
                fused.pick(first: starts[part], run: run, step: step, into: &target)
            }
            pick(0, into: &buffers.query)
            pick(1, into: &buffers.key)
            pick(2, into: &buffers.value)
        }
    }
}

extension Rows {
    /// Fills the rows of `target` with runs of this one's columns: `run` of them at `first`, at `first + step`, and so on.
    fileprivate func pick(first: Int, run: Int, step: Int, into target: inout Rows) {
        let (count, from, to) = (count, width, target.width)
        values.withUnsafeBufferPointer { source in
            target.values.withUnsafeMutableBufferPointer { target in
                guard let source = source.baseAddress, let target = target.baseAddress else { return }
                for row in 0..<count {
                    for (index, place) in stride(from: 0, to: to, by: run).enumerated() {
                        (target + row * to + place).update(from: source + row * from + first + index * step, count: run)
                    }
                }
            }
        }
    }
}
