import ParallaxCompute

/// A dictionary of the workspace with its labels.
public struct LoadedDictionary: Sendable {
    public let autoencoder: SparseAutoencoder
    public let labels: FeatureLabels?
    public let info: Inventory.DictionaryInfo

    /// What it reads.
    public var source: Site { info.source }
    /// Where what it reconstructs belongs.
    public var target: Site { info.site }
}
