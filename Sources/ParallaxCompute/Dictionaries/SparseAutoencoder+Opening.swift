import Foundation

extension SparseAutoencoder {
    /// Opens a dictionary of any family that Parallax knows (README), recognised by what is in the folder or file.
    /// - Parameters:
    ///   - folder: The checkpoint's folder, or one file of weights.
    ///   - site: Where the activations are taken, where the checkpoint does not say it. Where both do and differ, this one is used and
    ///     `siteNote` says so.
    /// - Throws: `Complaint` naming the file, key or tensor that is missing, misshapen or of a kind that Parallax does not compute.
    public static func open(folder: URL, site: Site? = nil) throws -> SparseAutoencoder {
        let place = try DictionaryPlace(folder)
        let checkpoint = try DictionaryFamilies.read(place)
        let configuration = checkpoint.configuration
        let (source, target, note) = try sites(of: configuration, override: site, place: place)
        return try SparseAutoencoder(
            checkpoint, name: place.name, folder: folder, site: source, targetSite: target, siteNote: note,
            recordedL0: try recordedL0(folder: place.folder, featureCount: configuration.featureCount))
    }

    /// What a dictionary reads and what it reconstructs, by its configuration and headers alone: no weights are touched.
    public static func sites(folder: URL, site: Site? = nil) throws -> (source: Site, target: Site) {
        let place = try DictionaryPlace(folder)
        let (source, target, _) = try sites(of: DictionaryFamilies.read(place).configuration, override: site, place: place)
        return (source, target)
    }

    private static func sites(of configuration: DictionaryConfiguration, override: Site?, place: DictionaryPlace) throws -> (source: Site, target: Site, note: String?) {
        let (source, note) = try resolve(configuration.hookName, override: override, place: place)
        // A workspace that moves an autoencoder moves what it reconstructs, too.
        guard configuration.isTranscoder else { return (source, source, note) }
        return (source, try configuration.targetHookName.map { try Site(hookName: $0) } ?? source.transcoded ?? source, note)
    }

    /// The site to use, and what to say where checkpoint and workspace differ.
    private static func resolve(_ hookName: String?, override: Site?, place: DictionaryPlace) throws -> (Site, note: String?) {
        guard let hookName else {
            guard let override else {
                throw Complaint(
                    place.url.path, expected: "the site of the activations in its configuration or path", found: "none",
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
        guard file.isThere else { return nil }
        let tensors = DictionaryTensors(file: try SafetensorsFile(file.path))
        let sum = try tensors.vector("sparsity", count: featureCount).reduce(0.0) { $0 + pow(10, Double($1)) }
        return sum.isFinite ? sum : nil
    }
}

extension SparseAutoencoder {
    /// Whether it is known what it reconstructs: of a transcoder that names no output, and reads no MLP's input, it is not.
    var reconstructsKnownSite: Bool { !configuration.isTranscoder || configuration.targetHookName != nil || site.transcoded != nil }
}

extension Site {
    /// What a transcoder of what stands here reconstructs where it names nothing else: the same MLP's output.
    var transcoded: Site? {
        switch self {
        case .mlpIn(let block), .mlpNormalized(let block): .mlpOut(block: block)
        case .residual, .residualMiddle, .mlpOut, .attentionOut, .hookZ: nil
        }
    }
}
