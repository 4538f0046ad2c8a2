/// What the keys mean at the moment.
public enum Mode: Equatable, Sendable {
    case browsing
    /// Changing one sentence of the explanation at the cursor.
    case editingSentence(index: Int, editor: LineEditor)
    /// Answering a question in one line.
    case prompting(Question, editor: LineEditor)
    /// Choosing from a list.
    case choosing(Choice, highlighted: Int)
    /// Choosing from a list that the typed words make shorter.
    case searching(Search, editor: LineEditor, highlighted: Int)
    /// The table of all methods.
    case comparing(ComparisonPage)
    /// The claims of the explanation at the cursor, with their tests.
    case claims(ClaimFocus)
    /// One feature of a dictionary.
    case feature(FeaturePage)
    case help(scroll: Int)
    /// Everything that could not be opened or done, one sentence each.
    case messages(scroll: Int)

    /// Whether a line is open into which characters go.
    public var hasLine: Bool {
        switch self {
        case .editingSentence, .prompting, .searching: true
        case .browsing, .choosing, .comparing, .claims, .feature, .help, .messages: false
        }
    }

    public enum Question: Equatable, Sendable {
        case scaleFeature(Int)
        /// How strong the feature shall be.
        case addFeature(Int)
        case newText, newChat, editDocument, openFile
        /// By how many tokens the model continues the text.
        case continueText
        /// Another value in the claim's place.
        case claimValue(ClaimFocus)
        /// Where the claim is cut in two: at the cursor.
        case claimSplit(ClaimFocus)
        /// The file that verdicts are written to; it is left with Esc where they shall not be written.
        case verdictFile(ClaimFocus)
    }

    public enum Choice: Equatable, Sendable {
        case dictionary, verbalizer
        /// The texts tried in the place of the explanation.
        case history
        /// Another class for the claim.
        case claimClass(ClaimFocus)
    }

    public enum Search: Equatable, Sendable {
        /// Tokens, labels and explanations.
        case everything
        case document
        /// One to add to the reading; one whose page is to be opened.
        case feature, featurePage
    }
}

/// The part of the screen that takes the arrow keys.
public enum Pane: CaseIterable, Equatable, Sendable {
    case grid, features, explanation, splice, lens
}

/// What stands beside the readings where there is room.
public enum SidePane: Hashable, Sendable {
    case splice, lens, agreement
}
