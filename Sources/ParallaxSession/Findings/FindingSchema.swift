/// The form of a finding's JSON.
public enum FindingSchema {
    /// Grows when a key changes its meaning or goes; new keys leave it.
    public static let version = 1
    public static let document = "{}"
}
