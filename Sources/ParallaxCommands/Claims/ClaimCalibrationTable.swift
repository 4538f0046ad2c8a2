import ParallaxCompute

/// A calibration as a table.
enum ClaimCalibrationTable {
    /// What the calibration promises for each class.
    static func of(_ calibration: ClaimCalibration) -> Table {
        var table = Table(columns: [
            .init(title: "class"), .init(title: "claims", isNumber: true), .init(title: "true", isNumber: true),
            .init(title: "supported from p", isNumber: true),
            .init(title: "true there"), .init(title: "unsupported up to p", isNumber: true), .init(title: "why not")
        ])
        for count in calibration.classes {
            let thresholds = calibration.withoutText.thresholds[count.name]
            let supported = thresholds?.supported
            table.rows.append([
                count.name, "\(count.written)", share(count.isTrue, count.written), supported?.probability.map(FigureText.plain) ?? "—",
                supported.map { "\($0.right) of \($0.claims)" } ?? "", thresholds?.unsupported.probability.map(FigureText.plain) ?? "—",
                supported?.probability == nil ? supported?.reason ?? "" : ""
            ])
        }
        return table
    }

    private static func share(_ part: Int, _ whole: Int) -> String {
        whole > 0 ? "\(Int(clamping: (Double(part) / Double(whole) * 100).rounded())) %" : "—"
    }
}
