import ParallaxCompute

/// Calibrations and studies as tables.
enum ClaimsTables {
    /// What the calibration promises for each class.
    static func calibration(_ calibration: ClaimCalibration) -> Table {
        var table = Table(columns: [
            .init(title: "class"), .init(title: "claims", isNumber: true), .init(title: "true", isNumber: true), .init(title: "supported from p", isNumber: true),
            .init(title: "true there"), .init(title: "unsupported up to p", isNumber: true), .init(title: "why not"),
        ])
        for count in calibration.classes {
            let thresholds = calibration.withoutText.thresholds[count.name]
            let supported = thresholds?.supported
            table.rows.append([
                count.name, "\(count.written)", FigureTextShare.text(count.isTrue, count.written), supported?.probability.map(Figures.short) ?? "—",
                supported.map { "\($0.right) of \($0.claims)" } ?? "", thresholds?.unsupported.probability.map(Figures.short) ?? "—", supported?.probability == nil ? supported?.reason ?? "" : "",
            ])
        }
        return table
    }

    static func print(_ study: ClaimStudy, _ format: FormatOptions) {
        if !format.isForPeople { return format.print(scores(study)) }
        let basis = study.basis
        Output.line("\(basis.claims) claims, \(basis.falseClaims) false, of \(basis.activations) activations of \(basis.documents) documents; \(basis.swaps) random swaps, \(basis.lies) best lies")
        Output.line("calibration: \(basis.calibration)")
        Output.line()
        Output.line(scores(study).text)
        Output.line()
        Output.line(differences(study).text)
        for verdicts in study.verdicts {
            Output.line()
            Output.line("Verdicts: \(verdicts.rule)")
            Output.line(table(verdicts).text)
        }
        Output.line()
        Output.line(probes(study).text)
        Output.line()
        for bar in study.bars { Output.line(bar.sentence) }
    }

    private static func scores(_ study: ClaimStudy) -> Table {
        var table = Table(columns: [
            .init(title: "score"), .init(title: "target"), .init(title: "claims", isNumber: true), .init(title: "AUROC", isNumber: true), .init(title: "within class", isNumber: true),
        ])
        for score in study.scores { table.rows.append([score.name, score.target.rawValue, "\(score.claims)", figure(score.overall), figure(score.within)]) }
        return table
    }

    private static func differences(_ study: ClaimStudy) -> Table {
        var table = Table(columns: [.init(title: "difference"), .init(title: "target"), .init(title: "claims", isNumber: true), .init(title: "within class", isNumber: true), .init(title: "classes")])
        for difference in study.differences + study.additions {
            table.rows.append([
                "\(difference.first) − \(difference.second)", difference.target.rawValue, "\(difference.claims)", figure(difference.within), difference.classes.joined(separator: " "),
            ])
        }
        return table
    }

    private static func table(_ verdicts: VerdictTable) -> Table {
        var table = Table(columns: [
            .init(title: "class"), .init(title: "claims", isNumber: true), .init(title: "true", isNumber: true), .init(title: "supported", isNumber: true), .init(title: "precision", isNumber: true),
            .init(title: "recall", isNumber: true), .init(title: "unsupported", isNumber: true), .init(title: "false of these", isNumber: true), .init(title: "unresolved", isNumber: true),
        ])
        for row in verdicts.classes + [verdicts.mixed, verdicts.total] {
            table.rows.append([
                row.className, "\(row.claims)", FigureTextShare.text(row.isTrue, row.claims), "\(row.supported)", row.precision.map(Figures.short) ?? "—", row.recall.map(Figures.short) ?? "—",
                "\(row.unsupported)", row.unsupportedPrecision.map(Figures.short) ?? "—", "\(row.unresolved)",
            ])
        }
        for (name, passing) in [("random swaps", verdicts.swaps), ("best lies", verdicts.lies), ("false, unreadable", verdicts.unreadable)] {
            table.rows.append([name, "\(passing.claims)", "", "\(passing.supported)", passing.share.map { Figures.short($0) } ?? "—", "", "", "", ""])
        }
        return table
    }

    private static func probes(_ study: ClaimStudy) -> Table {
        var table = Table(columns: [
            .init(title: "probe"), .init(title: "tokens", isNumber: true), .init(title: "accuracy", isNumber: true), .init(title: "± se", isNumber: true), .init(title: "chance", isNumber: true), .init(title: ""),
        ])
        for probe in study.probes {
            table.rows.append([
                probe.className, "\(probe.count)", Figures.short(probe.accuracy), Figures.short(probe.standardError), Figures.short(probe.chance), probe.cannotRead ? "cannot be read" : "",
            ])
        }
        return table
    }

    private static func figure(_ figure: StudyFigure) -> String {
        guard let value = figure.value else { return "—" }
        guard let low = figure.low, let high = figure.high else { return Figures.short(value) }
        return "\(Figures.short(value)) [\(Figures.short(low)), \(Figures.short(high))]"
    }
}

private enum FigureTextShare {
    static func text(_ part: Int, _ whole: Int) -> String { whole > 0 ? "\(Int((Double(part) / Double(whole) * 100).rounded())) %" : "—" }
}
