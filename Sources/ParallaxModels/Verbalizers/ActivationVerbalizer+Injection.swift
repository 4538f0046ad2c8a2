extension ActivationVerbalizer {
    /// What stands at the marker: v · scale / ‖v‖, for every row.
    /// - Throws: `Complaint` for rows of another width, and for a vector that has no direction.
    package func injections(_ activations: Rows) throws -> [[Float]] {
        guard activations.width == inputSize else {
            let base = sidecar.baseCheckpoint ?? "its base model"
            throw Complaint(
                "activations", expected: "rows of \(inputSize), the width of \(folder.lastPathComponent)", found: "rows of \(activations.width)",
                remedy: "use activations of \(base)\(site.map { " at \($0)" } ?? "")")
        }
        return try (0..<activations.count).map { row in
            let vector = activations[row]
            // In double, so that no norm of finite numbers overflows.
            let norm = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
            guard norm > 0, norm.isFinite else {
                throw Complaint(
                    "activation row \(row)", expected: "a vector with a direction", found: norm == 0 ? "zeros only" : "values that are not finite",
                    remedy: "leave the row out, or capture it again")
            }
            let factor = Double(injectionScale) / norm
            return vector.map { Float(Double($0) * factor) }
        }
    }
}
