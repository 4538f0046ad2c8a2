import ParallaxCompute

/// What the person does to a claim: to the text in which it stands, to how it is cut and named, to the tests, and what they hold of it.
extension SessionState {
    mutating func changeClaim(_ command: Command, _ focus: ClaimFocus) {
        var focus = focus
        mode = .claims(focus)
        if command == .restore { return restoreClaims() }
        if command == .stripQuotes { return rewrite("nothing is quoted") { ExplanationEdits.strippingQuotes($0) } }
        if command == .dropParagraph { return rewrite("there is only one paragraph") { ExplanationEdits.droppingLastParagraph($0) } }
        if focus.part == .tests, command == .switchOff || command == .confirm { return switchTest(ClaimTest.allCases[focus.test]) }
        // The next of a row of values waits for no test of the one before.
        if command == .swapValue, let swap = focus.swap, swap.changed == keptText { return put(swap, &focus) { $0.advance() } }
        guard let evidence = evidence(at: focus) else {
            notice = claimsAsk ? "Enter starts the tests" : "there is no claim here yet"
            return
        }
        let claim = evidence.claim
        switch command {
        case .swapValue: swap(evidence, &focus) { $0.advance() }
        case .confirm where focus.part == .values:
            guard evidence.candidates.indices.contains(focus.value) else { return }
            let value = evidence.candidates[focus.value].value
            swap(evidence, &focus) { $0.choose(value) }
        case .typeValue:
            guard let value = claim.value, claim.valueRange != nil else { return refuseSwap() }
            mode = .prompting(.claimValue(focus), editor: LineEditor(value))
        case .switchOff: rewrite("the claim does not stand in this text") { ExplanationEdits.removing(claim, from: $0) }
        case .joinClaim: cut(.join(claim.range))
        case .notAClaim: cut(.notAClaim(claim.range))
        case .splitClaim: mode = .prompting(.claimSplit(focus), editor: Self.splitting(claim.text))
        case .reclassClaim: mode = .choosing(.claimClass(focus), highlighted: claimClasses.firstIndex(of: claim.className) ?? 0)
        case .judge(let verdict): judge(claim, verdict, focus)
        default: break
        }
    }

    /// The text first; where that is the original, how it is cut.
    private mutating func restoreClaims() {
        guard let place = claimPlace else { return }
        if place.text != nil { set(nil, of: place.key) } else if claims.cuts[place] != nil { set(nil, of: place) }
    }

    private mutating func switchTest(_ test: ClaimTest) {
        if claims.off.remove(test) == nil { claims.off.insert(test) }
    }

    private mutating func rewrite(_ otherwise: String, _ change: (String) -> String) {
        guard let text = keptText, let verbalKey else { return }
        let changed = change(text)
        guard changed != text, !changed.isEmpty else {
            notice = otherwise
            return
        }
        keep(changed, for: verbalKey)
    }

    // MARK: Values

    private mutating func refuseSwap() { notice = "no rule says which part of this claim could be exchanged: C gives it another class" }

    /// Goes on in the row of values that is being gone through, or begins one here.
    private mutating func swap(_ evidence: ClaimEvidence, _ focus: inout ClaimFocus, _ turn: (inout ClaimSwap) -> Void) {
        guard let text = keptText else { return }
        if let known = focus.swap, known.changed == text {
            put(known, &focus, turn)
        } else if let new = ClaimSwap(evidence, in: text) {
            put(new, &focus, turn)
        } else if evidence.claim.value == nil {
            refuseSwap()
        } else {
            notice = "no other value is known yet: e types one"
        }
    }

    private mutating func put(_ swap: ClaimSwap, _ focus: inout ClaimFocus, _ turn: (inout ClaimSwap) -> Void) {
        guard let verbalKey else { return }
        var swap = swap
        turn(&swap)
        focus.swap = swap
        mode = .claims(focus)
        keep(swap.changed, for: verbalKey)
    }

    /// A value that the person typed.
    mutating func putValue(_ value: String, _ focus: ClaimFocus) throws {
        guard !value.allSatisfy(\.isWhitespace) else {
            throw Complaint("value", expected: "a word", found: "none", remedy: "type one, or leave with Esc")
        }
        guard let claim = evidence(at: focus)?.claim else { return }
        rewrite("the claim does not stand in this text") { ExplanationEdits.replacing(claim, with: value, in: $0) }
    }

    // MARK: Cutting

    private mutating func cut(_ edit: ClaimEdit) {
        guard let place = claimPlace else { return }
        set((claims.cuts[place] ?? []) + [edit], of: place)
    }

    /// The claim in the line editor, the cursor behind its first comma.
    private static func splitting(_ text: String) -> LineEditor {
        var editor = LineEditor(keepingLineEnds: text)
        if let comma = editor.characters.firstIndex(where: { ",;:".contains($0) }) { editor.move(to: comma + 1) }
        return editor
    }

    /// Where the cursor stands; the text itself stays as it is.
    mutating func splitClaim(at editor: LineEditor, _ focus: ClaimFocus) throws {
        guard let claim = evidence(at: focus)?.claim else { return }
        let before = editor.textBeforeCursor
        guard editor.text == claim.text, !before.isEmpty, before != claim.text else {
            throw Complaint(
                "split", expected: "the cursor inside the claim, whose text stays as it is", found: "\"\(before)\"",
                remedy: "move the cursor, or leave with Esc")
        }
        cut(.split(claim.range, at: claim.range.lowerBound + before.utf8.count))
    }

    mutating func reclass(_ name: String, _ focus: ClaimFocus) {
        if let claim = evidence(at: focus)?.claim, claim.className != name { cut(.reclass(claim.range, name)) }
    }

    // MARK: The person's verdict

    /// The same again takes it back.
    private mutating func judge(_ claim: Claim, _ said: PersonVerdict.Verdict, _ focus: ClaimFocus) {
        guard let place = claimPlace else { return }
        let verdict = claims.verdicts[place]?[claim.text] == said ? nil : said
        claims.verdicts[place, default: [:]][claim.text] = verdict
        if inventory.proposedVerdicts != nil, claims.log == .none {
            notice = verdict.map { "\"\($0.rawValue)\", in this session alone" } ?? "taken back"
            return
        }
        var judged = JudgedClaim(document: document, position: position, verbalizer: place.key.verbalizer, claim: claim, verdict: verdict)
        judged.token = trace.flatMap { $0.texts.indices.contains(position) ? $0.texts[position] : nil }
        judged.explanation = keptText
        if case .file(let file) = claims.log { judged.file = file }
        claims.unwritten.append(judged)
        if let proposed = inventory.proposedVerdicts, claims.log == .unasked {
            mode = .prompting(.verdictFile(focus), editor: LineEditor(proposed))
        }
    }

    /// What was said so far goes there, too.
    mutating func nameVerdictFile(_ text: String) throws {
        let file = text.trimmingWhitespace()
        guard !file.isEmpty else {
            throw Complaint("verdicts", expected: "the name of a file", found: "none", remedy: "type one, or leave with Esc")
        }
        claims.log = .file(file)
        for index in claims.unwritten.indices { claims.unwritten[index].file = file }
    }

    mutating func declineVerdictFile() {
        claims.log = .none
        claims.unwritten = []
        notice = "verdicts count in this session alone; claims: verdicts: in the workspace names a file for them"
    }

    /// The oldest verdict has come to the file, or cannot.
    mutating func forgetVerdict() { if !claims.unwritten.isEmpty { claims.unwritten.removeFirst() } }
}
