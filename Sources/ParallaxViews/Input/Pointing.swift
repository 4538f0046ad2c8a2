import ParallaxSession

/// What the mouse means: a click goes there; the wheel reads on in the text, and moves the highlight in a list.
package enum Pointing {
    package static func action(for event: MouseEvent, in state: SessionState, size: Size) -> Action? {
        guard let target = ScreenTarget.at(event.point, state, size: size) else { return nil }
        let isUp = event.kind == .wheelUp
        switch (target, event.kind) {
        case (.cell(let row, let position), .press): return .placed(row: row, position: position)
        case (.pane(let pane, let line), .press): return .pointed(at: pane, line: line)
        case (.cell, _): return .command(isUp ? .moveLeft : .moveRight)
        case (.pane(let pane, _), _):
            let highlighted = pane == .features ? state.highlightedFeature : state.highlightedSentence
            // The first turn shows where the highlight is.
            return .pointed(at: pane, line: state.pane == pane ? highlighted + (isUp ? -1 : 1) : nil)
        case (.overlay, .press): return nil
        case (.overlay, _): return Bindings.action(for: isUp ? .up : .down, in: state, size: size)
        }
    }
}
