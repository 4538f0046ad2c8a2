import Foundation
import ParallaxModels
import TestSupport
import Testing

/// What transformers makes of an NLA pair in float32 (Goldens/verbalizers).
struct PairGoldens: Sendable, CustomTestStringConvertible {
    struct Written: Decodable, Sendable {
        let ids: [Int]
        let logprob: Double
        let text: String
        let truncated: Bool
        /// Of the same ids given the mean activation, and given a row of zeros.
        let logprob_mean, logprob_none: Double?
    }

    struct Edited: Decodable, Sendable {
        let text: String
        let ids: [Int]
        /// Given the first activation.
        let logprob: Double
    }

    struct File: Decodable, Sendable {
        let prompt: [Int]
        let verbalizations: [Written]
        let edited: [Edited]
        /// The same activations with at most nine new tokens.
        let cut: [Written]?
    }

    let testDescription: String
    let verbalizerFolder: URL
    let reconstructorFolder: URL
    let site: Site
    private let name: String

    private init(_ description: String, _ name: String, _ folder: URL, _ site: Site) {
        testDescription = description
        self.name = name
        verbalizerFolder = folder.appending(path: "av")
        reconstructorFolder = folder.appending(path: "ar")
        self.site = site
    }

    private static let folder = Places.computeGoldens.appending(path: "verbalizers")
    static let sample = PairGoldens("the sample", "sample", Places.sampleData, .residual(4))
    static let other = PairGoldens("another pair", "pair", folder.appending(path: "pair"), .residual(2))
    static let all = [sample, other]
    /// Random weights in the shape of Qwen2 and of the Gemma-3 wrapper: what such an AV writes is no text.
    static let random = ["qwen2", "gemma3"].map {
        PairGoldens("a random pair of the \($0) shape", $0, folder.appending(path: $0), .residual(2))
    }

    func file() throws -> File {
        try JSONDecoder().decode(File.self, from: Data(contentsOf: Self.folder.appending(path: "\(name).json")))
    }

    private func rows(_ tensor: String) throws -> Rows {
        let view = try #require(try SafetensorsFile(Self.folder.appending(path: "\(name).safetensors").path).tensors[tensor])
        return Rows(count: view.shape.dropLast().reduce(1, *), width: view.shape[view.shape.count - 1], values: view.floats())
    }

    func activations() throws -> Rows { try rows("activations") }
    func mean() throws -> Rows { try rows("mean") }
    /// Of the texts of the verbalizations, then of the edited ones.
    func reconstructions() throws -> Rows { try rows("reconstructions") }

    func verbalizer() throws -> ActivationVerbalizer { try ActivationVerbalizer.open(folder: verbalizerFolder) }
    func reconstructor() throws -> ActivationReconstructor { try ActivationReconstructor.open(folder: reconstructorFolder) }
}
