import ParallaxCompute

extension SessionState {
    /// What a list of choices offers: names, and for checkpoints their index in the inventory.
    public func options(_ choice: Mode.Choice) -> [(index: Int, title: String)] {
        switch choice {
        case .document: inventory.documentTitles.enumerated().map { ($0.offset, $0.element) }
        case .dictionary:
            inventory.dictionaries(at: site).map { index in
                let info = inventory.dictionaries.elements[index]
                return (index, "\(info.name)  \(info.featureCount) features  \(info.kind)")
            }
        case .verbalizer:
            inventory.verbalizers(at: site).map { index in
                let info = inventory.verbalizers.elements[index]
                return (index, info.name + (info.verbalizes ? "" : "  (no AV)") + (info.reconstructs ? "" : "  (no AR)"))
            }
        }
    }

    mutating func offer(_ choice: Mode.Choice, _ indices: [Int], _ current: Int?, _ otherwise: String) {
        guard !indices.isEmpty else {
            notice = otherwise
            return
        }
        mode = .choosing(choice, highlighted: current.flatMap { indices.firstIndex(of: $0) } ?? 0)
    }

    mutating func choose(_ command: Command, _ choice: Mode.Choice, _ highlighted: Int) {
        let options = options(choice)
        func highlight(_ index: Int) { mode = .choosing(choice, highlighted: max(0, min(options.count - 1, index))) }
        switch command {
        case .moveUp: highlight(highlighted - 1)
        case .moveDown: highlight(highlighted + 1)
        case .pageLeft: highlight(highlighted - 10)
        case .pageRight: highlight(highlighted + 10)
        case .toStart: highlight(0)
        case .toEnd: highlight(options.count - 1)
        case .confirm:
            mode = .browsing
            guard options.indices.contains(highlighted) else { return }
            let index = options[highlighted].index
            switch choice {
            case .document: show(document: index)
            case .dictionary:
                chosenDictionaries[site] = index
                highlightedFeature = 0
            case .verbalizer:
                chosenVerbalizers[site] = index
                highlightedSentence = 0
            }
        default: mode = .browsing
        }
    }
}
