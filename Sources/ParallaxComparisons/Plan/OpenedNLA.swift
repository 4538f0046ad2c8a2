/// An NLA of a workspace as far as it could be opened: what writes or texts in its place, and what reads.
public struct OpenedNLA: Sendable {
    public let name: String
    public let verbalizer: ActivationVerbalizer?
    /// Written elsewhere.
    public let texts: ExplanationFile?
    public let reconstructor: ActivationReconstructor?

    public init(name: String, verbalizer: ActivationVerbalizer?, texts: ExplanationFile?, reconstructor: ActivationReconstructor?) {
        self.name = name
        self.verbalizer = verbalizer
        self.texts = texts
        self.reconstructor = reconstructor
    }

    /// All of it that was opened.
    public var checkpoints: [any Checkpoint] {
        let parts: [(any Checkpoint)?] = [verbalizer, reconstructor, texts]
        return parts.compactMap(\.self)
    }
}
