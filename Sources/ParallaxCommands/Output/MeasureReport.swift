import ParallaxCompute

/// What can be said of one activation and one reconstruction: values under their JSON names, null with a reason where undefined.
struct MeasureReport: Encodable {
    private let measures: [Measure]

    init(_ figures: TokenFigures) { measures = figures.all }

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    private struct Undefined: Encodable {
        var measure: String
        var why: String
    }

    /// Of one row there is no other NMSE than the raw one.
    private static func name(_ measure: Measure) -> String {
        let name = measure.definition == .nmseRaw ? "nmse" : measure.definition.rawValue
        return (measure.scale == .asIs ? "" : "rescaled_") + name
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        for measure in measures { try container.encode(measure.number, forKey: Key(Self.name(measure))) }
        try container.encode(undefined, forKey: Key("undefined"))
    }

    private var undefined: [Undefined] {
        measures.compactMap { measure in measure.outcome.reason.map { Undefined(measure: Self.name(measure), why: $0) } }
    }

    var table: Table {
        var table = Table(columns: [.init(title: "figure"), .init(title: "value", isNumber: true), .init(title: "definition")])
        for measure in measures {
            var row: [String] = []
            row.append(Self.name(measure))
            row.append(FigureText.text(measure))
            row.append(measure.outcome.reason ?? measure.definition.formula)
            table.rows.append(row)
        }
        return table
    }
}

extension FigureText {
    /// The number, or a dash where there is none.
    static func text(_ measure: Measure) -> String { measure.number.map(fixed) ?? undefined }
}
