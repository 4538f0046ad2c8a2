import ArgumentParser
import ParallaxViews

/// How the screen looks.
struct AppearanceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A theme's name, or a YAML file.", valueName: "NAME|FILE")) var theme = "default"
    @Flag(name: .customLong("no-mouse"), help: "Leave the mouse to the terminal.") var noMouse = false
    @Option(help: "Colours; auto minds NO_COLOR.") var color = ColorDepth.Choice.auto
}

extension ColorDepth.Choice: ExpressibleByArgument {}
