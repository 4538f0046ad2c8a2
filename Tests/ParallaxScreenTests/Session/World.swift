import ParallaxSession

/// What a session runs on in a test: an inventory, and what background work answers.
struct World: Sendable {
    var inventory: Inventory
    /// Takes a document that the person added.
    var add: @Sendable (OwnDocument) -> Void = { _ in }
    var answer: @Sendable (Request) -> [Report]
}
