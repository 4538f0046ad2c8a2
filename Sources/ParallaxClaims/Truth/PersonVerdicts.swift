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
    /// Nil where there is none, and where it was taken back.
    public func verdict(on claim: Claim, document: String, position: Int) -> PersonVerdict.Verdict? {
        places[document]?[position]?.last { verdicts[$0].isAbout(claim) }.flatMap { verdicts[$0].verdict }
    }

    /// Of each claim the last word, where that is one: what a person holds by now.
    public var standing: [PersonVerdict] {
        verdicts.indices.filter { index in
            let own = verdicts[index]
            return own.verdict != nil && places[own.document]?[own.position]?.last { verdicts[$0].isAbout(own) } == index
        }.map { verdicts[$0] }
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
    /// Nil takes back what was said before ("none" in the file).
    public var verdict: Verdict?
    /// When, as ISO 8601; nobody needs it to use the verdict, nor what follows, which older files do not have.
    public var time: String?
    /// The token at the position.
    public var token: String?
    /// In which the claim stands.
    public var explanation: String?
    /// Of the model, the AV, the AR and the texts, by their roles.
    public var fingerprints: [String: String]?

    private enum CodingKeys: String, CodingKey {
        case document, position, verbalizer, text, className = "class", value, verdict, time, token, explanation, fingerprints
    }

    private static let takenBack = "none"

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        document = try container.decode(String.self, forKey: .document)
        position = try container.decode(Int.self, forKey: .position)
        verbalizer = try container.decode(String.self, forKey: .verbalizer)
        text = try container.decode(String.self, forKey: .text)
        className = try container.decode(String.self, forKey: .className)
        value = try container.decodeIfPresent(String.self, forKey: .value)
        time = try container.decodeIfPresent(String.self, forKey: .time)
        token = try container.decodeIfPresent(String.self, forKey: .token)
        explanation = try container.decodeIfPresent(String.self, forKey: .explanation)
        fingerprints = try container.decodeIfPresent([String: String].self, forKey: .fingerprints)
        let said = try container.decode(String.self, forKey: .verdict)
        verdict = Verdict(rawValue: said)
        if verdict == nil, said != Self.takenBack {
            throw DecodingError.dataCorruptedError(forKey: .verdict, in: container, debugDescription: "no verdict")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(document, forKey: .document)
        try container.encode(position, forKey: .position)
        try container.encode(verbalizer, forKey: .verbalizer)
        try container.encode(text, forKey: .text)
        try container.encode(className, forKey: .className)
        try container.encodeIfPresent(value, forKey: .value)
        try container.encode(verdict?.rawValue ?? Self.takenBack, forKey: .verdict)
        try container.encodeIfPresent(time, forKey: .time)
        try container.encodeIfPresent(token, forKey: .token)
        try container.encodeIfPresent(explanation, forKey: .explanation)
        try container.encodeIfPresent(fingerprints, forKey: .fingerprints)
    }

    public init(document: String, position: Int, verbalizer: String, claim: Claim, verdict: Verdict?, time: String? = nil) {
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
        isAbout(className: claim.className, value: claim.value, text: claim.text)
    }

    /// Whether both are about one claim.
    func isAbout(_ other: PersonVerdict) -> Bool { isAbout(className: other.className, value: other.value, text: other.text) }

    private func isAbout(className other: String, value: String?, text: String) -> Bool {
        other == className && (self.value == nil && value == nil ? self.text == text : self.value == value)
    }
}
