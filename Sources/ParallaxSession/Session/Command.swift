import ParallaxCompute

/// Everything that can change the state.
public enum Action: Sendable {
    case command(Command)
    /// The open line editor after a key.
    case edited(LineEditor)
    /// The page that is open (help, messages), by the line that it begins with: only views know how many lines there are.
    case scrolled(to: Int)
    /// The screen has room for these beside the readings.
    case showing(Set<SidePane>)
    /// Writes a finding, with what is on the screen as text.
    case writing(screen: String)
    /// A cell of the grid was pointed at.
    case placed(row: Int, position: Int)
    /// A reading was pointed at, perhaps one of its lines: only views know where they are.
    case pointed(at: Pane, line: Int?)
    /// A line for the person, from outside the state.
    case noticed(String)
    case report(Report)

    var isReport: Bool { if case .report = self { true } else { false } }
}

/// What a person means, whatever key said it.
public enum Command: Hashable, Sendable {
    case moveLeft, moveRight, moveUp, moveDown
    case pageLeft, pageRight
    case toStart, toEnd
    /// To the token of this row where the two methods differ most in F.
    case toDisagreement
    case nextPane, previousPane
    case showSplice, showLens
    case nextColour, previousColour
    case nextDocument, previousDocument
    /// The table of all methods; in it, the next breadth: token, document, set.
    case compare
    /// The other way round.
    case reverse
    /// The claims of the explanation and their tests; on their page, no longer.
    case claims
    /// The page of the feature that is looked at.
    case showFeature
    /// Every place where the feature fires, or one of each document.
    case everyPlace
    /// The next value in the claim's place; one that is typed.
    case swapValue, typeValue
    case stripQuotes, dropParagraph
    /// The verdicts without the tests that read the text, or with them.
    case blindClaims
    /// How the explanation is cut into claims.
    case joinClaim, splitClaim, notAClaim, reclassClaim
    /// What the person holds of the claim.
    case judge(PersonVerdict.Verdict)
    case chooseDocument, chooseDictionary, chooseVerbalizer
    /// Enter: edit the sentence, take the highlighted choice, answer the question; in the grid: verbalize now.
    case confirm
    /// Esc: leave what is open; else stop the background work.
    case cancel
    /// Switch the highlighted feature off or on; take the highlighted sentence out.
    case switchOff
    case scaleFeature
    case addFeature
    /// Back to the original features or text at this place.
    case restore
    /// The last change taken back, or made again.
    case undo, redo
    /// Along the jumps that the cursor made.
    case back, forward
    /// The model goes on with the text.
    case continueText
    /// The texts tried here, with their figures.
    case history
    case newText, newChat, editDocument, openFile
    case search, nextMatch, previousMatch
    case writeFinding
    case help, messages
    /// Fill the grid in the background, or stop it.
    case toggleFill
    /// Try again what failed or was stopped.
    case retry
    case redraw
    /// Another theme; the state knows nothing of it.
    case nextTheme
    case quit
}
