import Foundation
import ParallaxCompute
import TestSupport
import Testing

/// Folders of the sample as the commands name them, and goldens that the commands must meet.
enum Sample {
    static let model = "SampleData/subject"
    static let verbalizer = "SampleData/av"
    static let reconstructor = "SampleData/ar"
    static let workspace = "SampleData/parallax.yaml"
    static func dictionary(_ name: String) -> String { "SampleData/sae/\(name)" }

    static func golden(_ name: String) -> URL { Places.computeGoldens.appending(path: name) }

    static func tensor(_ name: String, in file: URL) throws -> TensorView { try #require(try SafetensorsFile(file.path).tensors[name]) }

    static func rows(_ name: String, in file: URL) throws -> [[Float]] {
        let view = try tensor(name, in: file), width = view.shape.last ?? 1
        let values = view.floats()
        return stride(from: 0, to: values.count, by: width).map { Array(values[$0..<$0 + width]) }
    }

    static func ids(_ name: String, in file: URL) throws -> [Int] { try tensor(name, in: file).floats().map { Int($0) } }

    /// ‖a − b‖ / ‖b‖ of the row where it is largest.
    static func relativeError(_ a: [[Float]], _ b: [[Float]]) -> Double {
        guard a.count == b.count else { return .infinity }
        return zip(a, b).map { a, b in
            guard a.count == b.count else { return .infinity }
            let error = zip(a, b).reduce(0.0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }
            return (error / b.reduce(0.0) { $0 + Double($1) * Double($1) }).squareRoot()
        }.max() ?? .infinity
    }
}
