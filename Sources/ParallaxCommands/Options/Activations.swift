import ParallaxCompute

/// Vectors that a command is given by name.
enum Activations {
    /// - Throws: `Complaint` where the tensor cannot be read, has another width or holds a value that is no number.
    /// - Parameter mustBeFinite: false where the figures themselves say what a value that is no number does to them.
    static func read(_ reference: String, width: Int?, for user: String, mustBeFinite: Bool = true) throws -> Rows {
        let rows = try TensorReference(reference).rows()
        if let width, rows.width != width {
            throw Complaint(reference, expected: "rows of \(width), as \(user) takes them", found: "rows of \(rows.width)", remedy: "use activations of the right model and site")
        }
        if mustBeFinite, let place = rows.firstNonFinite() {
            throw Complaint(reference, expected: "finite numbers", found: "\(place.value) at row \(place.row), column \(place.column)", remedy: "capture the activations again")
        }
        return rows
    }
}
