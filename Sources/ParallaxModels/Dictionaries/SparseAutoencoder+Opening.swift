import Foundation

extension SparseAutoencoder {
    /// Opens a dictionary of any family that Parallax knows (README), recognised by what is in the folder or file.
    /// - Parameters:
    ///   - folder: The checkpoint's folder, or one file of weights.
    ///   - site: Where the activations are taken, where the checkpoint does not say it. Where both do and differ, this one is used and
    ///     the placement's note says so.
    ///   - needsSite: false where activations are at hand, and what the dictionary calls their site may stay unknown.
    /// - Throws: `Complaint` naming the file, key or tensor that is missing, misshapen or of a kind that Parallax does not compute.
    public static func open(folder: URL, site: Site? = nil, needsSite: Bool = true) throws -> SparseAutoencoder {
        let place = try DictionaryPlace(folder)
        var checkpoint = try DictionaryFamilies.read(place)
        let configuration = checkpoint.configuration, placement: DictionaryPlacement?
        if needsSite {
            placement = try Self.placement(of: configuration, override: site, place)
        } else {
            let known = DictionaryPlacement.known(configuration, override: site)
            placement = known.placement
            checkpoint.configuration.notes = known.unread + configuration.notes
        }
        return try SparseAutoencoder(
            checkpoint, name: place.name, folder: folder, placement: placement,
            recordedL0: try recordedL0(folder: place.folder, featureCount: configuration.featureCount))
    }

    /// What a dictionary reads, what it reconstructs and whether it wants BOS first, by its configuration and headers alone: no weights are touched.
    public static func placement(folder: URL, site: Site? = nil) throws -> (place: DictionaryPlacement, prependsBOS: Bool?) {
        let place = try DictionaryPlace(folder), configuration = try DictionaryFamilies.read(place).configuration
        return (try placement(of: configuration, override: site, place), configuration.prependsBOS)
    }

    private static func placement(of configuration: DictionaryConfiguration, override: Site?, _ place: DictionaryPlace) throws
        -> DictionaryPlacement
    {
        guard let placement = try DictionaryPlacement(configuration, override: override) else {
            throw Complaint(
                place.url.path, expected: "the site of the activations in its configuration or path", found: "none",
                remedy:
                    "name it: site: blocks.3.hook_resid_post in a workspace, or \(place.url.lastPathComponent.shortened)@blocks.3.hook_resid_post behind --dictionary"
            )
        }
        return placement
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
