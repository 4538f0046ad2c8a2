/// What the state remembers within its share of the budget. What is shown never goes; what went is asked for again where it is looked at.
extension SessionState {
    /// Bytes of what could be computed again, and of the texts that were tried.
    package var rememberedBytes: Int {
        readings.traces.bytes + readings.byDictionary.bytes + logitLens.rows.bytes + readings.byVerbalizer.bytes
            + editing.textHistories.bytes + features.promoted.bytes
    }

    /// A document that is shown is the last to be forgotten.
    mutating func noteShown() {
        guard shown.last != document else { return }
        shown.removeAll { $0 == document }
        shown.append(document)
    }

    /// Makes room where too much is remembered: documents not seen for longest go first, and of them first what is quick to make.
    mutating func forget() {
        guard rememberedBytes > cache.state else { return }
        // A little more than has to go, so that not every answer that comes has to look through all.
        let enough = cache.state - cache.state / 8
        let old = shown.filter { $0 != document }
        for forget in Self.forgetting {
            for document in old where rememberedBytes > enough { forget(&self, document) }
        }
        guard rememberedBytes > enough else { return }
        let wanted = Set(dictionariesWanted)
        for (key, _) in readings.byDictionary.values(of: document) where !wanted.contains(key.dictionary) {
            readings.byDictionary[key] = nil
        }
        if !colour.needsLens { logitLens.rows.forget(document: document) }
        features.promoted.forget(except: featuresInSight)
    }

    private static let forgetting: [@Sendable (inout SessionState, _ document: DocumentID) -> Void] = [
        { state, document in
            state.readings.byDictionary.forget(document: document)
            state.logitLens.rows.forget(document: document)
        },
        { state, document in state.readings.byVerbalizer.forget(document: document) },
        { state, document in state.readings.traces.forget(document: document) },
        { state, document in state.editing.textHistories.forget(document: document) }
    ]

    /// Failures that are kept; most name a text that nobody wants any more.
    private static let mostFailures = 1000

    /// Failures of other documents are tried again when one comes there.
    mutating func forgetFailures() {
        guard failures.count > Self.mostFailures else { return }
        failures = failures.filter { $0.key.about == nil || $0.key.about == document }
    }

    /// Bytes that texts of the person's own may have in all: they are never forgotten.
    var ownBytesLimit: Int { max(8 << 20, cache.state / 2) }
    /// And how many there may be.
    package static let ownLimit = 1000
}

/// The tokens that features promote, by dictionary and feature.
package struct PromotedTexts: Sendable {
    private var found: [DictionaryID: [Int: PromotedText]] = [:]
    private(set) var bytes = 0

    package subscript(dictionary: DictionaryID, feature: Int) -> PromotedText? { found[dictionary]?[feature] }

    mutating func add(_ texts: [Int: PromotedText], of dictionary: DictionaryID) {
        for (feature, text) in texts where found[dictionary, default: [:]].updateValue(text, forKey: feature) == nil {
            bytes += Self.bytes(text)
        }
    }

    private static func bytes(_ text: PromotedText) -> Int { text.byteCount + MemoryLayout<PromotedText>.stride + 16 }

    mutating func forget(except kept: [(dictionary: DictionaryID, feature: Int)]) {
        let old = self
        self = PromotedTexts()
        for (dictionary, feature) in kept {
            if let text = old[dictionary, feature] { add([feature: text], of: dictionary) }
        }
    }
}
