import ParallaxCompute

/// Everything that a report holds, as tables: the same ones on the page and in Markdown.
struct ComparisonTables {
    struct Titled {
        let title: String
        /// What to know before reading it.
        let note: String
        let table: Table
    }

    let report: ComparisonReport

    var all: [Titled] {
        let tables = figures + [pairs, code, cost, spreads, draws, features, strata, undefined].compactMap { $0 }
        return tables.filter { !$0.table.rows.isEmpty } + [definitions]
    }

    // MARK: Figures

    private struct Column: Hashable {
        let definition: Definition
        let scale: ReconstructionScale
    }

    private static let parts: [(title: String, spaces: [Space], scale: ReconstructionScale, note: String)] = [
        ("Directions", [.normalised, .scaleFree], .asIs, "between unit vectors, or the same at any length"),
        ("Raw space, each reconstruction as it is", [.raw], .asIs, "an NLA's length means nothing: read its figures at the true norm"),
        ("Raw space, rescaled to the true norm", [.raw], .trueNorm, "every reconstruction made as long as its activation"),
        ("Effect on the next token, spliced as it is", [.output], .asIs, "one position replaced, all others left alone; KL in nats"),
        (
            "Effect on the next token, spliced at the true norm", [.output], .trueNorm,
            "one position replaced by a vector as long as the activation; KL in nats"
        )
    ]

    private var figures: [Titled] {
        Self.parts.map { part in
            var columns: [Column] = []
            for method in report.methods {
                for figure in method.figures where part.spaces.contains(figure.definition.space) && figure.scale == part.scale {
                    let column = Column(definition: figure.definition, scale: figure.scale)
                    if !columns.contains(column) { columns.append(column) }
                }
            }
            let order = Definition.allCases
            columns.sort { order.firstIndex(of: $0.definition) ?? 0 < order.firstIndex(of: $1.definition) ?? 0 }
            var table = Table(
                columns: [.init(title: "method"), .init(title: "N", isNumber: true)]
                    + columns.map { .init(title: $0.definition.symbol, isNumber: true) })
            for method in report.methods {
                let cells = columns.map { method.figure($0.definition, $0.scale).map(Self.cell) ?? "" }
                if cells.contains(where: { !$0.isEmpty }) { table.rows.append([method.markedName, "\(method.count)"] + cells) }
            }
            return Titled(title: part.title, note: part.note, table: columns.isEmpty ? Table(columns: []) : table)
        }
    }

    private static func cell(_ figure: ComparisonFigure) -> String { figure.value == nil ? "–" : PageText.figure(figure) }

    private static func number(_ value: Double?) -> String { value.map(PageText.number) ?? "–" }

    private var pairs: Titled {
        var table = Table(columns: [
            .init(title: "first"), .init(title: "second"), .init(title: "definition"), .init(title: "of the first", isNumber: true),
            .init(title: "of the second", isNumber: true), .init(title: "difference", isNumber: true), .init(title: "standing")
        ])
        for pair in report.pairs {
            let difference = pair.difference.map {
                PageText.number($0) + (pair.interval.map { " [\(PageText.number($0.low)), \(PageText.number($0.high))]" } ?? "")
            }
            table.rows.append([
                pair.first, pair.second, symbol(pair.definition, pair.scale), Self.number(pair.firstValue), Self.number(pair.secondValue),
                difference ?? "–", pair.standing.rawValue
            ])
        }
        return Titled(
            title: "Paired differences", note: "both methods on the same draws of documents: an interval that holds 0 is a tie",
            table: table)
    }

    // MARK: Codes and costs

    private var code: Titled {
        var table = Table(columns: [
            .init(title: "method"), .init(title: "code"), .init(title: "bits", isNumber: true),
            .init(title: "F of the code", isNumber: true), .init(title: "bits with ‖h‖", isNumber: true),
            .init(title: "A of the code", isNumber: true), .init(title: "told with")
        ])
        for method in report.methods {
            for bits in method.bits {
                let length = bits.bits.map {
                    PageText.number($0) + (bits.interval.map { " [\(PageText.number($0.low)), \(PageText.number($0.high))]" } ?? "")
                }
                let with =
                    bits.coefficientBits.map { "\($0) bits a coefficient" }
                    ?? [bits.reference, bits.lengthBits.map { "\($0) bits for ‖h‖" }].compactMap { $0 }.joined(separator: "; ")
                table.rows.append([
                    method.markedName, bits.name, length ?? "–", Self.number(bits.normalised), Self.number(bits.rawBits),
                    Self.number(bits.global), bits.why ?? with
                ])
            }
        }
        return Titled(
            title: "Bits",
            note:
                "mean bits of an activation's code, and what the decoded, quantised code explains; F needs no length, for A ‖h‖ is charged to a code that says nothing of it",
            table: table)
    }

    private var cost: Titled {
        var table = Table(columns: [
            .init(title: "method"), .init(title: "parameters", isNumber: true), .init(title: "FLOPs to decode", isNumber: true),
            .init(title: "FLOPs to write", isNumber: true), .init(title: "PCA rank of equal F", isNumber: true), .init(title: "note")
        ])
        for method in report.methods where method.cost != nil || method.matchingRank != nil {
            table.rows.append([
                method.markedName, Self.number(method.cost?.parameters), Self.number(method.cost?.flops),
                Self.number(method.writingCost?.flops),
                method.matchingRank.map { "\($0)" } ?? "–", method.cost?.note ?? ""
            ])
        }
        return Titled(title: "What decodes it", note: "a multiplication and an addition are two FLOPs; for one activation", table: table)
    }

