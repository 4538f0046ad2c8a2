import ParallaxCompute

/// Makes a finding of `w` again: a session goes where it stood, does what the person did there, and is asked what it sees.
public struct FindingReplay {
    private let bench: any Bench
    private let request: LookRequest

    public init(_ request: LookRequest, on bench: any Bench) {
        self.request = request
        self.bench = bench
    }

    /// - Returns: the finding with what `w` writes beside it, and what this run made it with.
    /// - Throws: `Complaint` where the workspace has no such place, or something of it cannot be computed; `CancellationError`.
    public func made(_ cancellation: Cancellation) throws -> (body: some Encodable, making: Making) {
        let (finding, shown) = try finding(cancellation)
        let written =
            (bench as? ModelBench).map { WrittenFinding(finding, request, shown, on: $0) }
            ?? (bench as? TextBench).map { WrittenFinding(finding, request, shown, on: $0) }
        guard let written else { throw missing("bench", "another one") }
        return (written.body, written.making)
    }

    private func finding(_ cancellation: Cancellation) throws -> (Finding, shown: DocumentID) {
        var session = QuietSession(bench)
        let shown = try add(&session)
        let sites = session.state.inventory.sites
        let row =
            request.site.map { name in sites.firstIndex { $0.hookName == name } }
            ?? (sites.indices.contains(request.row) ? request.row : nil)
        guard let row else { throw missing("site", request.site.map { "\"\($0)\"" } ?? "row \(request.row)") }
        // Statistics and noise that were not there yet are not waited for: figures without them are other figures.
        func isWanted(_ question: AnyQuestion) -> Bool {
            request.hadAnswer(question) && (request.statistics || question.of(StatisticsQuestion.self) == nil)
        }
        let opening = { (question: AnyQuestion) in
            question.of(TraceQuestion.self) != nil || question.of(OpenDictionariesQuestion.self) != nil
                || question.of(OpenVerbalizersQuestion.self) != nil || question.of(StatisticsQuestion.self) != nil && isWanted(question)
        }
        session.state.document = try request.batch.map { try document($0.document, session) } ?? shown
        place(&session, row)
        try session.settle(cancellation, answering: opening)
        try fail(session, TraceQuestion(document: session.state.document))
        try choose(&session)
        if let batch = request.batch, let verbalizer = session.state.verbalizer { try explain(batch, verbalizer, session, cancellation) }
        if session.state.document != shown {
            // What an edited text has in common with its original is known from there.
            try session.settle(cancellation, answering: isWanted)
            session.state.document = shown
            place(&session, row)
            try session.settle(cancellation, answering: opening)
            try fail(session, TraceQuestion(document: shown))
        }
        try edit(&session)
        session.state.visible = Set(SidePane.all.filter { request.panes.contains($0.name) })
        try session.settle(cancellation, answering: isWanted)
        if let cuts = request.cuts { try examine(&session, cuts, cancellation, isWanted) }
        if let failure = session.state.failures.values.min(by: { $0.description < $1.description }) { throw failure }
        guard let finding = session.state.finding(screen: "") else { throw missing("position", "position \(request.position)") }
        return (finding, shown)
    }

    private func missing(_ what: String, _ named: String) -> Complaint {
        Complaint(
            "made.look", expected: "a \(what) of this workspace", found: named.shortened,
            remedy: "name the workspace that it was made on with --workspace")
    }

    private func check(_ session: QuietSession, _ what: String, _ holds: Bool, _ named: String) throws {
        if !holds { throw missing(what, named) }
    }

    private func fail(_ session: QuietSession, _ question: some Question) throws {
        if let failure = session.state.failure(of: question) { throw failure }
    }

