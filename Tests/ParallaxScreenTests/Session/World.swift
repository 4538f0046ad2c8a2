import ParallaxSession

/// What a session runs on in a test: an inventory, and what background work answers.
struct World: Sendable {
    var inventory: Inventory
    var answer: @Sendable (Request) -> [Report]
}