    // MARK: Spreads

    private var spreads: Titled {
        var table = Table(
            columns: [.init(title: "method"), .init(title: "definition"), .init(title: "N", isNumber: true)]
                + ["mean", "median", "p10", "p90", "lowest", "highest", "below 0", "above 1 nat"].map { .init(title: $0, isNumber: true) })
        for method in report.methods {
            for spread in method.spreads where spread.count > 0 {
                table.rows.append([
                    method.markedName, symbol(spread.definition, spread.scale), "\(spread.count)", Self.number(spread.mean),
                    Self.number(spread.median), Self.number(spread.p10),
                    Self.number(spread.p90), Self.number(spread.minimum), Self.number(spread.maximum),
                    spread.shareBelowZero.map(FigureText.percent) ?? "",
                    spread.shareAboveOneNat.map(FigureText.percent) ?? ""
                ])
            }
        }
        return Titled(title: "Values of single tokens", note: "how they spread over the tokens of the headline", table: table)
    }

    private func symbol(_ definition: Definition, _ scale: ReconstructionScale) -> String {
        definition.symbol + (scale == .trueNorm ? " at ‖x‖" : "")
    }

    private var draws: Titled {
        var table = Table(
            columns: [.init(title: "method"), .init(title: "definition"), .init(title: "draws", isNumber: true)]
                + ["mean", "lowest", "highest"].map { .init(title: $0, isNumber: true) })
        for method in report.methods {
            for draw in method.draws {
                table.rows.append([
                    method.markedName, symbol(draw.definition, draw.scale), "\(draw.draws)", Self.number(draw.mean),
                    Self.number(draw.minimum), Self.number(draw.maximum)
                ])
            }
        }
        return Titled(title: "Draws at temperature 1", note: "each draw measured on its own, over all tokens", table: table)
    }

    private var features: Titled {
        var table = Table(
            columns: [.init(title: "method")]
                + ["kept", "lost", "made", "kept, mismatched", "made, mismatched"].map { .init(title: $0, isNumber: true) })
        for method in report.methods {
            guard let features = method.features else { continue }
            table.rows.append([
                method.markedName, Self.number(features.kept), Self.number(features.lost), Self.number(features.made),
                Self.number(features.keptMismatched), Self.number(features.madeMismatched)
            ])
        }
        return Titled(
            title: "Features of the activation in the NLA's output",
            note: "mean features of a token; mismatched: the output for a token of another document", table: table)
    }

    private var strata: Titled {
        let columns: [Column] = [
            .init(definition: .normalised, scale: .asIs), .init(definition: .global, scale: .asIs),
            .init(definition: .global, scale: .trueNorm), .init(definition: .residualVariance, scale: .asIs),
            .init(definition: .cosine, scale: .asIs), .init(definition: .kl, scale: .asIs), .init(definition: .kl, scale: .trueNorm)
        ]
        var table = Table(
            columns: [.init(title: "tokens"), .init(title: "method"), .init(title: "N", isNumber: true)]
                + columns.map { .init(title: symbol($0.definition, $0.scale), isNumber: true) })
        for stratum in report.strata {
            for method in report.methods where method.isHeadline {
                guard let own = method.strata.first(where: { $0.stratum == stratum.stratum }) else { continue }
                let cells = columns.map { column in
                    own.figures.first { $0.definition == column.definition && $0.scale == column.scale }.map(Self.cell) ?? ""
                }
                table.rows.append(
                    [stratum.stratum.rawValue + (stratum.isInHeadline ? "" : " (not counted)"), method.markedName, "\(own.count)"] + cells)
            }
        }
        return Titled(
            title: "By the place of the token",
            note:
                "counted are the first ten and the rest; all other figures leave the others out; intervals by the documents that have such tokens",
            table: table)
    }

    // MARK: What there is not, and what all of it means

    private var undefined: Titled {
        var table = Table(columns: [.init(title: "method"), .init(title: "definition"), .init(title: "why it has no value")])
        for method in report.methods {
            for figure in method.figures {
                if let why = figure.why { table.rows.append([method.markedName, symbol(figure.definition, figure.scale), why]) }
            }
        }
        return Titled(title: "Figures without a value", note: "undefined is not zero", table: table)
    }

    private var definitions: Titled {
        var table = Table(columns: ["sign", "name", "formula", "space", "used by"].map { .init(title: $0) })
        let used = Set(report.methods.flatMap { $0.figures.map(\.definition) })
        for definition in Definition.allCases where used.contains(definition) {
            table.rows.append([definition.symbol, definition.name, definition.formula, definition.space.rawValue, definition.users])
        }
        return Titled(
            title: "Definitions",
            note:
                "x activation, y reconstruction, e = x − y, μ mean of x, v = x/‖x‖, Var = mean ‖v − v̄‖²; intervals are 95 %, by a bootstrap over documents",
            table: table)
    }
}
