import ParallaxCompute

/// What could be opened of a list of checkpoints, and a sentence for each that could not.
public struct Opened<Element: Sendable>: Sendable {
    public var elements: [Element] = []
    public var complaints: [Complaint] = []

    public init(elements: [Element] = [], complaints: [Complaint] = []) {
        self.elements = elements
        self.complaints = complaints
    }

    func map<Other>(_ change: (Element) -> Other) -> Opened<Other> { Opened<Other>(elements: elements.map(change), complaints: complaints) }

    /// Runs `open`, keeps what it gives or what it complains of.
    mutating func add(_ subject: String, _ open: () throws -> Element) {
        do {
            elements.append(try open())
        } catch let complaint as Complaint {
            complaints.append(complaint)
        } catch {
            complaints.append(
                Complaint(subject, expected: "a readable checkpoint", found: "\(error)", remedy: "check the path in the workspace"))
        }
    }
}

extension Opened<LoadedDictionary> {
    subscript(dictionary: DictionaryID) -> LoadedDictionary { elements[dictionary.index] }
}

extension Opened<LoadedVerbalizer> {
    subscript(verbalizer: VerbalizerID) -> LoadedVerbalizer { elements[verbalizer.index] }
}

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

/// An NLA of the workspace: where its explanations come from, and what turns them back into vectors; or one of them.
public struct LoadedVerbalizer: Sendable {
    let explanations: (any ExplanationSource)?
    let reconstructor: ActivationReconstructor?
    public let info: Inventory.VerbalizerInfo

    /// What of it was opened.
    public var nla: OpenedNLA {
        let file = explanations as? FileExplanations
        return OpenedNLA(
            name: info.name, verbalizer: (explanations as? ModelExplanations)?.verbalizer ?? file?.scorer, texts: file?.file,
            reconstructor: reconstructor)
    }
}
