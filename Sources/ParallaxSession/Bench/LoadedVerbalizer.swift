import ParallaxCompute

/// An NLA of the workspace: where its explanations come from, and what turns them back into vectors; or one of them.
public struct LoadedVerbalizer: Sendable {
    let explanations: (any ExplanationSource)?
    let reconstructor: ActivationReconstructor?
    public let info: Inventory.VerbalizerInfo

    /// What of it was opened.
    public var nla: OpenedNLA {
        let file = explanations as? FileExplanations
        return OpenedNLA(name: info.name, verbalizer: (explanations as? ModelExplanations)?.verbalizer ?? file?.scorer, texts: file?.file, reconstructor: reconstructor)
    }
}
