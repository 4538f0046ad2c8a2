/// The scale at which a reconstruction whose length means nothing is put into the model.
public enum TrueNorm {
    /// y · ‖x‖ / ‖y‖, norms summed in double.
    /// - Returns: nil where no scale is defined: y is zero, either is not finite, or their widths differ.
    public static func rescaled(_ y: [Float], to x: [Float]) -> [Float]? {
        guard y.count == x.count else { return nil }
        let wanted = norm(x), own = norm(y)
        guard own > 0, own.isFinite, wanted.isFinite else { return nil }
        let factor = wanted / own
        return y.map { Float(Double($0) * factor) }
    }

    private static func norm(_ vector: [Float]) -> Double { vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot() }
}
