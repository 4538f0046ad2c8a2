import ParallaxCompute

/// An NLA of the workspace: AV and AR, or one of them.
public struct LoadedVerbalizer: Sendable {
    public let verbalizer: ActivationVerbalizer?
    public let reconstructor: ActivationReconstructor?
    public let info: Inventory.VerbalizerInfo
}
