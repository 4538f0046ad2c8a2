/// What calibration documents taught: probabilities, nulls and thresholds. Frozen: verdicts depend on the claim's statistics and on this alone.
///
///     let calibration = try ClaimCalibration.fit(cases, checkpoints: checkpoints, truth: "ground truth", options: options)
///     try calibration.write(to: url)
///     let again = try ClaimCalibration.open(url, for: checkpoints)     // refused for other checkpoints
public struct ClaimCalibration: Sendable, Equatable {
    public static let format = "parallax.calibration"
    public static let version = 1

    /// What a class had in the calibration documents.
    public struct ClassCount: Sendable, Equatable, Codable {
        public let name: String
        /// Written claims of known truth, and how many of them are true.
        public let written: Int
        public let isTrue: Int
        public let swaps: Int
        public let lies: Int
    }

    public let checkpoints: ClaimCheckpoints
    public let options: ClaimCalibrationOptions
    /// What the tests compared with, and how thoroughly they looked: inspection does the same.
    public let background: ClaimBackground
    public let examination: ClaimOptions
    /// Who said what is true: "ground truth of documents.jsonl", "41 verdicts of a person".
    public let truth: String
    /// Titles, in the order of the cases.
    public let documents: [String]
    public let classes: [ClassCount]
    public let all: ClaimRule
    public let withoutText: ClaimRule
    public let references: ClaimReferences
    /// What the explanations were like; nil in files from before it was kept.
    public var seen: SeenTexts?
    /// Of each test alone.
    let nulls: [ClaimTest: PooledNulls]

    /// - Parameter usesText: whether tests that read the document's text count.
    public func rule(usesText: Bool) -> ClaimRule { usesText ? all : withoutText }

    /// The test's null, pooled over random swaps of the class, else of its kind, else of all; nil where even those are fewer than 200.
    public func null(_ test: ClaimTest, className: String, kind: ClaimKind) -> ClaimNull? {
        nulls[test]?.null(className: className, kind: kind)
    }

    /// One line for screens and reports: on what probabilities rest.
    public var basis: String {
        let claims = classes.reduce(0) { $0 + $1.written }, swaps = classes.reduce(0) { $0 + $1.swaps }, lies = classes.reduce(0) { $0 + $1.lies }
        return "\(claims) claims, \(swaps) random swaps and \(lies) best lies of \(documents.count) documents; truth: \(truth.shortened)"
    }

    /// - Throws: `Complaint` naming the parts that differ.
    public func check(_ others: ClaimCheckpoints) throws {
        let differences = checkpoints.differences(from: others)
        guard differences.isEmpty else {
            throw Complaint(
                "calibration", expected: "the checkpoints and rules that it was made with", found: differences.joined(separator: ", "),
                remedy: "calibrate anew with parallax claims calibrate")
        }
    }
}

extension OutputKind {
    package static let calibration = OutputKind("a calibration of claims", isText: true) { stated($0, "format") == ClaimCalibration.format }
}
