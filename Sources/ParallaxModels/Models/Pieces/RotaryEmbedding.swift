import Foundation
import Synchronization

/// Rotary position embedding: of the first 2·count elements of a head, element i turns together with element i + count by the angle
/// position · frequency i. Frequencies and angles are rounded to float32 as transformers rounds them.
package final class RotaryEmbedding: Sendable {
    /// Cosines and sines, `[positions, count]` each.
    struct Table: Sendable {
        var positions = 0
        var cosines: [Float] = []
        var sines: [Float] = []
    }

    /// Radians a position.
    package let frequencies: [Float]
    /// What cosines and sines are multiplied by.
    package let magnitude: Float
    private let table = Mutex(Table())

    package init(_ settings: RotarySettings) {
        frequencies = settings.frequencies
        magnitude = settings.magnitude
    }

    /// The table for positions `0..<positions` at least; it grows by doubling and is kept.
    func table(covering positions: Int) -> Table {
        table.withLock { table in
            if table.positions < positions {
                let wanted = max(positions, 2 * table.positions, 64)
                for position in table.positions..<wanted {
                    for frequency in frequencies {
                        let angle = Double(Float(position) * frequency)
                        table.cosines.append(Float(cos(angle)) * magnitude)
                        table.sines.append(Float(sin(angle)) * magnitude)
                    }
                }
                table.positions = wanted
            }
            return table
        }
    }

    /// Turns every head of every row in place; row r stands at `positions[r]`.
    func rotate(_ rows: inout Rows, headSize: Int, positions: [Int], _ table: Table) {
        let half = frequencies.count, width = rows.width
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
