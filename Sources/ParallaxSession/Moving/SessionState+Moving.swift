import ParallaxCompute

/// From document to document and back: jumps are noted, and each document is found as it was left.
extension SessionState {
    var stop: Journey.Stop { Journey.Stop(place: place, row: row) }

    /// Steps along the text are no jumps; whatever else takes the cursor to another token is one, whichever key did it.
    private static let steps: Set<Command> = [.moveLeft, .moveRight, .moveUp, .moveDown, .pageLeft, .pageRight, .back, .forward]

    /// After a command: whether it was a jump, and where this document stands now.
    mutating func noteMove(from before: Journey.Stop, by command: Command?, isReport: Bool) {
        // What a report brings into sight was asked for by a key; a text that was made is a jump of its own.
        let isJump = isReport ? before.place.document != document : command.map(Self.steps.contains) != true
        if before.place != place, isJump { journey.jump(from: before) }
        if journey.arrival == nil { journey.leave(place) }
    }

    /// Shows a document as it was left; one that was not looked at yet where there is something to see.
    mutating func show(document other: DocumentID) {
        guard inventory.contains(other), other != document else { return }
        document = other
        let known = journey.position(in: other)
        position = known ?? 0
        journey.arrival = known == nil ? (editing.ownDocuments[other] == nil ? .firstOfInterest : .last) : nil
        settleArrival()
        forgetHighlights()
    }

    /// To a token of any document.
    /// - Parameter isKnown: false for a token that only its question knows; one of a document that is not read yet is cut down when it is.
    mutating func go(to place: Place, row: Int? = nil, isKnown: Bool = true) {
        show(document: place.document)
        journey.arrival = isKnown ? nil : .near(place.position)
        position = max(0, min(place.position, (trace?.ids.count ?? .max) - 1))
        if let row, inventory.sites.indices.contains(row) {
            self.row = row
            hasMovedRow = true
        }
        forgetHighlights()
    }

    mutating func forgetHighlights() {
        highlightedFeature = 0
        highlightedSentence = 0
    }

    /// Back along the jumps, or forward again.
    mutating func turn(_ step: Int) {
        let inventory = inventory, removed = editing.removed
        guard
            let next = journey.turn(
                step, from: stop, where: { inventory.contains($0.place.document) && !removed.contains($0.place.document) })
        else {
            notice = step < 0 ? "no jump to go back to" : "no jump to go forward to"
            return
        }
        go(to: next.place, row: next.row)
    }

    /// The first place of a session, as options name it; without them where there is something to see.
    public mutating func begin(document: Int? = nil, token: Int? = nil) {
        if let document, inventory.contains(DocumentID(document)) { self.document = DocumentID(document) }
        position = 0
        journey.arrival = token.map(Journey.Arrival.token) ?? (editing.ownDocuments[self.document] == nil ? .firstOfInterest : .last)
    }

    /// Once the tokens are known, the cursor goes where it was to arrive.
    mutating func settleArrival() {
        guard let trace, !trace.ids.isEmpty, let arrival = journey.arrival else { return }
        journey.arrival = nil
        let last = trace.ids.count - 1
        switch arrival {
        case .last: position = last
        case .firstOfInterest: position = firstOfInterest(trace)
        case .near(let token): position = max(0, min(token, last))
        case .token(let token):
            position = min(token, last)
            if token > last { notice = "--token: expected 0 to \(last), found \(token); the last token is shown" }
        }
        journey.leave(place)
    }

    /// The tokens at which verbalizers are on their ground, as `D` looks at them: of short texts all.
    static func ground(_ trace: TraceSummary) -> Range<Int> {
        trace.ids.count > earlyPositions ? earlyPositions..<trace.ids.count : trace.ids.indices
    }

    private func firstOfInterest(_ trace: TraceSummary) -> Int {
        if let explained = trace.explained {
            let here = explained.indices.contains(row) ? explained[row] : []
            return (here.isEmpty ? explained.reduce(into: []) { $0.formUnion($1) } : here).min() ?? 0
        }
        func isOfInterest(_ position: Int) -> Bool {
            !trace.isSpecial[position] && !(position == 0 && trace.beginsWithBOS == true)
                && (!trace.exclusions.indices.contains(row) || trace.exclusions[row][position] == nil)
        }
        return Self.ground(trace).first(where: isOfInterest) ?? trace.ids.indices.first(where: isOfInterest) ?? 0
    }
}
