import Foundation
import ParallaxMeasures
import TestSupport

/// What the evaluation code of another project says of the vectors in Goldens/measures (Goldens/evaluations).
struct EvaluationGoldens: Decodable {
    static let folder = Places.computeGoldens.appending(path: "evaluations")
    static let cases = ["near", "far"]
    static let methods = ["close", "long", "offset", "opposed", "other"]

    /// Number of batches, case, method, figure.
    let batches: [String: [String: [String: [String: Double]]]]
    /// Dictionary of the sample, figure.
    let dictionaries: [String: [String: Double]]
    let output: [String: Double]?

    static func of(_ project: String) throws -> EvaluationGoldens {
        try JSONDecoder().decode(EvaluationGoldens.self, from: Data(contentsOf: folder.appending(path: "\(project).json")))
    }

    /// A figure of every case and method, with the vectors that it is about.
    func each(_ figure: String, batches count: Int, _ body: (_ expected: Double, _ x: Rows, _ y: Rows, _ place: String) throws -> Void)
        throws
    {
        let vectors = try SafetensorsFile(MeasureFixtures.folder.appending(path: "vectors.safetensors").path).tensors
        for name in Self.cases {
            for method in Self.methods {
                guard let expected = batches["\(count)"]?[name]?[method]?[figure], let x = vectors["\(name).x"],
                    let y = vectors["\(name).y.\(method)"]
                else {
                    throw Complaint("goldens", expected: "\(figure) of \(name), \(method)", found: "none", remedy: "run make.py anew")
                }
                try body(expected, MeasureFixtures.rows(x), MeasureFixtures.rows(y), "\(figure) of \(name), \(method)")
            }
        }
    }

    /// The mean over equal parts of a figure that takes μ and Var from each part alone.
    static func meanOfParts(_ definition: Definition, _ x: Rows, _ y: Rows, parts: Int) throws -> Double {
        let size = x.count / parts
        let figures = try (0..<parts).map { part in
            let range = part * size..<(part + 1) * size
            return try MeasureFixtures.measures(x.slice(range), y.slice(range)).measure(definition).number ?? .nan
        }
        return figures.reduce(0, +) / Double(parts)
    }
}
