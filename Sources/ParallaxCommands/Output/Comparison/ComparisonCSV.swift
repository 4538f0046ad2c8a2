import ParallaxCompute

/// Every number of a report, one a line: what a statistics program reads without knowing the report's shape.
struct ComparisonCSV {
    let report: ComparisonReport

    var text: String { table.csv }

    private var table: Table {
        var table = Table(
            columns: ["method", "kind", "held_against", "oracle", "tokens", "figure", "statistic", "value", "low", "high", "n", "note"].map
            { .init(title: $0) })
        for method in report.methods {
            let head = [Self.guarded(method.name), method.kind.rawValue, method.target.rawValue, method.isOracle ? "yes" : "no"]
            func add(
                _ tokens: String, _ figure: String, _ statistic: String, _ value: Double?, _ interval: ComparisonFigure.Interval? = nil,
                _ count: Int, _ note: String = ""
            ) {
                table.rows.append(
                    head + [
                        tokens, figure, statistic, Self.number(value), Self.number(interval?.low), Self.number(interval?.high), "\(count)",
                        ([note] + method.warnings).filter { !$0.isEmpty }.joined(separator: "; ")
                    ])
            }
            for figure in method.figures {
                add("headline", figure.key, "figure", figure.value, figure.interval, figure.count, figure.why ?? figure.unstable ?? "")
            }
            for spread in method.spreads {
                let key = ComparisonFigure(spread.definition, spread.scale, .value(0), count: spread.count).key
                for (name, value) in [
                    ("median", spread.median), ("p10", spread.p10), ("p90", spread.p90), ("minimum", spread.minimum),
                    ("maximum", spread.maximum)
                ] {
                    add("headline", key, name, value, nil, spread.count)
                }
                for (name, share) in [("share_below_zero", spread.shareBelowZero), ("share_above_one_nat", spread.shareAboveOneNat)] {
                    if let share { add("headline", key, name, share, nil, spread.count) }
                }
            }
            for draw in method.draws {
                let key = ComparisonFigure(draw.definition, draw.scale, .value(0), count: draw.draws).key
                for (name, value) in [("draws_mean", draw.mean), ("draws_minimum", draw.minimum), ("draws_maximum", draw.maximum)] {
                    add("headline", key, name, value, nil, method.count)
                }
            }
            for bits in method.bits {
                let note = bits.why ?? bits.reference ?? bits.coefficientBits.map { "\($0) bits a coefficient" } ?? ""
                add("headline", "code.\(bits.name)", "bits", bits.bits, bits.interval, method.count, note)
                add(
                    "headline", "code.\(bits.name)", "bits_with_length", bits.rawBits, nil, method.count,
                    bits.lengthBits.map { "\($0) bits for the norm of h" } ?? "the code carries its length")
                add("headline", "code.\(bits.name)", "normalised", bits.normalised, nil, method.count, note)
                add("headline", "code.\(bits.name)", "global", bits.global, nil, method.count, note)
            }
            if let cost = method.cost {
                add("headline", "decoder", "parameters", cost.parameters, nil, method.count, cost.note ?? "")
                add("headline", "decoder", "flops", cost.flops, nil, method.count, cost.note ?? "")
            }
            if let cost = method.writingCost { add("headline", "writer", "flops", cost.flops, nil, method.count, cost.note ?? "") }
            for stratum in method.strata {
                for figure in stratum.figures {
                    add(stratum.stratum.rawValue, figure.key, "figure", figure.value, figure.interval, figure.count, figure.why ?? "")
                }
            }
        }
        for pair in report.pairs {
            let key = ComparisonFigure(pair.definition, pair.scale, .value(0), count: 0).key
            table.rows.append([
                Self.guarded(pair.first), "", "", "", "headline", key, "less \(pair.second)", Self.number(pair.difference),
                Self.number(pair.interval?.low),
                Self.number(pair.interval?.high), "", pair.standing.rawValue
            ])
        }
        return table
    }

    private static func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

    /// A name that a spreadsheet would run as a formula is made text by the apostrophe that spreadsheets use for it.
    private static func guarded(_ name: String) -> String {
        name.first.map { "=+-@\t\r".contains($0) } == true ? "'" + name : name
    }
}
