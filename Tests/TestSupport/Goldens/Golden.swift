import Foundation
import ParallaxCompute

/// Hidden states, logits and a greedy continuation that transformers computed in float32 (Goldens/models/make.py).
package struct Golden {
    package static let folder = Places.computeGoldens.appending(path: "models")
    private let file: SafetensorsFile

    package init(_ name: String) throws { file = try SafetensorsFile(Self.folder.appending(path: "\(name).safetensors").path) }

    package init(at url: URL) throws { file = try SafetensorsFile(url.path) }

    package func view(_ name: String) throws -> TensorView { try required(file.tensors[name]) }

    /// `[count, width]`
    package func rows(_ name: String) throws -> Rows {
        let view = try view(name)
        return Rows(count: view.shape[0], width: view.shape[1], values: view.floats())
    }

    /// Entry `index` of a tensor `[entries, count, width]`.
    package func rows(_ name: String, _ index: Int) throws -> Rows {
        let view = try view(name), size = view.shape[1] * view.shape[2]
        return Rows(count: view.shape[1], width: view.shape[2], values: view.floats(index * size..<(index + 1) * size))
    }

    package func ids(_ name: String) throws -> [Int] { try view(name).floats().map { Int($0) } }

    package func tokenIDs() throws -> [Int] { try ids("token_ids") }

    /// What entered the model.
    package func input() throws -> ForwardRequest.Input {
        file.tensors["input_embeddings"] == nil ? .tokens(try tokenIDs()) : .embeddings(try rows("input_embeddings"))
    }

    package func siteCount() throws -> Int { try view("hidden_states").shape[0] }
}

/// The largest ‖a - b‖ / ‖b‖ of any row.
package func relativeError(_ a: Rows, _ b: Rows) -> Double {
    guard a.count == b.count, a.width == b.width else { return .infinity }
    var worst = 0.0
    for row in 0..<a.count {
        var difference = 0.0, size = 0.0
        for (x, y) in zip(a[row], b[row]) {
            difference += (Double(x) - Double(y)) * (Double(x) - Double(y))
            size += Double(y) * Double(y)
        }
        let error = (difference / max(size, 1e-30)).squareRoot()
        worst = error.isNaN ? .infinity : max(worst, error)
    }
    return worst
}

/// The tolerance of parity with transformers: relative L2 error per row.
package let parity = 5e-5

extension LanguageModel {
    /// The worst relative error per row against a golden, over all residual sites and its logits.
    package func distance(from golden: Golden) throws -> Double {
        let logits: ForwardRequest.Logits = role == .language ? .all : .none
        let result = try forward(ForwardRequest([.init(try golden.input())], capture: Set(residualSites), logits: logits))[0]
        var worst = 0.0
        for site in 0..<(try golden.siteCount()) {
            worst = max(worst, relativeError(try required(result.states[.residual(site)]), try golden.rows("hidden_states", site)))
        }
        if let found = result.logits {
            let wanted = try golden.rows("logits")
            worst = max(worst, relativeError(found.slice(found.count - wanted.count..<found.count), wanted))
        }
        return worst
    }

    package func generateGreedily(_ input: ForwardRequest.Input, _ count: Int) throws -> Generation {
        try generate([input], sampling: .greedy(maximumTokens: count), stop: [])[0]
    }
}

extension ForwardRequest.Input {
    package func prefix(_ count: Int) -> ForwardRequest.Input {
        switch self {
        case .tokens(let ids): .tokens(Array(ids.prefix(count)))
        case .embeddings(let rows): .embeddings(rows.slice(0..<count))
        }
    }
}
