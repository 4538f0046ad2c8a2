import Dispatch
import Foundation
import ParallaxCompute
import ParallaxSession
import ParallaxTerminal
import ParallaxViews

/// Starts the engine, takes the terminal over, and gives it back.
enum Explorer {
    /// How long the first frame waits for the document's norms: a frame without them would only flicker.
    private static let patience = DispatchTimeInterval.milliseconds(200)

    /// - Throws: `Complaint` where there is no terminal that can show the screen; nothing was written then.
    static func run(_ bench: any Bench, at place: FirstPlace, appearance: AppearanceOptions, cache: CacheBudget) throws {
        let environment = Host.environment
        let mailbox = Mailbox<Report>()
        let first = DispatchSemaphore(value: 0)
        let engine = Engine(bench) { report in
            mailbox.post(report)
            first.signal()
        }
        var state = SessionState(inventory: bench.inventory, cache: cache)
        state.begin(document: place.document, token: place.token)
        for effect in state.reconcile() { engine.perform(effect) }
        for complaint in state.inventory.complaints { RunLog.note("warning", saying: complaint) }
        let places = [Host.executable, bench.workspace.file].compactMap { $0?.deletingLastPathComponent() }
        let terminal = try Terminal(colors: appearance.color, mouse: !appearance.noMouse, environment: environment)
        defer { terminal.close() }
        // A part of a file that is gone is no crash: the terminal's handlers must not see it.
        MappedFile.guardBeforeOthers()
        let library = ThemeLibrary(environment: environment, near: places)
        let (themes, complaint) = ThemeCycle.starting(with: appearance.theme, in: library, depth: terminal.depth)
        if let complaint { state.inventory.complaints.append(complaint) }
        _ = first.wait(timeout: .now() + patience)
        var program = ExplorerProgram(state: state, engine: engine, themes: themes, glyphs: terminal.glyphs)
        let ending = EventLoop().run(&program, on: terminal, mailbox: mailbox)
        engine.cancelAll()
        terminal.close()
        if case .signal(let number) = ending { RunLog.note("signal", level: .warning, ["number": number]) }
        Parallax.leave(ending.exitStatus)
    }
}
