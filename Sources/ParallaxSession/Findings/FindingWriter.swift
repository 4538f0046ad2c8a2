import Foundation
import ParallaxCompute

/// The finding that is being written, and how many were begun.
public struct FindingState: Sendable {
    public var writing: WriteQuestion?
    var begun = 0
}

/// A finding on its way to its files; the answer is their names. It is named by the act, not by what it holds: a figure may be no number, which is not equal to
/// itself, and what is not equal to itself is asked for again for ever.
public struct WriteQuestion: Question {
    public let number: Int
    public let finding: Finding
    /// How a session comes here again.
    public let look: LookRequest
    public let shown: DocumentID

    public static func == (a: Self, b: Self) -> Bool { a.number == b.number }
    public func hash(into hasher: inout Hasher) { hasher.combine(number) }

    public var lane: Lane { .effects }
    public var pace: Pace { .prompt }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> [String] {
        try FindingWriter(WrittenFinding(finding, look, shown, on: bench)).write()
    }

    public func answer(on bench: TextBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> [String] {
        try FindingWriter(WrittenFinding(finding, look, shown, on: bench)).write()
    }

    public func keep(_ answer: [String], in state: inout SessionState) {
        state.findings.writing = nil
        state.notice = "written to " + answer.joined(separator: " and ")
    }

    public func fail(_ complaint: Complaint, in state: inout SessionState) { state.findings.writing = nil }
}

/// A finding with the checkpoints that it rests on, and what it was made with.
struct WrittenFinding {
    let finding: Finding
    let making: Making
    let body: Body

    struct Body: Encodable {
        var finding: Finding
        /// Fingerprints by name: of the model, and of the dictionary, AV, AR and texts that are shown.
        var checkpoints: [String: String]
        var workspace: String?
    }

    init(_ finding: Finding, _ look: LookRequest, _ shown: DocumentID, on bench: ModelBench) {
        self.init(
            finding, look, Making(bench.instrument, documents: [shown]), bench.instrument.checkpoints(of: finding), bench.workspace)
    }

    init(_ finding: Finding, _ look: LookRequest, _ shown: DocumentID, on bench: TextBench) {
        let files = bench.texts.sources.filter { $0.name == finding.verbal?.verbalizer }.map(\.file)
        self.init(finding, look, Making(bench, documents: [shown]), files, bench.workspace)
    }

    private init(_ finding: Finding, _ look: LookRequest, _ making: Making, _ used: [any Checkpoint], _ workspace: Workspace) {
        self.finding = finding
        var making = making
        making.look = look
        self.making = making
        // Two of one name are told apart by the folder that they lie in.
        let names = Dictionary(grouping: used, by: \.name)
        let fingerprints = used.map { checkpoint in
            let folder = checkpoint.files.first?.deletingLastPathComponent().deletingLastPathComponent().lastPathComponent ?? ""
            return (names[checkpoint.name]?.count == 1 ? checkpoint.name : "\(folder)/\(checkpoint.name)", checkpoint.fingerprint)
        }
        body = Body(
            finding: finding, checkpoints: Dictionary(fingerprints) { first, _ in first }, workspace: workspace.file?.path)
    }
}

/// Writes findings of a workspace into files.
struct FindingWriter {
    private let written: WrittenFinding

    init(_ written: WrittenFinding) { self.written = written }

    /// Writes a finding as JSON and as text into the current folder. A file that is there is never overwritten.
    func write() throws -> [String] {
        let finding = written.finding
        // A title may be anything, a file's name has 255 bytes.
        let safe = String(
            String.UnicodeScalarView(finding.document.unicodeScalars.prefix(40).map { CharacterSet.alphanumerics.contains($0) ? $0 : "-" }))
        // "site 4 = blocks.3.…": the number says where, and a counter behind it cannot be taken for a place.
        let site = finding.site.split(separator: " ").prefix(2).joined()
        let base = "parallax-\(safe)-token\(finding.position)-\(site)"
        let folder = Host.currentFolder
        do {
            return try write(
                JSONBytes.of(MadeFinding(written.body, written.making), pretty: true, numbers: JSONBytes.words),
                Data(Self.text(finding).text(for: .file).utf8),
                as: folder.appending(path: base).path)
        } catch let complaint as Complaint {
            throw Complaint(
                folder.path, expected: "a folder in which files can be written", found: complaint.found,
                remedy: "start parallax in a folder of yours")
        }
    }

    /// Both files or neither, under the first name that no file has.
    private func write(_ json: Data, _ text: Data, as base: String) throws -> [String] {
        let files = [(suffix: ".json", data: json), (suffix: ".txt", data: text)]
        // Complete before one of them has a name: a full disk leaves nothing.
        let whole = try files.map { file in
            let whole = try WholeFile(beside: base + file.suffix)
            try file.data.withUnsafeBytes(whole.append)
            return whole
        }
        for number in 1...Self.mostOfOneName {
            let paths = files.map { (number == 1 ? base : "\(base) (\(number))") + $0.suffix }
            guard !paths.contains(where: { FileSystem.exists($0) }), try whole[0].create(as: paths[0]) else { continue }
            // Somebody else may have taken the second name since: then the text stands alone under the next one.
            var text = paths[1], next = number
            while try !whole[1].create(as: text), next < Self.mostOfOneName {
                next += 1
                text = "\(base) (\(next))" + files[1].suffix
            }
            return [paths[0], text].map { ($0 as NSString).lastPathComponent }
        }
        throw Complaint(
            base, expected: "fewer than \(Self.mostOfOneName) findings of one token", found: "as many", remedy: "move them elsewhere")
    }

    private static let mostOfOneName = 10_000

    /// The screen as it stood, the sentences, and what was warned of: lines stay lines, the rest is escaped.
    private static func text(_ finding: Finding) -> Printable {
        var text: Printable =
            "document \(finding.document)   token \(finding.position)   \(finding.site)\n\n\(Printable(passage: finding.screen))\n"
        if let words = finding.verbal {
            text += "\nexplanation (\(words.verbalizer))\n\(Printable(passage: words.text))\n"
            if let edited = words.editedText { text += "\nedited\n\(Printable(passage: edited))\n" }
        }
        for warning in finding.warnings { text += "\nwarning: \(warning)" }
        return text + "\n"
    }
}
