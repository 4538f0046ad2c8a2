import Foundation
import ParallaxClaims
import TestSupport
import Testing

@Suite("a person's verdicts in a file that grows")
struct PersonVerdictsTests {
    let folder: TemporaryFolder
    private let sad = claim("The mood is sad.", "mood", value: "sad")

    init() throws { folder = try TemporaryFolder() }

    private var file: URL { folder.url.appending(path: "verdicts.jsonl") }

    @Test("what was appended is read again; of several verdicts on a claim the last one counts")
    func appending() throws {
        var verdicts = try PersonVerdicts(file)
        #expect(verdicts.verdicts == [])
        let unsaid = claim("All is well.", "detail")
        let given: [(Claim, PersonVerdict.Verdict)] = [(sad, .true), (unsaid, .unsure), (sad, .false)]
        for (claim, verdict) in given {
            try verdicts.append(
                PersonVerdict(document: "d", position: 3, verbalizer: "v", claim: claim, verdict: verdict, time: "2026-11-25T19:00:00Z"))
        }
        let again = try PersonVerdicts(file)
        #expect(again.verdicts == verdicts.verdicts && again.verdicts.count == 3 && again.complaints == [])
        for read in [verdicts, again] {
            #expect(read.isTrue(sad, document: "d", position: 3) == false)
            // Another sentence for the same value is the same claim.
            #expect(read.isTrue(claim("The tone is sad.", "mood", value: "sad"), document: "d", position: 3) == false)
            #expect(
                read.verdict(on: unsaid, document: "d", position: 3) == .unsure && read.isTrue(unsaid, document: "d", position: 3) == nil)
            #expect(read.isTrue(sad, document: "d", position: 4) == nil && read.isTrue(sad, document: "e", position: 3) == nil)
        }
        #expect(
            try String(contentsOf: file, encoding: .utf8).split(separator: "\n")[0]
                == #"{"class":"mood","document":"d","position":3,"text":"The mood is sad.","time":"2026-11-25T19:00:00Z","value":"sad","verbalizer":"v","verdict":"true"}"#
        )
    }

    @Test("what was taken back is no verdict, and what is said after it is one again; what a line says beside it is kept")
    func takingBack() throws {
        var verdicts = try PersonVerdicts(file)
        for verdict in [PersonVerdict.Verdict.true, nil, .false, nil, .true] {
            var line = PersonVerdict(document: "d", position: 3, verbalizer: "v", claim: sad, verdict: verdict)
            (line.token, line.explanation, line.fingerprints) = (" ring", "The mood is sad.", ["model": "0123"])
            try verdicts.append(line)
            let again = try PersonVerdicts(file)
            #expect(again.verdicts == verdicts.verdicts && again.complaints == [])
            #expect(
                again.verdict(on: sad, document: "d", position: 3) == verdict
                    && again.standing.map(\.verdict) == (verdict == nil ? [] : [verdict]))
        }
        let last = try #require(try PersonVerdicts(file).verdicts.last)
        #expect(last.token == " ring" && last.explanation == "The mood is sad." && last.fingerprints == ["model": "0123"])
    }

    @Test("a damaged line is named, the others are used, and a line that was cut off does not swallow the next")
    func damaged() throws {
        try folder.write(
            "verdicts.jsonl",
            "{\"document\":\"d\",\"position\":1,\"verbalizer\":\"v\",\"text\":\"A.\",\"class\":\"x\",\"verdict\":\"true\"}\n\n{\"document\": 3}\n{\"docu"
        )
        var verdicts = try PersonVerdicts(file)
        #expect(verdicts.verdicts.count == 1)
        #expect(verdicts.complaints.map(\.subject) == [3, 4].map { "\(file.path), line \($0)" })
        try verdicts.append(PersonVerdict(document: "d", position: 3, verbalizer: "v", claim: sad, verdict: .true))
        let again = try PersonVerdicts(file)
        #expect(again.verdicts.count == 2 && again.complaints.count == 2)
    }

    @Test("a file that cannot be written is refused with a sentence, and nothing is remembered")
    func unwritable() throws {
        var verdicts = try PersonVerdicts(folder.url.appending(path: "absent").appending(path: "verdicts.jsonl"))
        #expect(throws: Complaint.self) {
            try verdicts.append(PersonVerdict(document: "d", position: 3, verbalizer: "v", claim: sad, verdict: .true))
        }
        #expect(verdicts.verdicts == [])
        #expect(throws: Complaint.self) { try PersonVerdicts(folder.url) }
    }

    @Test("many who append at once: every line is whole, and none is lost")
    func together() async throws {
        let url = file, sad = sad
        try Data("a line that an editor left without an end".utf8).write(to: url)
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<6 {
                group.addTask {
                    var verdicts = try? PersonVerdicts(url)
                    for turn in 0..<20 {
                        try? verdicts?.append(
                            PersonVerdict(document: "d\(writer)", position: turn, verbalizer: "v", claim: sad, verdict: .true))
                    }
                }
            }
        }
        let again = try PersonVerdicts(url)
        #expect(again.verdicts.count == 120 && again.complaints.count == 1)
        #expect(Set(again.verdicts.map { "\($0.document) \($0.position)" }).count == 120)
    }

    @Test(
        "half a line of a program that was killed is no verdict and no fault, and the next verdict takes its place; half a line of a person's stays"
    )
    func cutOff() throws {
        let url = file, verdict = PersonVerdict(document: "d", position: 3, verbalizer: "v", claim: sad, verdict: .true)
        var first = try PersonVerdicts(url)
        try first.append(verdict)
        let whole = try Data(contentsOf: url)
        for cut in 1..<whole.count - 1 {
            try (whole + whole.prefix(cut)).write(to: url)
            var log = try PersonVerdicts(url)
            #expect(log.verdicts == [verdict] && log.complaints.isEmpty, "\(cut) bytes")
            try log.append(verdict)
            let both = whole + whole
            #expect(try Data(contentsOf: url) == both, "\(cut) bytes")
        }
        let own = Data("{\"mine\": ".utf8)
        try (whole + own).write(to: url)
        var log = try PersonVerdicts(url)
        #expect(log.complaints.count == 1)
        try log.append(verdict)
        let kept = whole + own + Data("\n".utf8) + whole
        #expect(try Data(contentsOf: url) == kept)
    }

    @Test("a file that another program holds is waited for, and then refused with a sentence")
    func held() throws {
        try folder.write("verdicts.jsonl", "")
        let descriptor = open(file.path, O_RDWR)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX) == 0)
        var verdicts = try PersonVerdicts(file)
        let complaint = #expect(throws: Complaint.self) {
            try verdicts.append(PersonVerdict(document: "d", position: 3, verbalizer: "v", claim: sad, verdict: .true))
        }
        #expect(complaint?.found == "another program that holds it")
        #expect(flock(descriptor, LOCK_UN) == 0)
        try verdicts.append(PersonVerdict(document: "d", position: 3, verbalizer: "v", claim: sad, verdict: .true))
        #expect(try PersonVerdicts(file).verdicts.count == 1)
    }
}
