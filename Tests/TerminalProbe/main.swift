import Foundation
import ParallaxCompute
import ParallaxTerminal
import ParallaxViews

func run() -> Int32 {
    let environment = ProcessInfo.processInfo.environment
    do {
        let terminal = try Terminal(environment: environment)
        let mailbox = Mailbox<Probe.Message>()
        var probe = Probe(
            mailbox: mailbox, theme: ThemeLibrary.builtIn.adapted(to: terminal.depth), glyphs: terminal.glyphs,
            hostileText: environment["PROBE_TEXT"] ?? "")
        let ending = EventLoop().run(&probe, on: terminal, mailbox: mailbox)
        terminal.close()
        print("ended as it should")
        return ending.exitStatus
    } catch {
        print("\(error)")
        return 64
    }
}

exit(run())
