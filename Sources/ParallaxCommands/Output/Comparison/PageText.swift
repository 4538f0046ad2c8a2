import Foundation
import ParallaxCompute
import ParallaxViews

/// Numbers and names as the page and its figures write them.
enum PageText {
    static func number(_ value: Double) -> String { FigureText.typeset(value) }

    /// "1", "0.1", "10⁻⁴" for a decimal logarithm.
    static func power(_ logarithm: Double) -> String {
        guard logarithm < -3 else { return number(pow(10, logarithm)).replacing(/\.?0+$/, with: "") }
        return "10⁻"
            + String(
                "\(Int(clamping: -logarithm.rounded()))".map {
                    ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"][$0.wholeNumberValue ?? 0] as Character
                })
    }

    /// "0.941 [0.930, 0.951]", or why there is none.
    static func figure(_ figure: ComparisonFigure) -> String {
        guard let value = figure.value else { return "undefined: \(figure.why ?? "")" }
        return figure.mark + number(value) + (figure.interval.map { " [\(number($0.low)), \(number($0.high))]" } ?? "")
    }

    /// At most so many columns, taken out of the middle: names of a family differ at both ends.
    static func short(_ text: String, _ columns: Int) -> String {
        let safe = SafeText(text)
        guard safe.width > columns else { return safe.text }
        let head = (columns - 1) * 3 / 5
        var tail = safe.glyphs.count
        while tail > 0, safe[tail - 1..<safe.glyphs.count].width <= columns - 1 - head { tail -= 1 }
        return safe.prefix(columns: head).text + "…" + safe[tail..<safe.glyphs.count].text
    }

    /// A token with its white space to be seen.
    static func token(_ text: String, _ columns: Int) -> String { short(text.replacing(" ", with: "␣"), columns) }

    static func list(_ words: [String]) -> String { words.joined(separator: ", ") }

    /// "F ↑", "KL ↓": the sign, and which way is better.
    static func title(_ definition: Definition) -> String {
        let name: String =
            switch definition {
            case .klRecoveredFromMean, .klRecoveredFromZero: "KL recovered"
            case .crossEntropyScoreFromMean, .crossEntropyScoreFromZero: "CE score"
            default: definition.symbol
            }
        return name + (definition.higherIsBetter.map { $0 ? " ↑" : " ↓" } ?? "")
    }

    /// What stands below a panel's title: the unit, the ablation, the scale.
    static func subtitle(_ definition: Definition, _ scale: ReconstructionScale) -> String {
        let what: String? =
            switch definition {
            case .kl, .klFollowing: "nats"
            case .klRecoveredFromMean, .crossEntropyScoreFromMean: "mean abl."
            case .klRecoveredFromZero, .crossEntropyScoreFromZero: "zero abl."
            case .normRatio, .bias: "1 = true length"
            default: nil
            }
        return [what, scale == .trueNorm ? "at ‖x‖" : definition.space == .raw && what == nil ? "as it is" : nil].compactMap { $0 }.joined(
            separator: ", ")
    }
}
