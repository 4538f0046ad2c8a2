import ParallaxCompute

extension SessionState {
    /// What a list of choices offers: names, and their index in the inventory or in the history.
    public func options(_ choice: Mode.Choice) -> [(index: Int, title: String)] {
        switch choice {
        case .dictionary:
            inventory.dictionaries(at: site).map { index in
                let info = inventory.dictionaries[index]
                return (index.index, "\(info.name)  \(info.featureCount) features  \(info.kind)")
            }
        case .verbalizer:
            inventory.verbalizers(at: site).map { index in
                let info = inventory.verbalizers[index]
                return (
                    index.index,
                    info.name + (info.isFile ? "  explanations from a file" : info.verbalizes ? "" : "  (no AV)")
                        + (info.reconstructs ? "" : "  (no AR)")
                )
            }
        case .history:
            history.enumerated().map { ($0.offset, $0.element.text) }
        case .claimClass:
            claimClasses.enumerated().map { ($0.offset, $0.element) }
        }
    }

    /// The original text, the samples of a file, and what the person tried in its place, in order.
    public var history: [TextHistory.Entry] {
        guard let verbalKey, let reading = verbalReading else { return [] }
        let samples = (reading.stated?.samples ?? []).enumerated().map { number, sample in
            TextHistory.Entry(text: sample.text, origin: sample.sampleName ?? "sample \(number + 1)")
        }
        return [.init(text: reading.text, figures: reading.figures, origin: samples.isEmpty ? nil : "the explanation")] + samples
            + (editing.textHistories[verbalKey]?.entries ?? [])
    }

    mutating func offer(_ choice: Mode.Choice, _ indices: [Int], _ current: Int?, _ otherwise: String) {
        guard !indices.isEmpty else {
            notice = otherwise
            return
        }
        mode = .choosing(choice, highlighted: current.flatMap { indices.firstIndex(of: $0) } ?? 0)
    }

    mutating func offerHistory() {
        guard history.count > 1 else {
            notice = "no text was tried here yet: Tab to the explanation, Enter edits a sentence"
            return
        }
        mode = .choosing(.history, highlighted: history.lastIndex { $0.text == keptText } ?? 0)
    }

    mutating func choose(_ command: Command, _ choice: Mode.Choice, _ highlighted: Int) {
        if choice == .dictionary, command == .moveLeft || command == .moveRight { return moveInGrid(command) }
        let options = options(choice)
        if let moved = Self.moved(highlighted, command, count: options.count) {
            mode = .choosing(choice, highlighted: moved)
            return
        }
        guard command == .confirm || command == .cancel || openClaims == nil else { return }
        mode = openClaims.map(Mode.claims) ?? .browsing
        guard command == .confirm, options.indices.contains(highlighted) else { return }
        let index = options[highlighted].index
        switch choice {
        case .dictionary:
            readings.chosenDictionaries[site] = DictionaryID(index)
            highlightedFeature = 0
        case .verbalizer:
            readings.chosenVerbalizers[site] = VerbalizerID(index)
            highlightedSentence = 0
        case .history:
            if let verbalKey { keep(history[index].text, for: verbalKey) }
            highlightedSentence = 0
        case .claimClass(let focus):
            reclass(claimClasses[index], focus)
        }
    }

    /// Where a list's highlight goes; nil for commands that do not move it.
    static func moved(_ index: Int, _ command: Command, count: Int) -> Int? {
        let target: Int
        switch command {
        case .moveUp: target = index - 1
        case .moveDown: target = index + 1
        case .pageLeft: target = index - page
        case .pageRight: target = index + page
        case .toStart: target = 0
        case .toEnd: target = count - 1
        default: return nil
        }
        return max(0, min(count - 1, target))
    }
}
