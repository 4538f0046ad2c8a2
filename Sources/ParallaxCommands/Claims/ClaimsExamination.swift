import ParallaxCompute
import ParallaxSession

/// The claims of a token, of a document or of the set, as `claims` examines them and as `verify` examines them again.
struct ClaimsExamination {
    private let subject: ClaimsSubject
    private let request: ClaimsRequest

    init(_ subject: ClaimsSubject, _ request: ClaimsRequest) {
        self.subject = subject
        self.request = request
    }

    private func tests() throws -> Set<ClaimTest> {
        Set(
            try request.off.map { name in
                guard let test = ClaimTest(rawValue: name) else {
                    throw Complaint(
                        "off", expected: "tests (\(ClaimTest.allCases.map(\.rawValue).joined(separator: ", ")))",
                        found: "\"\(name.shortened)\"", remedy: "name tests that there are")
                }
                return test
            })
    }

    /// - Throws: `Complaint` where nothing can be examined; `CancellationError`.
    func report(_ cancellation: Cancellation) throws -> ClaimsReport {
        let library = subject.instrument.library, off = try tests()
        if let document = request.document, !(0..<library.count).contains(document) {
            throw Complaint(
                "--document", expected: "a number from 0 to \(library.count - 1)", found: "\(document)",
                remedy: "choose one of the workspace's documents")
        }
        let claims = try ClaimPages(
            subject.instrument, verbalizer: subject.verbalizer, first: DocumentID(request.document ?? 0), cancellation: cancellation)
        Output.warnings(claims.complaints)
        var pages: [ClaimsReport.Page] = [], left: [ClaimsReport.LeftOut] = []
        let read = WorkspaceDocuments(subject.instrument)
        func warnings(_ indices: [Int]) -> [String] {
            off.contains(.witness) ? [] : subject.instrument.claimWarnings(subject.verbalizer, over: read, indices)
        }
        let documents = request.document.map { [$0] } ?? Array(0..<library.count)
        let progress = ProgressLine("documents", total: documents.count)
        for (done, index) in documents.enumerated() {
            let title = library.titles[index], own = warnings([index])
            // What cannot be read of many is left out and said to be; of one it is the answer.
            func attempt<Result>(_ position: Int?, _ body: () throws -> Result) throws -> Result? {
                do {
                    return try body()
                } catch let complaint as Complaint where request.position == nil {
                    left.append(.init(document: title, position: position, why: complaint))
                    Output.warnings([complaint.at(position.map { "left out: \(title), position \($0)" } ?? "left out: \(title)")])
                    return nil
                }
            }
            let usable = try attempt(nil) { try claims.positions(DocumentID(index), cancellation: cancellation) } ?? []
            for position in request.position.map({ [$0] }) ?? ClaimGathering.every(request.every ?? 1)(title, usable) {
                let place = Place(document: DocumentID(index), position: position)
                guard
                    let page = try attempt(
                        position, { try claims.page(place, off: off, usesText: !request.blind, cancellation: cancellation) })
                else { continue }
                pages.append(.init(document: title, position: position, token: claims.token(place), page: page, warnings: own))
            }
            if documents.count > 1 { progress.update(done: done + 1) }
        }
        if pages.isEmpty, let first = left.first {
            throw Complaint(
                "claims", expected: "a token whose explanation can be examined", found: "none of \(left.count)",
                remedy: "see the warnings; the first: \(first.why)")
        }
        // Of those that have a page.
        let examined = Set(pages.map(\.document)), all = warnings(documents.filter { examined.contains(library.titles[$0]) })
        Output.note(all)
        return ClaimsReport(pages: pages, left: left, verbalizer: subject.loaded.info.name, basis: claims.basis, warnings: all)
    }

    func making(of report: ClaimsReport) -> Making {
        let titles = subject.instrument.library.titles, examined = Set(report.pages.map(\.document))
        var making = Making(subject.instrument, documents: titles.indices.filter { examined.contains(titles[$0]) }.map(DocumentID.init))
        making.claims = request
        return making
    }
}
