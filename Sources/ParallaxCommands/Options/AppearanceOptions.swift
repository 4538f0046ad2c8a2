import ArgumentParser
import ParallaxViews

/// How the screen looks.
struct AppearanceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A theme's name, or a YAML file.", valueName: "NAME|FILE")) var theme = "default"
    @Option(help: "Colours; auto minds NO_COLOR.") var color = ColorDepth.Choice.auto
}

extension ColorDepth.Choice: ExpressibleByArgument {}
