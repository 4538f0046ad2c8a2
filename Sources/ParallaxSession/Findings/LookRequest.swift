import Foundation
import ParallaxCompute

/// How a session comes to what a finding of `w` shows: where it stood, and what the person had done there.
public struct LookRequest: Codable, Sendable, Equatable {
    /// A document of the person's.
    public struct Own: Codable, Sendable, Equatable {
        public var title: String
        /// One of `text`, `chat`, `file` and `ids`.
        public var text: String?
        public var chat: String?
        public var file: String?
        /// Bare ids: what the model made of a text.
        public var ids: [Int]?
        public var prefix: [Int]
        /// By number, as `LookRequest.document`.
        public var original: Int?
    }

    /// What was done to a feature; without a factor and an activation it was switched off.
    public struct FeatureChange: Codable, Sendable, Equatable {
        public var feature: Int
        public var scale: Float?
        public var set: Float?
    }

    /// The positions that were explained in one batch, of which the last digits of log p depend, and of which document.
    public struct Batch: Codable, Sendable, Equatable {
        public var document: Int
        public var positions: [Int]
    }

    public struct NeutralText: Codable, Sendable, Equatable {
        public var kind: String
        public var text: String
    }

    /// Those of the workspace first, then those of `own`.
    public var document: Int
    /// The shown document and those that it is an edit of, the oldest first.
    public var own: [Own]
    public var position: Int
    /// A hook's name; nil for explanations that do not say their layer.
    public var site: String?
    /// Of the grid.
    public var row: Int
    public var dictionary: String?
    public var verbalizer: String?
    public var batch: Batch?
    public var features: [FeatureChange]
    /// The text in the place of the explanation.
    public var text: String?
    /// Texts of no other meaning, and edits of other features, whose figures are the noise.
    public var neutral: [NeutralText]
    /// Which of these were there by then, by question; nil in findings from before it was written, which had all that they asked for.
    public var bands: [String]?
    /// What stood beside the readings: "splice", "lens", "agreement".
    public var panes: [String]
    /// Whether μ and Var were known by then.
    public var statistics: Bool
    /// How the explanation was cut into claims; nil where they were not tested.
    public var cuts: [ClaimEdit]?
    public var off: [String]
    /// What the person held of claims, by their words.
    public var person: [String: String]
    /// Of the AV: temperature 0.
    public var seed: Int
    /// Tokens of an explanation at most.
    public var longest: Int
}

extension SidePane {
    /// As findings name it.
    var name: String {
        switch self {
        case .splice: "splice"
        case .lens: "lens"
        case .agreement: "agreement"
        }
    }

    static let all: [SidePane] = [.splice, .lens, .agreement]
}

extension SessionState {
    /// What is seen, as a request that leads here again.
    var lookRequest: LookRequest {
        // What options gave stands in the workspace of the finding.
        let first = inventory.documentTitles.count - editing.ownDocuments.count + inventory.given.count
        // From the shown document back to what it was made from.
        var chain: [DocumentID] = [], next: DocumentID? = document
        while let document = next, let own = editing.ownDocuments[document], !own.content.isGiven, !chain.contains(document) {
            chain.insert(document, at: 0)
            next = own.original
        }
        func number(_ document: DocumentID) -> Int { chain.firstIndex(of: document).map { first + $0 } ?? document.index }
        let place = claimPlace, hasClaims = claims.isOn && claimPage != nil
        return LookRequest(
            document: number(document),
            own: chain.compactMap { editing.ownDocuments[$0] }.map { LookRequest.Own($0, original: $0.original.map(number)) },
            position: position, site: row == inventory.unplacedRow ? nil : site.hookName, row: row,
            dictionary: dictionary.map { inventory.dictionaries[$0].name },
            verbalizer: verbalizer.map { inventory.verbalizers[$0].name },
            batch: (verbalReading?.batch).map { LookRequest.Batch(document: number($0.document), positions: $0.positions) },
            features: currentFeatureEdits.sorted { $0.key < $1.key }.map(LookRequest.FeatureChange.init),
            text: verbalKey.flatMap { editing.textEdits[$0] },
            neutral: neutralTexts + (featureNoise?.samples ?? []).map { .init(kind: $0.kind, text: $0.words) },
            bands: noises,
            panes: SidePane.all.filter(visible.contains).map(\.name), statistics: statistics.version > 0,
            cuts: hasClaims ? place.flatMap { claims.cuts[$0] } ?? [] : nil, off: claims.off.map(\.rawValue).sorted(),
            person: place.flatMap { claims.verdicts[$0] }?.mapValues(\.rawValue) ?? [:], seed: 0, longest: ModelExplanations.longest)
    }
}

extension SessionState {
    /// The questions of noise that were answered.
    private var noises: [String] {
        let spliced = SpliceTable.Change.allCases.map { (SpliceNoiseQuestion.name(of: $0), spliceNoise(of: $0) != nil) }
        return ([(NoiseQuestion.name, noiseBand != nil), (FeatureNoiseQuestion.name, featureNoise != nil)] + spliced).filter(\.1).map(\.0)
    }

    private var neutralTexts: [LookRequest.NeutralText] {
        guard noiseBand != nil, let text = verbalReading?.text else { return [] }
        return NeutralEdits.edits(of: text, sparing: changedSentence).map { .init(kind: $0.kind, text: $0.text) }
    }
}

extension LookRequest {
    /// Whether a question of noise had its answer by then; all others had.
    func hadAnswer(_ question: AnyQuestion) -> Bool {
        guard let bands else { return true }
        if question.of(NoiseQuestion.self) != nil { return bands.contains(NoiseQuestion.name) }
        if question.of(FeatureNoiseQuestion.self) != nil { return bands.contains(FeatureNoiseQuestion.name) }
        if let spliced = question.of(SpliceNoiseQuestion.self) { return bands.contains(SpliceNoiseQuestion.name(of: spliced.change)) }
        return true
    }
}

extension NoiseQuestion { fileprivate static let name = "text" }
extension FeatureNoiseQuestion { fileprivate static let name = "features" }
extension SpliceNoiseQuestion {
    fileprivate static func name(of change: SpliceTable.Change) -> String {
        switch change {
        case .features: "splice of features"
        case .text: "splice of text"
        }
    }
}

extension LookRequest.Own {
    fileprivate init(_ own: OwnDocument, original: Int?) {
        self.init(title: own.title, prefix: own.prefix, original: original)
        switch own.content {
        case .text(let text): self.text = text
        case .chat(let chat): self.chat = chat
        case .ids(let ids): self.ids = ids
        case .given: break
        case .file(let file): self.file = URL(person: file, relativeTo: Host.currentFolder).path
        }
    }
}

extension LookRequest.FeatureChange {
    fileprivate init(_ feature: Int, _ edit: FeatureEdit) {
        self.init(feature: feature)
        switch edit {
        case .off: break
        case .scale(let factor): scale = factor
        case .set(let activation): set = activation
        }
    }

    var edit: FeatureEdit { scale.map(FeatureEdit.scale) ?? set.map(FeatureEdit.set) ?? .off }
}
