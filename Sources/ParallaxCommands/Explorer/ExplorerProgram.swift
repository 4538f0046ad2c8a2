import Dispatch
import ParallaxSession
import ParallaxTerminal
import ParallaxViews

/// The explorer on a terminal: keys become actions, effects go to the engine, reports come back as messages, states become frames.
struct ExplorerProgram: TerminalProgram {
    typealias Message = Report

    private(set) var state: SessionState
    private let engine: Engine
    private var themes: ThemeCycle
    private let glyphs: GlyphSet
    private var size = Size(width: 80, height: 24)
    private(set) var isFinished = false

    init(state: SessionState, engine: Engine, themes: ThemeCycle, glyphs: GlyphSet) {
        self.state = state
        self.engine = engine
        self.themes = themes
        self.glyphs = glyphs
    }

    var awaitsQuickResult: Bool { state.outstanding.contains { $0.pace == .quick } }

    var takesText: Bool { state.mode.hasLine }

    func frame(_ size: Size) -> Frame { ExplorerView.frame(state, size: size, style: ScreenStyle(theme: themes.theme, glyphs: glyphs)) }

    mutating func handle(_ event: TerminalEvent<Report>) -> Repaint {
        switch event {
        case .key(let key):
            guard let action = Bindings.action(for: key, in: state, size: size) else { return .none }
            perform(state.update(action))
            if case .command(.nextTheme) = action { perform(state.update(.noticed(themes.turn()))) }
            show()
            return .now
        case .message(let report):
            let urgency = urgency(of: report)
            perform(state.update(.report(report)))
            return urgency
        case .resized(let size):
            self.size = size
            show()
            return .now
        case .terminating:
            engine.cancelAll()
            return .none
        }
    }

    /// What there is room for is computed, and nothing else.
    private mutating func show() {
        let panes = ExplorerView.layout(state, size).sidePanes
        if panes != state.visible { perform(state.update(.showing(panes))) }
    }

    private mutating func perform(_ effects: [Effect]) {
        for effect in effects {
            if effect == .quit { isFinished = true }
            engine.perform(effect)
        }
    }

    /// What answers the person is painted at once; what streams or fills the background a few times a second.
    private func urgency(of report: Report) -> Repaint {
        switch report.urgency(in: state) {
        case .none: .none
        case .soon: .soon
        case .now: .now
        }
    }
}
