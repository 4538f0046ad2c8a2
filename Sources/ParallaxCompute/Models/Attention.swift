import CKernels
import COpenBLAS

/// Causal self-attention with rotary embedding; groups of query heads share one head of keys and values.
struct Attention: Sendable {
    let query: Linear
    let key: Linear
    let value: Linear
    let output: Linear
    let headCount: Int
    let keyValueHeadCount: Int
    let headSize: Int
    let rotary: RotaryEmbedding

    /// Fills `buffers.heads` from `buffers.normed`, and the caches with the new keys and values.
    func readHeads(block: Int, _ layout: BatchLayout, _ table: RotaryEmbedding.Table, _ buffers: inout ForwardBuffers) {
        query.apply(buffers.normed, into: &buffers.query)
        key.apply(buffers.normed, into: &buffers.key)
        value.apply(buffers.normed, into: &buffers.value)
        rotary.rotate(&buffers.query, positions: layout.positions, table)
        rotary.rotate(&buffers.key, positions: layout.positions, table)

        let width = keyValueHeadCount * headSize
        let spans = layout.spans.map { span -> AttentionSpan in
            guard let cache = span.cache else {
                return AttentionSpan(rows: span.rows, offset: 0, keys: buffers.key.values, values: buffers.value.values, firstKey: span.rows.lowerBound * width)
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
                                read(span, group, queries: queries, keys: keys + start, values: values + start, heads: heads)
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

    /// The query heads that share key-value head `group`, for all new tokens of a sequence.
    private func read(
        _ span: AttentionSpan, _ group: Int, queries: UnsafePointer<Float>, keys: UnsafePointer<Float>, values: UnsafePointer<Float>,
        heads: UnsafeMutablePointer<Float>
    ) {
        let members = headCount / keyValueHeadCount, queryWidth = headCount * headSize, keyWidth = keyValueHeadCount * headSize
        let first = span.rows.lowerBound * queryWidth + group * members * headSize
        let scale = 1 / Float(headSize).squareRoot()
        if span.rows.count <= Self.fewQueries {
            withUnsafeTemporaryAllocation(of: Float.self, capacity: members * (span.offset + span.rows.count)) { scores in
                guard let scores = scores.baseAddress else { return }
                for token in 0..<span.rows.count {
                    let length = span.offset + token + 1, place = first + token * queryWidth
                    Kernels.fastest.by_rows(PX_F32, keys, keyWidth, length, headSize, queries + place, headSize, members, scores, length)
                    for member in 0..<members { Kernels.fastest.softmax(scores + member * length, length, scale) }
                    Kernels.fastest.by_columns(PX_F32, values, keyWidth, headSize, length, scores, length, members, heads + place, headSize)
                }
            }
            return
        }
        let longest = span.offset + span.rows.count
        withUnsafeTemporaryAllocation(of: Float.self, capacity: Swift.min(Self.tile, span.rows.count) * longest) { scores in
            guard let scores = scores.baseAddress else { return }
            for start in stride(from: 0, to: span.rows.count, by: Self.tile) {
                let height = Swift.min(Self.tile, span.rows.count - start), length = span.offset + start + height
                for member in 0..<members {
                    let place = first + start * queryWidth + member * headSize
                    cblas_sgemm(
                        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(height), Int32(length), Int32(headSize), 1, queries + place, Int32(queryWidth),
                        keys, Int32(keyWidth), 0, scores, Int32(length))
                    for token in 0..<height {
                        let row = scores + token * length, visible = span.offset + start + token + 1
                        Kernels.fastest.softmax(row, visible, scale)
                        (row + visible).update(repeating: 0, count: length - visible)
                    }
                    cblas_sgemm(
                        CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(height), Int32(headSize), Int32(length), 1, scores, Int32(length),
                        values, Int32(keyWidth), 0, heads + place, Int32(queryWidth))
                }
            }
        }
    }
}
