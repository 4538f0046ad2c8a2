import ParallaxSession

/// A key, what it means, and how it is explained: hints, the list of keys and the keys themselves all come from this.
package struct Binding: Sendable {
    package var keys: [Key]
    package var command: Command
    /// One or two words for the footer; nil keeps it out of there.
    package var hint: String?
    package var meaning: String
    /// Panes where it means something; all where empty.
    package var panes: [Pane] = []
    /// Panes whose footer hints at it, where those are fewer.
    package var hintedIn: [Pane] = []
    /// How the keys are written where several of them share a hint ("←→").
    package var written: String?

    package func isHinted(in pane: Pane) -> Bool {
        let panes = hintedIn.isEmpty ? panes : hintedIn
        return hint != nil && (panes.isEmpty || panes.contains(pane))
    }
}

/// The bindings while nothing is open.
package enum Bindings {
    package static let browsing: [Binding] = [
        Binding(keys: [.left, .character("h")], command: .moveLeft, hint: "token", meaning: "the token before", written: "←→"),
        Binding(keys: [.right, .character("l")], command: .moveRight, meaning: "the next token"),
        Binding(
            keys: [.up, .character("k")], command: .moveUp, hint: "layer", meaning: "a layer up; in a pane the line before",
            hintedIn: [.grid], written: "↑↓"),
        Binding(keys: [.down, .character("j")], command: .moveDown, meaning: "a layer down; in a pane the next line"),
        Binding(keys: [.pageUp], command: .pageLeft, meaning: "ten tokens back"),
        Binding(keys: [.pageDown], command: .pageRight, meaning: "ten tokens on"),
        Binding(keys: [.home, .character("0")], command: .toStart, meaning: "the first token"),
        Binding(keys: [.end, .character("$")], command: .toEnd, meaning: "the last token"),
        Binding(keys: [.tab], command: .nextPane, hint: "pane", meaning: "the next pane: grid, features, explanation, splice, logit lens"),
        Binding(keys: [.backTab], command: .previousPane, meaning: "the pane before"),
        Binding(
            keys: [.enter], command: .confirm, hint: "edit", meaning: "edit the sentence; scale the feature",
            panes: [.features, .explanation], hintedIn: [.explanation]),
        Binding(
            keys: [.character("x"), .delete], command: .switchOff, hint: "off",
            meaning: "switch the feature off or on; take the sentence out", panes: [.features, .explanation]),
        Binding(
            keys: [.character("s")], command: .scaleFeature, hint: "scale", meaning: "scale the feature by a number", panes: [.features]),
        Binding(
            keys: [.character("a")], command: .addFeature, hint: "add", meaning: "add a feature: search by label or id", panes: [.features]),
        Binding(
            keys: [.character("F")], command: .showFeature, hint: "feature",
            meaning: "the feature's page: where it fires, what it speaks for, what is near", hintedIn: [.features]),
        Binding(
            keys: [.character("u")], command: .restore, hint: "original", meaning: "back to the original features or text",
            panes: [.features, .explanation]),
        Binding(keys: [.character("z")], command: .undo, meaning: "take the last change back, where it was made"),
        Binding(keys: [.character("Z")], command: .redo, meaning: "make it again"),
        Binding(keys: [.character("H")], command: .history, meaning: "the texts tried here, with their figures"),
        Binding(
            keys: [.character("m")], command: .nextColour, hint: "colour",
            meaning: "the next quantity in the grid (norm, F, L0, entropy, …)", hintedIn: [.grid]),
        Binding(keys: [.character("M")], command: .previousColour, meaning: "the same, backwards"),
        Binding(
            keys: [.character("D")], command: .toDisagreement, hint: "disagree",
            meaning: "to the token of this layer where the two methods differ most in F", hintedIn: [.grid]),
        Binding(
            keys: [.character("c")], command: .compare, hint: "compare", meaning: "all methods by all definitions: token, document, set",
            hintedIn: [.grid]),
        Binding(
            keys: [.character("b")], command: .claims, hint: "claims",
            meaning: "which claims of the explanation can be believed, by which tests", hintedIn: [.grid, .explanation]),
        Binding(
            keys: [.character("p")], command: .showSplice, hint: "splice", meaning: "what the model says with each reconstruction put back",
            hintedIn: [.grid]),
        Binding(
            keys: [.character("g")], command: .showLens, hint: "lens", meaning: "the logit lens of this token at every site",
            hintedIn: [.grid]),
        Binding(
            keys: [.character("d")], command: .chooseDictionary, hint: "SAE",
            meaning: "the dictionaries of this layer side by side; choose one", hintedIn: [.grid, .features]),
        Binding(
            keys: [.character("v")], command: .chooseVerbalizer, hint: "NLA", meaning: "choose an NLA of this layer",
            hintedIn: [.explanation]),
        Binding(keys: [.character("o")], command: .chooseDocument, hint: "document", meaning: "choose a document", hintedIn: [.grid]),
        Binding(keys: [.character("]")], command: .nextDocument, meaning: "the next document"),
        Binding(keys: [.character("[")], command: .previousDocument, meaning: "the document before"),
        Binding(keys: [.character("<"), .wordLeft], command: .back, meaning: "back from a jump (a search, D, another document)"),
        Binding(keys: [.character(">"), .wordRight], command: .forward, meaning: "forward again"),
        Binding(
            keys: [.character("/")], command: .search, hint: "search", meaning: "search tokens, labels and explanations", hintedIn: [.grid]),
        Binding(keys: [.character("n")], command: .nextMatch, meaning: "the next place of the search in this document"),
        Binding(keys: [.character("N")], command: .previousMatch, meaning: "the place before"),
        Binding(
            keys: [.character("i")], command: .newText, hint: "own text", meaning: "type or paste a text of your own", hintedIn: [.grid]),
        Binding(keys: [.character("I")], command: .newChat, meaning: "type or paste a user's turn of a chat"),
        Binding(keys: [.character("e")], command: .editDocument, meaning: "edit this document's text; the unchanged start is kept"),
        Binding(
            keys: [.character("G")], command: .continueText,
            meaning: "the model goes on with the text; in a chat with its own turn"),
        Binding(keys: [.character("O")], command: .openFile, meaning: "open a file as a document"),
        Binding(
            keys: [.character("w"), .function(2)], command: .writeFinding, hint: "write",
            meaning: "write what is seen as JSON and as text into the current folder"),
        Binding(keys: [.character("f")], command: .toggleFill, meaning: "verbalize the row in the background, or stop"),
        Binding(keys: [.character("r")], command: .retry, meaning: "try again what failed or was stopped"),
        Binding(keys: [.escape], command: .cancel, meaning: "stop what is running; leave what is open"),
        Binding(keys: [.character("!")], command: .messages, meaning: "what could not be opened or done"),
        Binding(keys: [.character("?"), .function(1)], command: .help, hint: "keys", meaning: "this list"),
        Binding(keys: [.character("t")], command: .nextTheme, meaning: "the next theme, read anew from its file"),
        Binding(keys: [.control("l")], command: .redraw, meaning: "draw the screen anew"),
        Binding(keys: [.character("q"), .control("c")], command: .quit, hint: "quit", meaning: "leave")
    ]

    /// The bindings of lists and of the pages that scroll.
    package static let listing: [Binding] = [
        Binding(keys: [.up, .character("k")], command: .moveUp, hint: "choose", meaning: "the line before", written: "↑↓"),
        Binding(keys: [.down, .character("j")], command: .moveDown, meaning: "the next line"),
        Binding(keys: [.pageUp], command: .pageLeft, meaning: "ten lines back"),
        Binding(keys: [.pageDown], command: .pageRight, meaning: "ten lines on"),
        Binding(keys: [.home], command: .toStart, meaning: "the first line"),
        Binding(keys: [.end], command: .toEnd, meaning: "the last line"),
        Binding(keys: [.enter], command: .confirm, hint: "take", meaning: "take this one"),
        Binding(keys: [.character("?"), .function(1)], command: .help, meaning: "the keys, these first"),
        Binding(keys: [.character("w"), .function(2)], command: .writeFinding, meaning: "write what is seen"),
        Binding(keys: [.escape, .character("q"), .control("c")], command: .cancel, hint: "leave", meaning: "leave as it was")
    ]

    /// The bindings of the comparison and of its list of tokens.
    package static let comparing: [Binding] = [
        Binding(
            keys: [.character("c")], command: .compare, hint: "token, document, set",
            meaning: "the comparison over the token, the document, the set"),
        Binding(keys: [.up, .character("k")], command: .moveUp, hint: "method", meaning: "the line before", written: "↑↓"),
        Binding(keys: [.down, .character("j")], command: .moveDown, meaning: "the next line"),
        Binding(keys: [.left, .character("h")], command: .moveLeft, hint: "sort by", meaning: "sort by the column before", written: "←→"),
        Binding(keys: [.right, .character("l")], command: .moveRight, meaning: "sort by the next column"),
        Binding(keys: [.character("s")], command: .reverse, hint: "reverse", meaning: "sort the other way round"),
        Binding(
            keys: [.tab], command: .nextPane, hint: "words, rates, spreads",
            meaning: "what stands under the table: conclusions, rate and distortion, distributions"),
        Binding(keys: [.pageUp], command: .pageLeft, meaning: "ten lines back"),
        Binding(keys: [.pageDown], command: .pageRight, meaning: "ten lines on"),
        Binding(keys: [.home], command: .toStart, meaning: "the first line"),
        Binding(keys: [.end], command: .toEnd, meaning: "the last line"),
        Binding(
            keys: [.enter], command: .confirm, hint: "where they differ",
            meaning: "the tokens where the method differs most from its rival; there: go to the token"),
        Binding(keys: [.character("?"), .function(1)], command: .help, hint: "keys", meaning: "the keys, these first"),
        Binding(
            keys: [.character("w"), .function(2)], command: .writeFinding,
            meaning: "write what is seen: the table as text, the token with its figures"),
        Binding(keys: [.escape, .character("q"), .control("c")], command: .cancel, hint: "leave", meaning: "back")
    ]

    /// The bindings of the page of claims.
    package static let claims: [Binding] = [
        Binding(keys: [.up, .character("k")], command: .moveUp, hint: "claim", meaning: "the line before", written: "↑↓"),
        Binding(keys: [.down, .character("j")], command: .moveDown, meaning: "the next line"),
        Binding(
            keys: [.left, .character("h")], command: .moveLeft, hint: "token", meaning: "the claims of the token before", written: "←→"),
        Binding(keys: [.right, .character("l")], command: .moveRight, meaning: "those of the next token"),
        Binding(keys: [.tab], command: .nextPane, hint: "tests, values", meaning: "from the claims to the tests, to the values, and back"),
        Binding(keys: [.backTab], command: .previousPane, meaning: "the other way round"),
        Binding(
            keys: [.enter], command: .confirm, hint: "open",
            meaning: "start the tests where they wait; open the claim; switch the test; put the value there"),
        Binding(
            keys: [.character("s")], command: .swapValue, hint: "swap",
            meaning: "the next value in the claim's place, in the end the original"),
        Binding(keys: [.character("e")], command: .typeValue, hint: "type", meaning: "a value of your own in the claim's place"),
        Binding(
            keys: [.character("x"), .delete], command: .switchOff, hint: "off", meaning: "take the claim out; switch the test off or on"),
        Binding(keys: [.character("\"")], command: .stripQuotes, hint: "quotes", meaning: "take everything quoted out of the text"),
        Binding(keys: [.character("P")], command: .dropParagraph, hint: "paragraph", meaning: "take the last paragraph out"),
        Binding(
            keys: [.character("u")], command: .restore, hint: "original", meaning: "back to the original text; then to how the rules cut it"
        ),
        Binding(
            keys: [.character("+")], command: .judge(.true), hint: "true, false, unsure",
            meaning: "you hold it to be true: a line in the log of verdicts; again takes it back", written: "+ - 0"),
        Binding(keys: [.character("-")], command: .judge(.false), meaning: "you hold it to be false"),
        Binding(keys: [.character("0")], command: .judge(.unsure), meaning: "you cannot tell"),
        Binding(keys: [.character("z")], command: .undo, meaning: "take the last change back"),
        Binding(keys: [.character("Z")], command: .redo, meaning: "make it again"),
        Binding(
            keys: [.character("B")], command: .blindClaims, hint: "blind",
            meaning: "the verdicts without the tests that read the text, or with them"),
        Binding(keys: [.character("J")], command: .joinClaim, hint: "join", meaning: "one claim with the next"),
        Binding(keys: [.character("S")], command: .splitClaim, hint: "split", meaning: "two claims, cut where you say"),
        Binding(keys: [.character("n")], command: .notAClaim, hint: "no claim", meaning: "not a claim"),
        Binding(keys: [.character("C")], command: .reclassClaim, hint: "class", meaning: "another class"),
        Binding(keys: [.character("r")], command: .retry, meaning: "go on with what was stopped, try again what failed"),
        Binding(keys: [.character("?"), .function(1)], command: .help, meaning: "the keys, these first"),
        Binding(keys: [.character("w"), .function(2)], command: .writeFinding, meaning: "write what is seen, with every statistic"),
        Binding(keys: [.pageUp], command: .pageLeft, meaning: "ten lines back"),
        Binding(keys: [.pageDown], command: .pageRight, meaning: "ten lines on"),
        Binding(keys: [.home], command: .toStart, meaning: "the first line"),
        Binding(keys: [.end], command: .toEnd, meaning: "the last line"),
        Binding(keys: [.character("b")], command: .claims, hint: "no claims", meaning: "test no claims any more, and leave"),
        Binding(keys: [.escape], command: .cancel, hint: "leave", meaning: "stop the tests, and lose nothing; else leave"),
        Binding(keys: [.character("q"), .control("c")], command: .quit, meaning: "leave")
    ]

    /// The bindings of a feature's page.
    package static let feature: [Binding] = [
        Binding(keys: [.up, .character("k")], command: .moveUp, hint: "line", meaning: "the line before", written: "↑↓"),
        Binding(keys: [.down, .character("j")], command: .moveDown, meaning: "the next line"),
        Binding(keys: [.left, .character("h")], command: .moveLeft, hint: "feature", meaning: "the feature before", written: "←→"),
        Binding(keys: [.right, .character("l")], command: .moveRight, meaning: "the next feature"),
        Binding(
            keys: [.tab], command: .nextPane, hint: "places, neighbours",
            meaning: "from where it fires to the nearest decoder rows, and back"),
        Binding(keys: [.backTab], command: .previousPane, meaning: "the other way round"),
        Binding(keys: [.enter], command: .confirm, hint: "go there", meaning: "to the token; to the page of the neighbour"),
        Binding(
            keys: [.character("a")], command: .everyPlace, hint: "all, one a document",
            meaning: "every place where it fires, or the strongest of each document"),
        Binding(keys: [.character("/")], command: .search, hint: "search", meaning: "another feature, by label or id"),
        Binding(keys: [.character("r")], command: .retry, meaning: "try again what failed"),
        Binding(keys: [.character("?"), .function(1)], command: .help, meaning: "the keys, these first"),
        Binding(
            keys: [.character("w"), .function(2)], command: .writeFinding,
            meaning: "write what is seen: the page as text, the token with its figures"),
        Binding(keys: [.pageUp], command: .pageLeft, meaning: "ten lines back"),
        Binding(keys: [.pageDown], command: .pageRight, meaning: "ten lines on"),
        Binding(keys: [.home], command: .toStart, meaning: "the first line"),
        Binding(keys: [.end], command: .toEnd, meaning: "the last line"),
        Binding(
            keys: [.escape, .character("q"), .control("c"), .character("F")], command: .cancel, hint: "leave", meaning: "back to the panes")
    ]

    /// The bindings of the list of dictionaries: one can walk on while it is open.
    package static let sweeping: [Binding] =
        [
            Binding(keys: [.left, .character("h")], command: .moveLeft, hint: "token", meaning: "the token before", written: "←→"),
            Binding(keys: [.right, .character("l")], command: .moveRight, meaning: "the next token")
        ] + listing

    /// The bindings beside the line editor's own keys.
    package static let typing: [Binding] = [
        Binding(keys: [.enter], command: .confirm, hint: "keep", meaning: "keep it"),
        Binding(keys: [.up], command: .moveUp, meaning: "what was typed here before"),
        Binding(keys: [.down], command: .moveDown, meaning: "what was typed after it"),
        Binding(keys: [.tab], command: .nextPane, meaning: "complete the path"),
        Binding(keys: [.function(1)], command: .help, meaning: "the keys"),
        Binding(keys: [.function(2)], command: .writeFinding, meaning: "write what is seen"),
        Binding(keys: [.escape, .control("c")], command: .cancel, hint: "leave as it was", meaning: "leave it as it was")
    ]

    /// What has keys of its own.
    package enum Page: CaseIterable, Sendable {
        case browsing, listing, sweeping, searching, documents, comparing, claims, feature, typing

        init(_ mode: Mode) {
            self =
                switch mode {
                case .browsing: .browsing
                case .choosing(.dictionary, _): .sweeping
                case .choosing, .help, .messages: .listing
                case .searching(.document, _, _): .documents
                case .searching: .searching
                case .comparing: .comparing
                case .claims: .claims
                case .feature: .feature
                case .editingSentence, .prompting: .typing
                }
        }

        /// Where its keys mean something, in the list of keys.
        package var title: String {
            switch self {
            case .browsing: "in the panes"
            case .listing: "in lists, here and in the messages"
            case .sweeping: "in the list of dictionaries (d)"
            case .searching: "in lists that typed words make shorter (/)"
            case .documents: "in the list of documents (o)"
            case .comparing: "in the comparison of all methods (c)"
            case .claims: "on the page of claims (b)"
            case .feature: "on the page of a feature (F)"
            case .typing: "in a line that is typed into (i, e, Enter)"
            }
        }

        package var bindings: [Binding] {
            switch self {
            case .browsing: Bindings.browsing
            case .listing: Bindings.listing
            case .sweeping: Bindings.sweeping
            case .searching: Bindings.searching
            case .documents: Bindings.documents
            case .comparing: Bindings.comparing
            case .claims: Bindings.claims
            case .feature: Bindings.feature
            case .typing: Bindings.typing
            }
        }
    }

    package static func live(in mode: Mode) -> [Binding] { Page(mode).bindings }

    /// The bindings of lists with a line to type into: letters are typed.
    package static let searching: [Binding] = [
        Binding(keys: [.up], command: .moveUp, hint: "choose", meaning: "the line before", written: "↑↓"),
        Binding(keys: [.down], command: .moveDown, meaning: "the next line"),
        Binding(keys: [.pageUp], command: .pageLeft, meaning: "ten lines back"),
        Binding(keys: [.pageDown], command: .pageRight, meaning: "ten lines on"),
        Binding(keys: [.enter], command: .confirm, hint: "take", meaning: "take this one"),
        Binding(keys: [.function(1)], command: .help, meaning: "the keys"),
        Binding(keys: [.function(2)], command: .writeFinding, meaning: "write what is seen"),
        Binding(keys: [.escape, .control("c")], command: .cancel, hint: "leave", meaning: "leave as it was")
    ]

    /// The same for the list of documents.
    package static let documents: [Binding] =
        [
            Binding(
                keys: [.delete], command: .switchOff, hint: "off the list",
                meaning: "take the document from the list; no file is touched, z in the panes brings it back")
        ] + searching

    /// What a key does now; nil for keys without a meaning.
    /// - Parameter size: of the screen, which says how far a page scrolls.
    package static func action(for key: Key, in state: SessionState, size: Size) -> Action? {
        switch key {
        case .mouse(let event): return Pointing.action(for: event, in: state, size: size)
        case .overlongPaste(let bytes): return .noticed(LineEditor.refusal(of: bytes))
        case .openPaste: return .noticed("a paste has begun whose end does not come: what is typed counts as its text; Esc ends it")
        default: break
        }
        if let command = live(in: state.mode).first(where: { $0.keys.contains(key) })?.command {
            // The text of a finding is what is seen, without colours.
            if command == .writeFinding {
                return .writing(screen: ExplorerView.frame(state, size: size, style: ScreenStyle(theme: ThemeLibrary.builtIn)).grid.text)
            }
            return OverlayView.scrolled(state, by: command, size: size).map { .scrolled(to: $0) } ?? .command(command)
        }
        switch state.mode {
        case .editingSentence(_, var editor), .prompting(_, var editor), .searching(_, var editor, _):
            return editor.handle(key) ? .edited(editor) : nil
        default: return nil
        }
    }
}
