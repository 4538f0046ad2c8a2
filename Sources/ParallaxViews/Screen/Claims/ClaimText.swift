import ParallaxCompute
import ParallaxSession

/// Marks, letters and figures of claims: a shape or a letter first, a colour second.
enum ClaimText {
    static func glyph(_ mark: ClaimMark) -> String {
        switch mark {
        case .notYet: "·"
        case .running: "⠂"
        case .failed: "!"
        case .tested(.supported): "●"
        case .tested(.unresolved): "○"
        case .tested(.unsupported): "▲"
        }
    }

    static func role(_ mark: ClaimMark) -> Role {
        switch mark {
        case .notYet, .running, .tested(.unresolved): .dim
        case .failed, .tested(.unsupported): .bad
        case .tested(.supported): .good
        }
    }

    /// "t" derivable from the text, "s" seeded by the prior.
    static func letter(_ origin: ClaimVerdict.Origin) -> String {
        switch origin {
        case .derivable: "t"
        case .seeded: "s"
        case .neither: " "
        }
    }

    static func words(_ origin: ClaimVerdict.Origin) -> String {
        switch origin {
        case .derivable: "derivable from the text"
        case .seeded: "seeded: the AV says it without the activation"
        case .neither: "not known from elsewhere"
        }
    }

    static func letter(_ verdict: PersonVerdict.Verdict?) -> String {
        switch verdict {
        case .true: "+"
        case .false: "-"
        case .unsure: "0"
        case nil: " "
        }
    }

    /// Shares with three digits, all else with three that count.
    static func statistic(_ value: Double) -> String {
        abs(value) < 1 ? FigureText.fraction(value, digits: 3) : FigureText.magnitude(value)
    }

    /// "16 written, 214 scored, 96 read, 31,204 tokens, 9.1e+13 FLOP".
    static func budget(_ budget: ClaimBudget) -> String {
        let texts = [(budget.written, "written"), (budget.scored, "scored"), (budget.read, "read")].map {
            "\(FigureText.count($0.0)) \($0.1)"
        }
        return (texts + ["\(FigureText.count(budget.tokens)) tokens", "\(FigureText.magnitude(budget.flops, significant: 2)) FLOP"]).joined(
            separator: ", ")
    }

    /// "1.4 s", "3 min".
    static func time(_ seconds: Double) -> String {
        guard seconds.isFinite else { return "an unknown time" }
        if seconds < 10 { return FigureText.fraction(max(0, seconds), digits: 1) + " s" }
        let (value, unit) = seconds < 90 ? (seconds, "s") : seconds < 5400 ? (seconds / 60, "min") : (seconds / 3600, "h")
        return FigureText.magnitude(value, significant: 2) + " " + unit
    }
}
