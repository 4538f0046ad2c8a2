import ParallaxSession

/// From a grid's number to 0…1 of the ramp. One scale for what is seen, its ends in the legend.
package struct GridScale: Equatable {
    package var low: Double
    package var high: Double

    package init(_ colour: GridColour, values: [Double]) {
        switch colour {
        case .dictionaryFVE, .verbalizerFVE: (low, high) = (0, 1)
        case .l0: (low, high) = (0, max(1, values.max() ?? 1))
        case .norm:
            // Massive activations would flatten the rest: the scale ends where nine in ten values lie, and says so by its numbers.
            let sorted = values.sorted()
            low = sorted.first ?? 0
            high = sorted.isEmpty ? 1 : sorted[min(sorted.count - 1, sorted.count * 9 / 10)]
        }
        if !(high > low) { high = low + 1 }
    }

    package func fraction(_ value: Double) -> Double { min(max((value - low) / (high - low), 0), 1) }
}
