import ParallaxCompute

/// Bits of a code against what of the variance its decoded vector explains, with the Gaussian reference curve.
struct RateDistortionFigure {
    private static let width = 640.0, height = 400.0, left = 58.0, right = 14.0, top = 14.0, bottom = 46.0

    private struct Point {
        let method: MethodReport
        /// The shortest way of writing the code.
        let best: MethodReport.Bits
        /// All ways that have a length.
        let all: [MethodReport.Bits]
        let fraction: Double
    }

    private let report: ComparisonReport
    private let points: [Point]

    /// - Returns: nil where no method has a code.
    init?(_ report: ComparisonReport) {
        self.report = report
        points = report.methods.compactMap { method in
            guard method.kind != .draw, method.target == .activation else { return nil }
            let all = method.bits.filter { $0.bits != nil && $0.normalised != nil && Self.isLength($0) }
            // A text is written under the reference that stands first; the uniform one is the other end of the line.
            let best = all.first { $0.name == "entropy" || $0.name == "text" } ?? all.first
            guard let best, let fraction = best.normalised else { return nil }
            return Point(method: method, best: best, all: all, fraction: fraction)
        }
        if points.isEmpty { return nil }
    }

    /// What the activation adds to a text is no length of a code.
    private static func isLength(_ bits: MethodReport.Bits) -> Bool { ["naive", "set", "entropy", "text"].contains(bits.name) }

    var kinds: [ComparisonMethod.Kind] { points.map(\.method.kind) }

    var drawing: Drawing {
        var drawing = Drawing(width: Self.width, height: Self.height)
        let most = points.flatMap { $0.all.compactMap(\.bits) }.max() ?? 1
        let x = Axis(0, most * 1.06, from: Self.left, to: Self.width - Self.right)
        let lowest = min(0, max(-1, points.map(\.fraction).min() ?? 0))
        let y = Axis(lowest - 0.03, 1.03, from: Self.height - Self.bottom, to: Self.top)
        for tick in x.ticks(7) {
            drawing.line(x.place(tick), Self.top, x.place(tick), Self.height - Self.bottom, "grid")
            drawing.text(x.place(tick), Self.height - Self.bottom + 15, Axis.label(tick), "small", .middle)
        }
        for tick in y.ticks(7) {
            drawing.line(Self.left, y.place(tick), Self.width - Self.right, y.place(tick), tick == 0 ? "axis" : "grid")
            drawing.text(Self.left - 6, y.place(tick) + 4, Axis.label(tick), "small", .end)
        }
        drawing.text((Self.left + Self.width - Self.right) / 2, Self.height - 8, "mean bits per activation", "label", .middle)
        drawing.text(14, Self.height / 2 - 10, "1 − D/Var, normalised space (F of the coded vector)", "label", .middle, turned: true)
        var labels = LabelPlaces(left: Self.left, right: Self.width - Self.right, top: Self.top, bottom: Self.height - Self.bottom)
        for point in points { drawWays(point, x, y, &drawing) }
        for point in points {
            let place = (x: x.place(point.best.bits ?? 0), y: y.place(point.fraction))
            labels.avoid(place.x, place.y)
            let ways = point.all.compactMap(\.bits) + [point.best.interval?.low, point.best.interval?.high].compactMap { $0 }
            if let first = ways.min(), let last = ways.max() {
                for x in stride(from: x.place(first), through: x.place(last), by: 6) { labels.avoid(x, place.y, size: 3) }
            }
        }
        drawReference(x, y, &drawing, &labels)
        // Those that are compared are named first; where no place is left for another, the table names it.
        for point in points.filter(\.method.isHeadline) + points.filter({ !$0.method.isHeadline }) {
            let place = (x: x.place(point.best.bits ?? 0), y: y.place(point.fraction))
            drawing.mark(
                Mark(point.method.kind), place.x, place.y,
                tip:
                    "\(point.method.name): \(PageText.number(point.best.bits ?? 0)) bits (\(point.best.name)), \(PageText.number(point.fraction))"
            )
            let name = PageText.short(point.method.markedName, 24)
            guard let label = labels.place(name, beside: place.x, place.y, isNeeded: point.method.isHeadline) else { continue }
            if label.isFar { drawing.line(place.x, place.y, label.x + (label.anchor == .start ? -2 : 2), label.y - 4, "leader") }
            drawing.text(label.x, label.y, name, point.method.isHeadline ? "small strong" : "small", label.anchor)
        }
        return drawing
    }

    private func drawReference(_ x: Axis, _ y: Axis, _ drawing: inout Drawing, _ labels: inout LabelPlaces) {
        let seen = report.curve.filter { x.contains($0.bits) && y.contains($0.normalised) }
        drawing.curve(seen.map { (x.place($0.bits), y.place($0.normalised)) }, "reference")
        for point in seen { labels.avoid(x.place(point.bits), y.place(point.normalised), size: 3) }
        guard !seen.isEmpty else { return }
        // Towards its end the curve is alone.
        let point = seen[seen.count * 3 / 4], label = "Gaussian reference"
        guard let place = labels.place(label, beside: x.place(point.bits), y.place(point.normalised), isNeeded: true) else { return }
        drawing.text(place.x, place.y, label, "small italic", place.anchor)
    }

    /// The interval of the shortest way, and how far the other ways of writing the same code reach: the same vector, other bits.
    private func drawWays(_ point: Point, _ x: Axis, _ y: Axis, _ drawing: inout Drawing) {
        let style = Mark(point.method.kind).style, line = y.place(point.fraction)
        if let interval = point.best.interval {
            drawing.line(x.place(interval.low), line, x.place(interval.high), line, "interval \(style)")
        }
        let places = point.all.compactMap(\.bits).map { x.place($0) }
        guard places.count > 1, let first = places.min(), let last = places.max() else { return }
        drawing.line(first, line, last, line, "ways \(style)")
        for place in places { drawing.line(place, line - 3, place, line + 3, "ways \(style)") }
    }
}
