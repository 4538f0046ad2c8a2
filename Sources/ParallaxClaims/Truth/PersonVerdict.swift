import Foundation

/// What a person says of one claim.
public struct PersonVerdict: Sendable, Equatable, Codable {
    public enum Verdict: String, Sendable, Codable, CaseIterable {
        case `true`, `false`, unsure
    }

    /// Title of the document.
    public var document: String
    public var position: Int
    /// Name of the verbalizer that wrote the claim.
    public var verbalizer: String
    public var text: String
    public var className: String
    public var value: String?
    public var verdict: Verdict
    /// When, as ISO 8601; nobody needs it to use the verdict.
    public var time: String?

    private enum CodingKeys: String, CodingKey {
        case document, position, verbalizer, text, className = "class", value, verdict, time
    }

    public init(document: String, position: Int, verbalizer: String, claim: Claim, verdict: Verdict, time: String? = nil) {
        self.document = document
        self.position = position
        self.verbalizer = verbalizer
        text = claim.text
        className = claim.className
        value = claim.value
        self.verdict = verdict
        self.time = time
    }

    /// One line of JSON, its keys sorted, with the end of line.
    func line() throws -> Data { try JSONBytes.of(self) + Data([0x0a]) }

    /// Whether it is about this claim: by class and value, or by the words where nothing is known to be stated.
    func isAbout(_ claim: Claim) -> Bool { claim.className == className && (value == nil && claim.value == nil ? claim.text == text : claim.value == value) }
}
