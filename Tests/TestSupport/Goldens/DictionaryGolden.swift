import Foundation
import ParallaxCompute

/// What SAELens computed for one dictionary (Goldens/dictionaries/make_goldens.py), and how far ours is from it.
package struct DictionaryGolden {
    package static let folder = Places.computeGoldens.appending(path: "dictionaries")
    package static let randomFolder = folder.appending(path: "random")
    package static let sampleFolder = Places.sampleData.appending(path: "sae")

    package static func names(in folder: URL) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }

    package let input: Rows
    package let reconstruction: Rows
    /// Per row, activations by feature.
    package let activations: [[Int: Float]]
    /// Per row, how far the nearest feature is from being decided otherwise.
    package let margins: [Float]

    /// - Parameter file: `random` or `sample`.
    package init(_ name: String, file: String) throws { try self.init(name, tensors: Self.folder.appending(path: file + ".safetensors")) }

    package init(_ name: String, tensors file: URL) throws {
        let tensors = try SafetensorsFile(file.path).tensors
        func tensor(_ key: String) throws -> TensorView {
            guard let view = tensors["\(name).\(key)"] else {
                throw Complaint("golden \(name)", expected: "a tensor \(key)", found: "none", remedy: "run make_goldens.py")
            }
            return view
        }
        func rows(_ key: String) throws -> Rows {
            let view = try tensor(key)
            return Rows(count: view.shape[0], width: view.shape[1], values: view.floats())
        }
        input = try rows("input")
        reconstruction = try rows("reconstruction")
        margins = try tensor("margin").floats()
        var activations = [[Int: Float]](repeating: [:], count: input.count)
        let places = try tensor("features").floats().map { Int($0) }
        for (i, value) in try tensor("activations").floats().enumerated() { activations[places[2 * i]][places[2 * i + 1]] = value }
        self.activations = activations
    }

    /// How a dictionary differs from the golden.
    package struct Difference {
        /// Largest |f − golden| / max(1, |golden|).
        package var activation = 0.0
        /// Largest ‖y − golden‖ / ‖golden‖ of a row.
        package var reconstruction = 0.0
        /// Rows with another support although the margin was at least 10⁻⁵.
        package var otherSupport = 0
        /// Rows with another support at a margin below 10⁻⁵; their figures are not compared.
        package var ties = 0

        package var worst: Double { max(activation, reconstruction, otherSupport > 0 ? .infinity : 0) }
    }

    package func difference(of dictionary: SparseAutoencoder) -> Difference {
        var result = Difference()
        let codes = dictionary.encode(input)
        let decoded = dictionary.decode(codes)
        for row in 0..<input.count {
            guard Set(codes[row].features) == Set(activations[row].keys) else {
                if margins[row] < 1e-5 { result.ties += 1 } else { result.otherSupport += 1 }
                continue
            }
            for (feature, value) in zip(codes[row].features, codes[row].activations) {
                let golden = activations[row][feature] ?? 0
                result.activation = max(result.activation, Double(abs(value - golden) / max(1, abs(golden))))
            }
            result.reconstruction = max(result.reconstruction, relativeError(decoded[row], reconstruction[row]))
        }
        return result
    }
}

/// ‖a − b‖ / ‖b‖.
package func relativeError(_ a: [Float], _ b: [Float]) -> Double {
    let error = zip(a, b).reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
    let size = b.reduce(0.0) { $0 + Double($1) * Double($1) }
    return (error / size).squareRoot()
}
