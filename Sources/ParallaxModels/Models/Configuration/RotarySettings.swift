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

/// Rotary settings as transformers 4 writes them (`rope_theta`, `rope_scaling`, `partial_rotary_factor` at the top) and as transformers 5
/// does (`rope_parameters`, of all blocks or of each layer type).
extension ConfigurationFile {
    private static let knownKeys: Set<String> = [
        "rope_type", "type", "rope_theta", "partial_rotary_factor", "factor", "original_max_position_embeddings", "low_freq_factor",
        "high_freq_factor",
        "attention_factor", "beta_fast", "beta_slow", "mscale", "mscale_all_dim", "truncate", "finetuned"
    ]

    /// - Parameters:
    ///   - layerType: As `rope_parameters` may name it.
    ///   - baseKey: Where transformers 4 keeps the base of these blocks.
    ///   - isScaled: Whether `rope_scaling` of transformers 4 is about these blocks.
    ///   - readsNestedAlone: Whether `rope_parameters` counts only where it holds an object for the layer type, as in Gemma 3.
    /// - Throws: `Complaint` for a scaling that is not computed here, by its name, for a number out of bounds, and where both objects are there
    ///   and mean different things.
    func rotary(
        headSize: Int, maximumPositions: Int, layerType: String = "full_attention", baseKey: String = "rope_theta", isScaled: Bool = true,
        readsNestedAlone: Bool = false
    ) throws -> RotarySettings {
        let parameters = try ropeParameters(layerType, readsNestedAlone: readsNestedAlone)
        let scaling = isScaled ? try ropeScaling() : nil
        let settings = try rotary(
            parameters ?? scaling ?? ("rope_scaling", [:]), headSize: headSize, maximumPositions: maximumPositions, baseKey: baseKey)
        guard let parameters, let scaling, !scaling.members.isEmpty else { return settings }
        // transformers takes rope_scaling then, and in Gemma 3 lays it over the other.
        let members = readsNestedAlone ? parameters.members.merging(scaling.members) { $1 } : scaling.members
        guard try rotary((scaling.key, members), headSize: headSize, maximumPositions: maximumPositions, baseKey: baseKey) == settings
        else {
            throw complaint("rope_parameters or rope_scaling", "both, and they differ", "keep the one that the checkpoint was made with")
        }
        return settings
    }

