import ParallaxCompute

extension Instrument {
    /// - Parameter complaints: takes what is no reason to refuse the dictionary (labels that cannot be read, a site that two sources name differently).
    func open(_ entry: Workspace.DictionaryEntry, complaints: inout [Complaint]) throws -> LoadedDictionary {
        let autoencoder = try SparseAutoencoder.open(folder: entry.path, site: entry.site)
        guard let placement = autoencoder.placement else {
            throw Complaint("dictionary \(autoencoder.name)", expected: "a site", found: "none", remedy: "name it in the workspace")
        }
        try autoencoder.check(width: width(of: placement.site, "dictionary \(autoencoder.name)"))
        let width = try width(of: placement.target, "dictionary \(autoencoder.name)")
        guard autoencoder.outputSize == width, sites.contains(placement.target) else {
            throw Complaint(
                "dictionary \(autoencoder.name)", expected: "reconstructions of width \(width), as the model has at \(placement.target)",
                found: "\(autoencoder.outputSize)",
                remedy: "choose a dictionary trained on this model")
        }
        if let note = placement.note {
            complaints.append(
                Complaint(
                    "dictionary \(autoencoder.name)", expected: "one site", found: note,
                    remedy: "make the workspace and the checkpoint agree"))
        }
        var labels = Opened<FeatureLabels>()
        if let path = entry.labels { labels.add(path.path) { try FeatureLabels.open(path, settings: entry.labelSettings) } }
        complaints += labels.complaints
        let info = Inventory.DictionaryInfo(
            name: autoencoder.name, site: placement.target, source: placement.site, featureCount: autoencoder.featureCount,
            kind: autoencoder.rule,
            prependsBOS: autoencoder.configuration.prependsBOS)
        return LoadedDictionary(autoencoder: autoencoder, labels: labels.elements.first, info: info)
    }

    func open(_ entry: Workspace.VerbalizerEntry, complaints: inout [Complaint]) throws -> LoadedVerbalizer {
        var verbalizers = Opened<ActivationVerbalizer>()
        var reconstructors = Opened<ActivationReconstructor>()
        var files = Opened<ExplanationFile>()
        if let folder = entry.ar { reconstructors.add(folder.path) { try ActivationReconstructor.open(folder: folder) } }
        if let folder = entry.av { verbalizers.add(folder.path) { try ActivationVerbalizer.open(folder: folder) } }
        if let url = entry.explanations { files.add(url.path) { try ExplanationFile.open(url, encoding: entry.encoding) } }
        complaints += verbalizers.complaints + reconstructors.complaints + files.complaints + files.elements.flatMap(\.complaints)
        let (verbalizer, reconstructor, file) = (verbalizers.elements.first, reconstructors.elements.first, files.elements.first)
        complaints += verbalizer.map(\.model.notes) ?? []
        complaints += reconstructor?.notes ?? []
        // Where a file is named its texts stand, and where it cannot be read nothing else is shown under its name.
        let written = file.map { FileExplanations(file: $0, scorer: verbalizer) as any ExplanationSource }
        let source = entry.explanations == nil ? verbalizer.map { ModelExplanations(verbalizer: $0) as any ExplanationSource } : written
        guard let site = source?.site ?? reconstructor?.site ?? (file == nil ? nil : onlyVerbalizedSite) else {
            throw Complaint(
                "verbalizer \(entry.name)", expected: "an AV, an AR or a file of explanations that opens and says its layer",
                found: "neither",
                remedy: "mend its folders in the workspace, name the AR too, or write the layer into the file (\"layer\": 20)")
        }
        try check(site, of: "verbalizer \(entry.name)")
        for width in [verbalizer?.inputSize, reconstructor?.outputSize].compactMap({ $0 }) where width != model.configuration.hiddenSize {
            throw Complaint(
                "verbalizer \(entry.name)", expected: "activations of width \(model.configuration.hiddenSize), as the model has",
                found: "\(width)",
                remedy: "use an NLA trained on this model")
        }
        for other in [verbalizer?.site, reconstructor?.site].compactMap(\.self) where other != site {
            throw Complaint(
                "verbalizer \(entry.name)", expected: "explanations, an AV and an AR of one site", found: "\(site) and \(other)",
                remedy: "use a matching pair")
        }
        let info = Inventory.VerbalizerInfo(
            name: entry.name, site: site, verbalizes: source != nil, reconstructs: reconstructor != nil, isFile: file != nil)
        return LoadedVerbalizer(explanations: source, reconstructor: reconstructor, info: info)
    }

    /// The site of the workspace's ARs where they all have one: explanations from a file that names no layer are read as its.
    private var onlyVerbalizedSite: Site? {
        let folders = workspace.verbalizers.compactMap { $0.ar ?? $0.av }
        let sites = Set(folders.compactMap { try? NLASidecar.open(folder: $0).site })
        return sites.count == 1 ? sites.first : nil
    }

    private func width(of site: Site, _ subject: String) throws -> Int {
        guard let width = model.width(of: site) else {
            throw Complaint(
                subject, expected: "a site of a model of \(model.configuration.blockCount) blocks", found: "\(site)",
                remedy: "use a checkpoint made for this model, or name its site in the workspace")
        }
        return width
    }

    private func check(_ site: Site, of subject: String) throws {
        guard site.isResidual, sites.contains(site) else {
            throw Complaint(
                subject,
                expected:
                    "a residual site of a model of \(model.configuration.blockCount) blocks (site 0 to \(model.configuration.blockCount))",
                found: "\(site)",
                remedy: "use a checkpoint made for this model, or name its site in the workspace")
        }
    }
}
