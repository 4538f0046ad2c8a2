import Foundation
import ParallaxSession

/// From a grid's number to 0…1 of the ramp, or −1…1 around zero. One scale for the whole document, its ends in the legend.
package struct GridScale: Equatable {
    package private(set) var low: Double
    package private(set) var high: Double
    /// Norms grow by factors along the layers, ranks fall by factors: on a linear scale one end would hide all others.
    package let isLogarithmic: Bool
    package let isDiverging: Bool

    /// - Parameter range: of the numbers that there are.
    package init(_ colour: GridColour, range: ClosedRange<Double>?) {
        let smallest = range?.lowerBound ?? 0, largest = range?.upperBound ?? 1
        switch colour {
        case .dictionaryFVE, .verbalizerFVE: (low, high) = (0, 1)
        // Where Var is low all cosines are near 1, and tell tokens apart all the same.
        case .statedCosine: (low, high) = (min(smallest, 0.99), 1)
        case .difference: (low, high) = (-1, 1)
        case .l0, .entropy, .surprise: (low, high) = (0, max(1, largest))
        case .rank: (low, high) = (1, max(2, largest))
        case .norm: (low, high) = (smallest, largest)
        }
        isLogarithmic = (colour == .norm || colour == .rank) && low > 0
        isDiverging = colour == .difference
        if !(high > low) { high = low + 1 }
    }

    package func fraction(_ value: Double) -> Double {
        if isDiverging { return value.isFinite ? min(max(value / high, -1), 1) : 0 }
        let fraction = isLogarithmic ? log(value / low) / log(high / low) : (value - low) / (high - low)
        return fraction.isFinite ? min(max(fraction, 0), 1) : 0
    }
}
