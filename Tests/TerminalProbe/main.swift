import CCrash
import Foundation
import ParallaxCompute
import ParallaxTerminal
import ParallaxViews

func run() -> Int32 {
    let environment = ProcessInfo.processInfo.environment
    cc_install("probe 1.0")
    let crash = environment["PROBE_CRASH"].flatMap(Crash.init) ?? .trap
    // Without a terminal, as commands are.
    if CommandLine.arguments.dropFirst().first == "crash" { crash.happen() }
    do {
        let terminal = try Terminal(environment: environment)
        let mailbox = Mailbox<Probe.Message>()
        var probe = Probe(
            mailbox: mailbox, theme: ThemeLibrary.builtIn.adapted(to: terminal.depth), glyphs: terminal.glyphs,
            hostileText: environment["PROBE_TEXT"] ?? "", crash: crash)
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
