import Foundation

/// Description lengths of one sparse code, in bits: `active` of `features` are on, each coefficient in `coefficientBits`.
public enum CodeLength {
    /// L0 (log2 n + B).
    public static func naive(active: Int, features: Int, coefficientBits: Double) -> Outcome {
        refused(active, features, coefficientBits) ?? Outcome(Double(active) * (log2(Double(features)) + coefficientBits))
    }

    /// log2 C(n, L0) + log2(n + 1) + L0·B: which features, how many of them (uniform over 0…n), and their coefficients.
    public static func set(active: Int, features: Int, coefficientBits: Double) -> Outcome {
        refused(active, features, coefficientBits)
            ?? Outcome(log2Choose(features, active) + log2(Double(features) + 1) + Double(active) * coefficientBits)
    }

    /// log2 of the binomial coefficient C(n, k); 0 outside 0…n.
    public static func log2Choose(_ n: Int, _ k: Int) -> Double {
        guard k > 0, k < n else { return 0 }
        // lgamma differences cancel for large n and small k; a product of min(k, n − k) quotients does not.
        let terms = min(k, n - k)
        if terms <= 4096 { return (0..<terms).reduce(0) { $0 + log2(Double(n - $1) / Double($1 + 1)) } }
        return (lgamma(Double(n) + 1) - lgamma(Double(k) + 1) - lgamma(Double(n - k) + 1)) / M_LN2
    }

    private static func refused(_ active: Int, _ features: Int, _ coefficientBits: Double) -> Outcome? {
        guard features > 0, (0...features).contains(active) else { return .undefined("\(active) active features of \(features)") }
        guard coefficientBits >= 0, coefficientBits.isFinite else { return .undefined("\(coefficientBits) bits a coefficient") }
        return nil
    }
}
