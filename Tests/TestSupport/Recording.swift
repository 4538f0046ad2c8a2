import Foundation

/// Whether tests write down what is so now instead of holding it against what was written.
public enum Recording {
    /// PARALLAX_RECORD=1, and no other value: 0 means no.
    public static var isOn: Bool { isOn(ProcessInfo.processInfo.environment) }

    public static func isOn(_ environment: [String: String]) -> Bool { environment["PARALLAX_RECORD"] == "1" }
}
