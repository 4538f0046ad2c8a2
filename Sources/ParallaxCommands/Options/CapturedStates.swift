import Foundation
import ParallaxCompute

/// The states of several sites as `parallax capture` writes them: `hidden_states` [sites, T, d] and, beside it, which sites these are.
struct CapturedStates {
    private let reference: String
    private let states: TensorView
    private let sites: [Int]

    private static let statesSuffix = ":hidden_states"

    /// - Returns: nil where the reference names something else.
    init?(_ reference: String) throws {
        guard reference.hasSuffix(Self.statesSuffix) else { return nil }
        let states = try TensorReference(reference).open()
        guard states.elementType == .f32, states.shape.count == 3, states.count > 0,
            let numbers = try? TensorReference(reference.dropLast(Self.statesSuffix.count) + ":sites").open(), numbers.elementType == .i64,
            numbers.shape == [states.shape[0]]
        else { return nil }
        try states.storage.checkWhole()
        try MemoryRoom.check(states.count / states.shape[0], of: 4, reference)
        let sites = (0..<numbers.count).map { Int(wide: numbers.bytes.loadUnaligned(fromByteOffset: $0 * 8, as: Int64.self)) }
        guard sites.allSatisfy((0..<100_000).contains) else { return nil }
        self.reference = reference
        self.states = states
        self.sites = sites
    }

    /// The rows of the site that `user` reads; where it reads none in particular, those of the only site.
    /// - Throws: `Complaint` where the file holds other sites.
    func rows(at site: Site?, for user: String) throws -> Rows {
        var index = sites.count == 1 ? 0 : nil
        if let site { index = sites.firstIndex { .residual($0) == site } }
        guard let index else {
            let found = (sites.count == 1 ? "those of site " : "those of sites ") + sites.map(String.init).listed()
            guard let site else {
                throw Complaint(reference, expected: "the states of one site", found: found, remedy: "capture one, with --sites K")
            }
            var remedy = "use activations of \(site.hookName)"
            if case .residual(let number) = site { remedy = "capture them with --sites \(number)" }
            throw Complaint(reference, expected: "states at \(site), as \(user) takes them", found: found, remedy: remedy)
        }
        return rows(index)
    }

    private func rows(_ index: Int) -> Rows {
        let size = states.shape[1] * states.shape[2]
        return Rows(count: states.shape[1], width: states.shape[2], values: states.floats(index * size..<(index + 1) * size))
    }

    /// The sites around a residual one, at most two away, the nearest first.
    func neighbours(of site: Site) -> [CheckMaterial.Neighbour] {
        guard case .residual(let number) = site else { return [] }
        return sites.indices.filter { (1...2).contains(abs(sites[$0] - number)) }.sorted {
            abs(sites[$0] - number) < abs(sites[$1] - number)
        }
        .map { CheckMaterial.Neighbour(site: .residual(sites[$0]), activations: rows($0)) }
    }
}
