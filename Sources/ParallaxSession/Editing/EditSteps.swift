import ParallaxCompute

/// One thing that the person changed, with how it was before and after: what a step back takes away and a step forward brings again.
enum EditStep: Sendable {
    case features(FeatureEditKey, before: [Int: FeatureEdit]?, after: [Int: FeatureEdit]?)
    case text(VerbalKey, before: String?, after: String?)
    /// How a text is cut into claims.
    case cut(ClaimPlace, before: [ClaimEdit]?, after: [ClaimEdit]?)
    /// A document that left the list.
    case removal(DocumentID)
}

/// The steps that were made, and those that were taken back.
struct EditSteps: Sendable {
    private(set) var done: [EditStep] = []
    private(set) var undone: [EditStep] = []
    /// More than a person goes back, and within what texts may take.
    private static let limit = 200

    mutating func add(_ step: EditStep) {
        done.append(step)
        undone = []
        if done.count > Self.limit { done.removeFirst() }
    }

    mutating func undo() -> EditStep? {
        guard let step = done.popLast() else { return nil }
        undone.append(step)
        return step
    }

    mutating func redo() -> EditStep? {
        guard let step = undone.popLast() else { return nil }
        done.append(step)
        return step
    }
}

/// The only places where an edit of the person's comes to be: each is a step.
extension SessionState {
    mutating func set(_ edits: [Int: FeatureEdit], of key: FeatureEditKey) {
        let before = editing.featureEdits[key], after = edits.isEmpty ? nil : edits
        guard before != after else { return }
        editing.featureEdits[key] = after
        editing.steps.add(.features(key, before: before, after: after))
    }

    /// - Parameter text: nil for the explanation itself.
    mutating func set(_ text: String?, of key: VerbalKey) {
        let before = editing.textEdits[key]
        guard before != text else { return }
        editing.textEdits[key] = text
        editing.steps.add(.text(key, before: before, after: text))
    }

    mutating func set(_ cuts: [ClaimEdit]?, of place: ClaimPlace) {
        let before = claims.cuts[place]
        claims.cuts[place] = cuts
        editing.steps.add(.cut(place, before: before, after: cuts))
    }

    /// Takes a document from the list. The bench keeps it, and no file is touched.
    mutating func remove(_ document: DocumentID) {
        let left = listedDocuments.filter { $0 != document }
        guard inventory.contains(document), let next = left.first(where: { $0 > document }) ?? left.last else {
            notice = "the last document stays"
            return
        }
        editing.removed.insert(document)
        editing.steps.add(.removal(document))
        if document == self.document { show(document: next) }
        notice = "\(inventory.title(document)) left the list; no file was touched, what rests on it stays, z brings it back"
    }

    /// Documents that have not been taken from the list.
    public var listedDocuments: [DocumentID] { inventory.documents.filter { !editing.removed.contains($0) } }

    /// Takes the last step back, or makes it again, where it was made.
    mutating func step(back: Bool) {
        guard let step = back ? editing.steps.undo() : editing.steps.redo() else {
            notice = back ? "nothing was changed yet" : "nothing was taken back"
            return
        }
        let said = back ? "taken back: " : "again: "
        switch step {
        case .features(let key, let before, let after):
            editing.featureEdits[key] = back ? before : after
            visit(key.place, inventory.dictionaries[key.dictionary].site)
            readings.chosenDictionaries[site] = key.dictionary
            notice = said + "the change of features at token \(key.position)"
        case .text(let key, let before, let after):
            editing.textEdits[key] = back ? before : after
            visit(key.place, inventory.verbalizers[key.verbalizer].site)
            readings.chosenVerbalizers[site] = key.verbalizer
            notice = said + "the change of the text at token \(key.position)"
        case .cut(let place, let before, let after):
            claims.cuts[place] = back ? before : after
            visit(place.key.place, inventory.verbalizers[place.key.verbalizer].site)
            notice = said + "the cut of the claims at token \(place.key.position)"
        case .removal(let document):
            if back { editing.removed.remove(document) } else { editing.removed.insert(document) }
            if !back, document == self.document, let other = listedDocuments.first { show(document: other) }
            notice = said + "the removal of \(inventory.title(document))"
        }
    }

    private mutating func visit(_ place: Place, _ site: Site) {
        // Where it stays one page, the highlights stay.
        guard place != self.place || site != self.site else { return }
        editing.removed.remove(place.document)
        go(to: place, row: inventory.sites.firstIndex(of: site))
    }

    /// Rows of the grid at which the person has changed something at a token of the shown document.
    public func editedRows(at position: Int) -> Set<Int> { editedPlaces[position] ?? [] }

    /// The same for all tokens.
    public var editedPlaces: [Int: Set<Int>] {
        guard !editing.featureEdits.isEmpty || !editing.textEdits.isEmpty else { return [:] }
        var found: [Int: Set<Int>] = [:]
        func note(_ position: Int, _ site: Site) {
            if let row = inventory.sites.firstIndex(of: site) { found[position, default: []].insert(row) }
        }
        for key in editing.featureEdits.keys
        where key.document == document && inventory.dictionaries.elements.indices.contains(key.dictionary.index) {
            note(key.position, inventory.dictionaries[key.dictionary].site)
        }
        for key in editing.textEdits.keys
        where key.document == document && inventory.verbalizers.elements.indices.contains(key.verbalizer.index) {
            note(key.position, inventory.verbalizers[key.verbalizer].site)
        }
        return found
    }
}
