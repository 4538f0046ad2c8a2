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
        if let positions { rows.add(Rows(count: ids.count, width: width, values: positions.floats(position * width..<(position + ids.count) * width))) }
        return rows
    }
}
