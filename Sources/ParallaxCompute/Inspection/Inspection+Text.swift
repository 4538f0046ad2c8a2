extension Inspection {
    /// Tensors of a large model are hundreds, with the same shapes in every block; the first ones tell the layout.
    private static let mostTensors = 24

    /// The inspection for a person: one line for each thing, oddities last, where they stay in sight.
    public var text: String {
        var pairs: [(name: String, value: String)] = []
        for (name, value) in [("site", site), ("dtype", dtype), ("activation", activation), ("normalisation", normalisation)] {
            if let value { pairs.append((name, value)) }
        }
        pairs += facts.map { ($0.name, $0.value) }
        var lines = [path, "  \(family)"]
        lines += Self.columns(pairs.map { [$0.name, $0.value] }, indentation: 4)
        if !tensors.isEmpty {
            lines.append("  tensors")
            lines += Self.columns(tensors.prefix(Self.mostTensors).map { [$0.name.shortened, $0.dtype.shortened, "\($0.shape)"] }, indentation: 4)
            if tensors.count > Self.mostTensors { lines.append("    and \(tensors.count - Self.mostTensors) more") }
        }
        if !odd.isEmpty {
            lines.append("  odd")
            lines += odd.map { "    \($0)" }
        }
        return lines.joined(separator: "\n")
    }

    private static func columns(_ rows: [[String]], indentation: Int) -> [String] {
        guard let count = rows.first?.count else { return [] }
        let widths = (0..<count - 1).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let padded = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            return String(repeating: " ", count: indentation) + (padded + [row[count - 1]]).joined(separator: "  ")
        }
    }
}
