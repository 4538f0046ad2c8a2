import ArgumentParser

/// `parallax`: the explorer, and the commands beside it.
public struct Parallax: ParsableCommand {
    public static let configuration = CommandConfiguration(commandName: "parallax", abstract: "A terminal instrument for people who look inside language models.")
    public init() {}
}
