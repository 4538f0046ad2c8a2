import Foundation
import Synchronization

/// Rotary position embedding as in transformers' Llama: element i of a head turns together with element i + size/2 by
/// the angle position · base^(-2i/size). Frequencies and angles are rounded to float32 as the reference rounds them.
package final class RotaryEmbedding: Sendable {
    /// Cosines and sines, `[positions, size / 2]` each.
    struct Table: Sendable {
        var positions = 0
        var cosines: [Float] = []
        var sines: [Float] = []
    }

    /// Radians a position, `[size / 2]`.
    package let frequencies: [Float]
    private let table = Mutex(Table())

    package init(frequencies: [Float]) { self.frequencies = frequencies }

    convenience init(headSize: Int, base: Double) {
        self.init(frequencies: stride(from: 0, to: headSize, by: 2).map { 1 / Float(pow(base, Double(Float($0) / Float(headSize)))) })
    }

    /// The table for positions `0..<positions` at least; it grows by doubling and is kept.
    func table(covering positions: Int) -> Table {
        table.withLock { table in
            if table.positions < positions {
                let wanted = max(positions, 2 * table.positions, 64)
                for position in table.positions..<wanted {
                    for frequency in frequencies {
                        let angle = Double(Float(position) * frequency)
                        table.cosines.append(Float(cos(angle)))
                        table.sines.append(Float(sin(angle)))
                    }
                }
                table.positions = wanted
            }
            return table
        }
    }

    /// Turns every head of every row in place; row r stands at `positions[r]`.
    func rotate(_ rows: inout Rows, positions: [Int], _ table: Table) {
        let half = frequencies.count, headSize = 2 * half, width = rows.width
        rows.values.withUnsafeMutableBufferPointer { values in
            for (row, position) in positions.enumerated() {
                let turn = position * half
                for head in stride(from: row * width, to: (row + 1) * width, by: headSize) {
                    for i in 0..<half {
                        let (cosine, sine) = (table.cosines[turn + i], table.sines[turn + i])
                        let (a, b) = (values[head + i], values[head + half + i])
                        values[head + i] = a * cosine - b * sine
                        values[head + half + i] = b * cosine + a * sine
                    }
                }
            }
        }
    }
}
