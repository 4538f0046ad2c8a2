import Foundation

extension SparseAutoencoder {
    /// Opens a SAELens folder: `cfg.json` and `sae_weights.safetensors`, and `sparsity.safetensors` where it is there.
    /// - Parameters:
    ///   - folder: The folder.
    ///   - site: Where the activations are taken, where the checkpoint does not say it. Where both do and differ, this one is used and
    ///     `siteNote` says so.
    /// - Throws: `Complaint` naming the file, key or tensor that is missing, misshapen or of a kind that Parallax does not compute.
    public static func open(folder: URL, site: Site? = nil) throws -> SparseAutoencoder {
        let configuration = try SAELensConfiguration.open(folder: folder)
        let weights = SparseAutoencoderTensors(
            file: try SafetensorsFile(folder.appending(path: "sae_weights.safetensors").path),
            featureCount: configuration.featureCount, inputSize: configuration.inputSize)
        let (place, note) = try resolve(configuration.hookName, override: site, folder: folder)
        try weights.checkExtents()
        try weights.refuseFinetuningScale()
        return SparseAutoencoder(
            folder: folder, site: place, siteNote: note, configuration: configuration,
            encoder: try weights.matrix("W_enc", inputs: configuration.inputSize, outputs: configuration.featureCount),
            encoderBias: try weights.vector("b_enc", count: configuration.featureCount),
            thresholds: configuration.architecture == .jumpReLU ? try weights.vector("threshold", count: configuration.featureCount) : [],
            decoder: DecoderRows(try weights.matrix("W_dec", inputs: configuration.featureCount, outputs: configuration.inputSize)),
            decoderBias: try weights.vector("b_dec", count: configuration.inputSize),
            recordedL0: try recordedL0(folder: folder, featureCount: configuration.featureCount))
    }

    /// The site to use, and what to say where checkpoint and workspace differ.
    private static func resolve(_ hookName: String?, override: Site?, folder: URL) throws -> (Site, note: String?) {
        guard let hookName else {
            guard let override else {
                throw Complaint(
                    folder.appending(path: "cfg.json").path, expected: "the site of the activations in metadata.hook_name", found: "none",
                    remedy: "name it in the workspace (site: blocks.3.hook_resid_post)")
            }
            return (override, nil)
        }
        guard let override else { return (try Site(hookName: hookName), nil) }
        let stated = try? Site(hookName: hookName)
        guard stated != override else { return (override, nil) }
        return (override, "the checkpoint names \(stated?.description ?? "\"\(hookName)\""), the workspace \(override): the workspace's is used")
    }

    /// Σ of the firing fractions in `sparsity.safetensors`, which holds log₁₀(fraction + 10⁻¹⁰) per feature.
    private static func recordedL0(folder: URL, featureCount: Int) throws -> Double? {
        let file = folder.appending(path: "sparsity.safetensors")
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        let tensors = SparseAutoencoderTensors(file: try SafetensorsFile(file.path), featureCount: featureCount, inputSize: 0)
        let sum = try tensors.vector("sparsity", count: featureCount).reduce(0.0) { $0 + pow(10, Double($1)) }
        return sum.isFinite ? sum : nil
    }
}
