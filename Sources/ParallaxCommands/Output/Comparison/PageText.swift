import Foundation
import ParallaxCompute
import ParallaxViews

/// Numbers and names as the page and its figures write them.
enum PageText {
    static func number(_ value: Double) -> String {
        let size = abs(value)
        if size != 0, size < 0.0005 || size >= 1e6 { return minus(String(format: "%.2e", value)) }
        return minus(size < 10 ? String(format: "%.3f", value) : size < 1000 ? String(format: "%.1f", value) : String(format: "%.0f", value))
    }

    private static func minus(_ text: String) -> String { text.replacing("-", with: "−") }

    static func percent(_ share: Double) -> String { String(format: "%.0f%%", 100 * share) }

    /// "0.941 [0.930, 0.951]", or why there is none.
    static func figure(_ figure: ComparisonFigure) -> String {
        guard let value = figure.value else { return "undefined: \(figure.why ?? "")" }
        return number(value) + (figure.interval.map { " [\(number($0.low)), \(number($0.high))]" } ?? "")
    }

    /// At most so many columns.
    static func short(_ text: String, _ columns: Int) -> String { SafeText(text).fitted(columns: columns).text }

    /// A token with its white space to be seen.
    static func token(_ text: String, _ columns: Int) -> String { short(text.replacing(" ", with: "␣"), columns) }

    static func list(_ words: [String]) -> String { words.joined(separator: ", ") }

    /// "F", "A", "cosine".
    static func title(_ definition: Definition) -> String { definition.symbol }

    /// What stands below a panel's title: the scale, and which way is better.
    static func subtitle(_ definition: Definition, _ scale: ReconstructionScale) -> String {
        let unit: String? = switch definition {
        case .kl, .klFollowing: "nats"
        case .bitsNaive, .bitsSet, .bitsEntropy, .bitsText: "bits"
        default: nil
        }
        let way: String? = switch definition.higherIsBetter {
        case true: "higher is better"
        case false: "lower is better"
        default: "1 = true"
        }
        return [unit, scale == .trueNorm ? "at ‖x‖" : nil, way].compactMap { $0 }.joined(separator: ", ")
    }
}
