import CKernels
import COpenBLAS

/// Causal self-attention; groups of query heads share one head of keys and values.
struct Attention: Sendable {
    let projections: HeadProjections
    let output: Linear
    let headCount: Int
    let keyValueHeadCount: Int
    let headSize: Int
    /// Norms of every query head and every key head, before they are rotated; nil where the family has none.
    let queryNorm: Norm?
    let keyNorm: Norm?
    /// nil where positions enter otherwise.
    let rotary: RotaryEmbedding?
    /// What the products of queries and keys are multiplied by.
    let scale: Float
    /// c: scores become c·tanh(score / c).
    let softCap: Float?
    /// Keys that a token sees, itself included; nil sees all before it.
    let window: Int?

    /// Fills `buffers.heads` from `buffers.normed`, and the caches with the new keys and values.
    func readHeads(block: Int, _ layout: BatchLayout, _ buffers: inout ForwardBuffers) {
        projections.apply(headSize: headSize, &buffers)
        if buffers.isCancelled { return }
        let cancellation = buffers.cancellation
        queryNorm?.apply(&buffers.query)
        keyNorm?.apply(&buffers.key)
        if let rotary {
            let table = rotary.table(covering: layout.length)
            rotary.rotate(&buffers.query, headSize: headSize, positions: layout.positions, table)
            rotary.rotate(&buffers.key, headSize: headSize, positions: layout.positions, table)
        }

        let width = keyValueHeadCount * headSize
        let spans = layout.spans.map { span -> AttentionSpan in
            guard let cache = span.cache else {
                return AttentionSpan(
                    rows: span.rows, offset: 0, keys: buffers.key.values, values: buffers.value.values,
                    firstKey: span.rows.lowerBound * width)
            }
            let new = span.rows.lowerBound * width..<span.rows.upperBound * width
            cache.append(block: block, width: width, keys: buffers.key.values[new], values: buffers.value.values[new])
            let past = cache.past(block: block)
            return AttentionSpan(rows: span.rows, offset: span.offset, keys: past.keys, values: past.values, firstKey: 0)
        }
        let operations = spans.reduce(0) { $0 + 2 * headCount * headSize * $1.rows.count * ($1.offset + $1.rows.count) }
        buffers.query.values.withUnsafeBufferPointer { queries in
            buffers.heads.values.withUnsafeMutableBufferPointer { heads in
                guard let queries = queries.baseAddress, let heads = heads.baseAddress else { return }
                ComputeThreads.share(spans.count * keyValueHeadCount, grain: 1, operations: operations) { items in
                    for item in items {
                        let (span, group) = (spans[item / keyValueHeadCount], item % keyValueHeadCount)
                        span.keys.withUnsafeBufferPointer { keys in
                            span.values.withUnsafeBufferPointer { values in
                                guard let keys = keys.baseAddress, let values = values.baseAddress else { return }
                                let start = span.firstKey + group * headSize
                                read(
                                    span, group, queries: queries, keys: keys + start, values: values + start, heads: heads, cancellation)
                            }
                        }
                    }
                }
            }
        }
    }

    /// One sequence's past and present in one block.
    private struct AttentionSpan {
        /// Rows of the batch.
        let rows: Range<Int>
        /// Position of the first of these rows.
        let offset: Int
        let keys: [Float]
        let values: [Float]
        /// Element of `keys` and `values` at which position 0 begins.
        let firstKey: Int
    }

    /// Queries taken at a time, so that the scores of a long prompt are never held whole.
    private static let tile = 64
    /// Up to this many queries go through the kernels rather than BLAS.
    private static let fewQueries = 4

    /// The first position that a token at `position` sees.
    private func firstVisible(_ position: Int) -> Int { window.map { Swift.max(0, position - $0 + 1) } ?? 0 }

    /// Products of one query with the keys that it sees become weights.
    private func weigh(_ scores: UnsafeMutablePointer<Float>, _ count: Int) {
        guard let softCap else { return Kernels.fastest.softmax(scores, count, scale) }
        Kernels.fastest.soft_cap(scores, count, scale, softCap)
        Kernels.fastest.softmax(scores, count, 1)
    }

    /// The query heads that share key-value head `group`, for all new tokens of a sequence.
    private func read(
        _ span: AttentionSpan, _ group: Int, queries: UnsafePointer<Float>, keys: UnsafePointer<Float>, values: UnsafePointer<Float>,
        heads: UnsafeMutablePointer<Float>, _ cancellation: Cancellation?
    ) {
        let members = headCount / keyValueHeadCount, queryWidth = headCount * headSize, keyWidth = keyValueHeadCount * headSize
        let first = span.rows.lowerBound * queryWidth + group * members * headSize
        if span.rows.count <= Self.fewQueries {
            withUnsafeTemporaryAllocation(of: Float.self, capacity: members * (span.offset + span.rows.count)) { scores in
                guard let scores = scores.baseAddress else { return }
                for token in 0..<span.rows.count {
                    let begin = firstVisible(span.offset + token), length = span.offset + token + 1 - begin,
                        place = first + token * queryWidth
                    Kernels.fastest.by_rows(
                        PX_F32, keys + begin * keyWidth, keyWidth, length, headSize, queries + place, headSize, members, scores, length)
                    for member in 0..<members { weigh(scores + member * length, length) }
                    Kernels.fastest.by_columns(
                        PX_F32, values + begin * keyWidth, keyWidth, headSize, length, scores, length, members, heads + place, headSize)
                }
            }
            return
        }
        let longest = span.offset + span.rows.count
        withUnsafeTemporaryAllocation(of: Float.self, capacity: Swift.min(Self.tile, span.rows.count) * longest) { scores in
            guard let scores = scores.baseAddress else { return }
            for start in stride(from: 0, to: span.rows.count, by: Self.tile) where cancellation?.isCancelled != true {
                let height = Swift.min(Self.tile, span.rows.count - start), begin = firstVisible(span.offset + start)
                let length = span.offset + start + height - begin
                for member in 0..<members {
                    let place = first + start * queryWidth + member * headSize
                    cblas_sgemm(
                        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(clamping: height), Int32(clamping: length),
                        Int32(clamping: headSize), 1, queries + place, Int32(clamping: queryWidth),
                        keys + begin * keyWidth, Int32(clamping: keyWidth), 0, scores, Int32(clamping: length))
                    for token in 0..<height {
                        let position = span.offset + start + token, row = scores + token * length
                        let visible = firstVisible(position) - begin..<position + 1 - begin
                        weigh(row + visible.lowerBound, visible.count)
                        row.update(repeating: 0, count: visible.lowerBound)
                        (row + visible.upperBound).update(repeating: 0, count: length - visible.upperBound)
                    }
                    cblas_sgemm(
                        CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(clamping: height), Int32(clamping: headSize),
                        Int32(clamping: length), 1, scores, Int32(clamping: length),
                        values + begin * keyWidth, Int32(clamping: keyWidth), 0, heads + place, Int32(clamping: queryWidth))
                }
            }
        }
    }
}

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
