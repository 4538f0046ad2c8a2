import Foundation

/// How the wavelengths of a rotary embedding are made; follows `modeling_rope_utils.py` of transformers.
public struct RotarySettings: Sendable, Hashable {
    /// Base of the wavelengths.
    public package(set) var base: Double
    /// Elements of a head that turn, from its beginning on; even.
    public package(set) var rotated: Int
    public package(set) var scaling: RotaryScaling

    package init(base: Double, rotated: Int, scaling: RotaryScaling = .none) {
        self.base = base
        self.rotated = rotated
        self.scaling = scaling
    }

    /// Radians a position, `[rotated / 2]`.
    package var frequencies: [Float] {
        let powers = stride(from: 0, to: rotated, by: 2).map { Float(pow(base, Double(Float($0) / Float(rotated)))) }
        switch scaling {
        case .none: return powers.map { 1 / $0 }
        case .linear(let factor): return powers.map { 1 / $0 / Float(factor) }
        case .llama3(let settings): return powers.map { settings.scaled(1 / $0) }
        case .yarn(let settings): return settings.frequencies(powers, base: base)
        }
    }

    /// What cosines and sines are multiplied by.
    package var magnitude: Float {
        if case .yarn(let settings) = scaling { Float(settings.attentionFactor) } else { 1 }
    }
}

/// How a rotary embedding is stretched to contexts longer than those of the first training.
public enum RotaryScaling: Sendable, Hashable {
    case none
    /// All frequencies divided by a factor.
    case linear(factor: Double)
    case llama3(Llama3Scaling)
    case yarn(YarnScaling)
}

/// Llama 3.1: long wavelengths are divided by a factor, short ones kept, those between blended.
public struct Llama3Scaling: Sendable, Hashable {
    package var factor: Double
    package var lowFrequencyFactor: Double
    package var highFrequencyFactor: Double
    package var originalPositions: Double

    func scaled(_ frequency: Float) -> Float {
        let length = Float(originalPositions), wavelength = Float(2 * Double.pi) / frequency
        if wavelength < Float(originalPositions / highFrequencyFactor) { return frequency }
        if wavelength > Float(originalPositions / lowFrequencyFactor) { return frequency / Float(factor) }
        let smooth = (length / wavelength - Float(lowFrequencyFactor)) / Float(highFrequencyFactor - lowFrequencyFactor)
        return (1 - smooth) * frequency / Float(factor) + smooth * frequency
    }
}

/// YaRN (Peng, Quesnelle, Fan and Shippole 2023): the same by the number of turns within the original context, and attention sharpened.
public struct YarnScaling: Sendable, Hashable {
    package var factor: Double
    package var originalPositions: Double
    package var fastTurns: Double
    package var slowTurns: Double
    /// The blend's ends are whole dimensions.
    package var truncates: Bool
    /// What cosines and sines are multiplied by.
    package var attentionFactor: Double

    func frequencies(_ powers: [Float], base: Double) -> [Float] {
        let size = Double(2 * powers.count)
        func dimension(turns: Double) -> Double { size * log(originalPositions / (turns * 2 * .pi)) / (2 * log(base)) }
        var low = dimension(turns: fastTurns), high = dimension(turns: slowTurns)
        if truncates { (low, high) = (low.rounded(.down), high.rounded(.up)) }
        (low, high) = (max(low, 0), min(high, size - 1))
        if low == high { high += 0.001 }
        return powers.enumerated().map { index, power in
            let ramp = min(1, max(0, (Float(index) - Float(low)) / Float(high - low)))
            return 1 / (Float(factor) * power) * ramp + 1 / power * (1 - ramp)
        }
    }
}
