/// What the keys mean at the moment.
public enum Mode: Equatable, Sendable {
    case browsing
    /// Changing one sentence of the explanation at the cursor.
    case editingSentence(index: Int, editor: LineEditor)
    /// Answering a question in one line.
    case prompting(Question, editor: LineEditor)
    /// Choosing from a list.
    case choosing(Choice, highlighted: Int)
    case help(scroll: Int)
    /// Everything that could not be opened or done, one sentence each.
    case messages(scroll: Int)

    public enum Question: Equatable, Sendable {
        case scaleFeature(Int)
        case addFeature
    }

    public enum Choice: Equatable, Sendable {
        case document, dictionary, verbalizer
    }
}

/// The part of the screen that takes the arrow keys.
public enum Pane: CaseIterable, Equatable, Sendable {
    case grid, features, explanation
}