    /// Of one object.
    func rotary(_ object: (key: String, members: [String: JSONValue]), headSize: Int, maximumPositions: Int, baseKey: String = "rope_theta")
        throws -> RotarySettings
    {
        let (key, rope) = object
        for name in rope.keys.sorted() where !Self.knownKeys.contains(name) && rope[name] != .null {
            throw complaint(
                "\(key) of keys that are known (\(Self.knownKeys.sorted().joined(separator: ", ")))", "\"\(name.shortened)\"",
                "use a checkpoint without it")
        }
        func number(_ name: String, _ bounds: ClosedRange<Double>) throws -> Double? {
            guard let value = rope[name], value != .null else { return nil }
            guard let number = value.number, bounds.contains(number) else {
                throw complaint(
                    "\(key).\(name) to be a number from \(bounds.lowerBound) to \(bounds.upperBound)", value.quoted,
                    "use an unaltered config.json of the checkpoint")
            }
            return number
        }
        let base = try number("rope_theta", 1e-3...1e15) ?? self.number(baseKey, 1e-3...1e15, default: 10_000)
        let part = try number("partial_rotary_factor", 0...1) ?? self.number("partial_rotary_factor", 0...1, default: 1)
        let rotated = Int(clamping: Double(headSize) * part)
        guard rotated >= 2, rotated % 2 == 0 else {
            throw complaint(
                "an even head_dim (the part of it that is rotated), since rotary embedding turns pairs", "\(rotated)", "correct the file")
        }
        func needed(_ name: String, _ bounds: ClosedRange<Double>) throws -> Double {
            guard let found = try number(name, bounds) else {
                throw complaint("\(key).\(name)", "none", "use an unaltered config.json of the checkpoint")
            }
            return found
        }
        let original = try number("original_max_position_embeddings", 1...1e9) ?? Double(maximumPositions)
        let factors = 1e-3...1e6
        let scaling: RotaryScaling
        switch rope["rope_type"] ?? rope["type"] ?? .string("default") {
        case .string("default"): scaling = .none
        case .string("linear"): scaling = .linear(factor: try needed("factor", factors))
        case .string("llama3"):
            let low = try needed("low_freq_factor", factors), high = try needed("high_freq_factor", factors)
            guard low < high else {
                throw complaint("\(key).low_freq_factor below high_freq_factor", "\(low) and \(high)", "correct the file")
            }
            scaling = .llama3(
                Llama3Scaling(
                    factor: try needed("factor", factors), lowFrequencyFactor: low, highFrequencyFactor: high, originalPositions: original))
        case .string("yarn"):
            let factor = try number("factor", factors) ?? Double(maximumPositions) / original
            var truncates = true
            if let value = rope["truncate"], value != .null {
                guard let flag = value.bool else {
                    throw complaint("\(key).truncate to be true or false", value.quoted, "correct the file")
                }
                truncates = flag
            }
            scaling = .yarn(
                YarnScaling(
                    factor: factor, originalPositions: original, fastTurns: try number("beta_fast", factors) ?? 32,
                    slowTurns: try number("beta_slow", factors) ?? 1,
                    truncates: truncates,
                    attentionFactor: try number("attention_factor", 0...1e6)
                        ?? YarnScaling.attentionFactor(factor, number("mscale", 0...1e6), number("mscale_all_dim", 0...1e6))))
        case let other:
            throw complaint(
                "\(key) of type \"default\", \"linear\", \"llama3\" or \"yarn\"", other.quoted, "use a checkpoint without rope scaling")
        }
        return RotarySettings(base: base, rotated: rotated, scaling: scaling)
    }

    /// The object of transformers 5 that describes these blocks, and what it is called.
    private func ropeParameters(_ layerType: String, readsNestedAlone: Bool) throws -> (key: String, members: [String: JSONValue])? {
        guard let value = value("rope_parameters") else { return nil }
        guard let object = value.object else { throw misfit("rope_parameters", "an object or null") }
        guard object.values.contains(where: { $0.object != nil }) else { return readsNestedAlone ? nil : ("rope_parameters", object) }
        guard let own = object[layerType]?.object else {
            if readsNestedAlone, object[layerType] ?? .null == .null { return ("rope_parameters.\(layerType)", [:]) }
            throw misfit("rope_parameters", "an object with one for \(layerType)")
        }
        return ("rope_parameters.\(layerType)", own)
    }

    /// `rope_parameters` where it holds no objects of layer types.
    var flatRopeParameters: (key: String, members: [String: JSONValue])? {
        guard let object = value("rope_parameters")?.object, !object.isEmpty, !object.values.contains(where: { $0.object != nil }) else {
            return nil
        }
        return ("rope_parameters", object)
    }

    private func ropeScaling() throws -> (key: String, members: [String: JSONValue])? {
        guard let value = value("rope_scaling") else { return nil }
        guard let object = value.object else { throw misfit("rope_scaling", "an object or null") }
        return ("rope_scaling", object)
    }
}

extension YarnScaling {
    /// What the paper suggests for a stretching by `factor`, or a quotient of two such figures where the file names two weights.
    static func attentionFactor(_ factor: Double, _ weight: Double?, _ weightOfAll: Double?) -> Double {
        func magnitude(_ weight: Double) -> Double { factor <= 1 ? 1 : 0.1 * weight * log(factor) + 1 }
        guard let weight, let weightOfAll, weight != 0, weightOfAll != 0 else { return magnitude(1) }
        return magnitude(weight) / magnitude(weightOfAll)
    }
}
