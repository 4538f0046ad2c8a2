import ParallaxCompute

/// The dictionaries of the workspace, opened on first use.
public struct OpenDictionariesQuestion: Question {
    public init() {}

    public var lane: Lane { .model }
    public var pace: Pace { .prompt }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> Opened<
        Inventory.DictionaryInfo
    > { bench.instrument.dictionaries.map(\.info) }

    public func answer(on bench: TextBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> Opened<
        Inventory.DictionaryInfo
    > { Opened() }

    public func keep(_ answer: Opened<Inventory.DictionaryInfo>, in state: inout SessionState) {
        state.inventory.dictionaries = .open(answer.elements)
        state.inventory.complaints += answer.complaints
        state.settleRow()
    }

    public func fail(_ complaint: Complaint, in state: inout SessionState) { state.inventory.dictionaries = .open([]) }
}

/// The NLAs of the workspace, likewise.
public struct OpenVerbalizersQuestion: Question {
    public init() {}

    public var lane: Lane { .verbalizer }
    public var pace: Pace { .prompt }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> Opened<
        Inventory.VerbalizerInfo
    > { bench.instrument.verbalizers.map(\.info) }

    public func answer(on bench: TextBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> Opened<
        Inventory.VerbalizerInfo
    > { Opened(elements: bench.verbalizers) }

    public func keep(_ answer: Opened<Inventory.VerbalizerInfo>, in state: inout SessionState) {
        state.inventory.verbalizers = .open(answer.elements)
        state.inventory.complaints += answer.complaints
        state.settleRow()
    }

    public func fail(_ complaint: Complaint, in state: inout SessionState) { state.inventory.verbalizers = .open([]) }
}

extension SessionState {
    /// Before the person has moved, the cursor stands on the row that has most to show: where a verbalizer is, else a dictionary.
    fileprivate mutating func settleRow() {
        // Nor while something is open: it is about the row where it was opened.
        guard !hasMovedRow, mode == .browsing else { return }
        let candidates = inventory.verbalizers.elements.map(\.site) + inventory.dictionaries.elements.map(\.site)
        if let site = candidates.first(where: inventory.sites.contains), let row = inventory.sites.firstIndex(of: site) { self.row = row }
    }
}

extension Bench {
    /// What could not be opened of the workspace's parts, which sessions open on first use.
    public var partComplaints: [Complaint] {
        let dictionaries = try? answer(OpenDictionariesQuestion(), Cancellation()) { _ in }
        let verbalizers = try? answer(OpenVerbalizersQuestion(), Cancellation()) { _ in }
        return (dictionaries?.complaints ?? []) + (verbalizers?.complaints ?? [])
    }
}
