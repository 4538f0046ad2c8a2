/// A change that a person makes to one feature of a code.
public enum FeatureEdit: Sendable, Hashable {
    /// The feature is taken out.
    case off
    /// The activation times a factor; nothing happens where the feature is not active.
    case scale(Float)
    /// The activation becomes this; the feature is added where it is not active.
    case set(Float)

    /// The activation after the edit.
    func applied(to activation: Float) -> Float {
        switch self {
        case .off: 0
        case .scale(let factor): activation * factor
        case .set(let value): value
        }
    }
}
