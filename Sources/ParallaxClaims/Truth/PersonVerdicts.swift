import Foundation

/// A person's verdicts, one a line of JSON in a file that only grows. Of several on the same claim the last one counts.
public struct PersonVerdicts: ClaimTruthSource {
    public let url: URL
    public private(set) var verdicts: [PersonVerdict] = []
    /// Lines that make no sense; the others are used.
    public private(set) var complaints: [Complaint] = []
    /// Of each document and position, in the order of the file.
    private var places: [String: [Int: [Int]]] = [:]

    private static let longestLine = 1 << 20
    private static let mostComplaints = 20

    /// Opens a file; one that is not there yet has no verdicts.
    /// - Throws: `Complaint` where there is something that cannot be read.
    public init(_ url: URL) throws {
        self.url = url
        guard url.isThere else { return }
        let file = try MappedFile(url.path)
        defer { withExtendedLifetime(file) {} }
        let decoder = JSONDecoder()
        for line in TextLines(file.bytes) {
            let isShort = line.extent.count <= Self.longestLine
            if isShort, let verdict = try? decoder.decode(PersonVerdict.self, from: Data(file.bytes[line.extent])) {
                remember(verdict)
            } else if line.extent.upperBound == file.bytes.count, Self.isCutOff(Data(file.bytes[line.extent])) {
                // Nobody was told that it is there; the next verdict takes its place.
                continue
            } else if complaints.count < Self.mostComplaints {
                complaints.append(
                    Complaint(
                        "\(url.path), line \(line.number)",
                        expected: "a verdict with document, position, verbalizer, text, class and verdict (true, false or unsure)",
                        found: isShort ? "something else" : "\(line.extent.count) bytes",
                        remedy: "mend or remove the line, the others are used"))
            }
        }
    }

    private mutating func remember(_ verdict: PersonVerdict) {
        places[verdict.document, default: [:]][verdict.position, default: []].append(verdicts.count)
        verdicts.append(verdict)
    }

    /// The last word on a claim, by whatever verbalizer.
    public func verdict(on claim: Claim, document: String, position: Int) -> PersonVerdict.Verdict? {
        places[document]?[position]?.last { verdicts[$0].isAbout(claim) }.map { verdicts[$0].verdict }
    }

    /// Nil also where the person was unsure.
    public func isTrue(_ claim: Claim, document: String, position: Int) -> Bool? {
        switch verdict(on: claim, document: document, position: position) {
        case .true: true
        case .false: false
        case .unsure, nil: nil
        }
    }

    /// How each line of this program's own begins.
    private static let beginning = Data("{\"class\":\"".utf8)

    /// Whether the end of a file is a line of ours that a kill cut off: the kernel may stop a write between two pages.
    private static func isCutOff(_ tail: Data) -> Bool {
        !tail.isEmpty && tail.prefix(beginning.count) == beginning.prefix(tail.count)
            && (try? JSONSerialization.jsonObject(with: tail, options: .fragmentsAllowed)) == nil
    }

    /// Seconds for another program to finish its own line.
    private static let patience = 5.0

    /// Adds a verdict here and at the end of the file: a whole line or nothing, and never into another program's.
    /// - Throws: `Complaint` where the file cannot be written; then nothing is added anywhere.
    public mutating func append(_ verdict: PersonVerdict) throws {
        var line = try verdict.line()
        do {
            let file = try GrowingFile(url, waiting: Self.patience)
            // A line without an end, by an editor or by what was cut off, must not swallow this one.
            if file.isLocked, let tail = file.tail(atMost: Self.longestLine), Self.isCutOff(tail) {
                file.shorten(to: file.size - tail.count)
            } else if let last = file.lastByte, last != 0x0a {
                line.insert(0x0a, at: 0)
            }
            try file.append(line)
            file.settle()
        } catch {
            let found =
                switch error {
                case .held: "another program that holds it"
                case .readOnly(let words), .impossible(let words): words
                }
            throw Complaint(
                url.path, expected: "a file that verdicts can be appended to", found: found, remedy: "name another file under verdicts")
        }
        remember(verdict)
    }
}

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
    func isAbout(_ claim: Claim) -> Bool {
        claim.className == className && (value == nil && claim.value == nil ? claim.text == text : claim.value == value)
    }
}