    /// The person's own documents, behind the workspace's.
    /// - Returns: the document that is shown.
    private func add(_ session: inout QuietSession) throws -> DocumentID {
        let first = session.state.inventory.documentTitles.count
        try check(session, "document", request.own.count <= SessionState.ownLimit, "\(request.own.count) texts of one's own")
        for own in request.own {
            let original = try own.original.map { try self.document($0, session) },
                number = DocumentID(session.state.inventory.documentTitles.count)
            let content: OwnDocument.Content =
                own.chat.map { .chat($0) } ?? own.file.map { .file($0) } ?? own.ids.map { .ids($0) } ?? .text(own.text ?? "")
            let added = OwnDocument(title: own.title, content: content, prefix: own.prefix, original: original)
            session.state.editing.ownDocuments[number] = added
            session.state.inventory.documentTitles.append(own.title)
            bench.add(added)
        }
        // Where the workspace has more or fewer documents now, a number behind them would be another document.
        if !request.own.isEmpty {
            try check(session, "document", request.document >= first, "document \(request.document), where it had fewer documents")
        }
        return try document(request.document, session)
    }

    private func document(_ number: Int, _ session: QuietSession) throws -> DocumentID {
        try check(session, "document", session.state.inventory.contains(DocumentID(number)), "document \(number)")
        return DocumentID(number)
    }

    private func place(_ session: inout QuietSession, _ row: Int) {
        session.state.position = max(0, request.position)
        session.state.row = row
        session.state.hasMovedRow = true
    }

    private func choose(_ session: inout QuietSession) throws {
        let state = session.state, inventory = state.inventory, length = state.trace?.ids.count ?? 0
        try check(session, "position", (0..<length).contains(request.position), "position \(request.position) of \(length)")
        if let name = request.dictionary {
            guard let dictionary = inventory.dictionaries(at: state.site).first(where: { inventory.dictionaries[$0].name == name }) else {
                throw missing("dictionary", "\"\(name)\", which is not at \(state.siteName)")
            }
            session.state.readings.chosenDictionaries[state.site] = dictionary
        }
        if let name = request.verbalizer {
            guard let verbalizer = inventory.verbalizers(at: state.site).first(where: { inventory.verbalizers[$0].name == name }) else {
                throw missing("verbalizer", "\"\(name)\", which is not at \(state.siteName)")
            }
            session.state.readings.chosenVerbalizers[state.site] = verbalizer
        }
    }

    /// The batch is at the bench from then on, and what the session asks of it is answered from there.
    private func explain(_ batch: LookRequest.Batch, _ verbalizer: VerbalizerID, _ session: QuietSession, _ cancellation: Cancellation)
        throws
    {
        let length = session.state.trace?.ids.count ?? 0
        try check(
            session, "batch", batch.positions.count <= length && batch.positions.allSatisfy { (0..<length).contains($0) },
            "positions \(batch.positions.prefix(8)) of \(length)")
        let question = VerbalizeQuestion(
            document: session.state.document, positions: batch.positions, verbalizer: verbalizer,
            statistics: session.state.statistics.version)
        _ = try bench.answer(question, cancellation) { _ in }
    }

    private func edit(_ session: inout QuietSession) throws {
        if !request.features.isEmpty, let dictionary = session.state.dictionary {
            let key = FeatureEditKey(place: session.state.place, dictionary: dictionary)
            let count = session.state.inventory.dictionaries[dictionary].featureCount
            for change in request.features {
                try check(session, "feature", (0..<count).contains(change.feature), "feature \(change.feature) of \(count)")
                session.state.editing.featureEdits[key, default: [:]][change.feature] = change.edit
            }
        }
        if let text = request.text, let key = session.state.verbalKey { session.state.editing.textEdits[key] = text }
        session.state.claims.off = Set(request.off.compactMap { ClaimTest(rawValue: $0) })
    }

    /// Claims last: what they cost was granted when they were tested first.
    private func examine(
        _ session: inout QuietSession, _ cuts: [ClaimEdit], _ cancellation: Cancellation, _ fits: (AnyQuestion) -> Bool
    ) throws {
        guard let place = session.state.claimPlace else { return }
        session.state.claims.cuts[place] = cuts.isEmpty ? nil : cuts
        session.state.claims.verdicts[place] = request.person.compactMapValues { PersonVerdict.Verdict(rawValue: $0) }
        session.state.claims.isOn = true
        session.state.claims.granted = session.state.claimSubject
        try session.settle(cancellation, answering: fits)
    }
}
