/// Activations at hand that a dictionary is held against when it is loaded.
public struct CheckMaterial: Sendable {
    /// `[N, inputSize]`, of the dictionary's own site.
    public let activations: Rows
    /// `[N, outputSize]`: what a transcoder should give; nil for a dictionary that reconstructs what it reads.
    public let targets: Rows?
    /// Rows that hold a BOS token.
    public let bos: Set<Int>
    /// The same tokens at other sites, the nearest first.
    public let neighbours: [Neighbour]

    public struct Neighbour: Sendable {
        public let site: Site
        public let activations: Rows

        public init(site: Site, activations: Rows) {
            self.site = site
            self.activations = activations
        }
    }

    public init(activations: Rows, targets: Rows? = nil, bos: Set<Int> = [], neighbours: [Neighbour] = []) {
        self.activations = activations
        self.targets = targets
        self.bos = bos
        self.neighbours = neighbours
    }

    /// Only some of the rows, BOS no longer among them.
    public func keeping(_ rows: [Int]) -> CheckMaterial {
        func kept(_ all: Rows) -> Rows { Rows(rows.map { all[$0] }, width: all.width) }
        return CheckMaterial(
            activations: kept(activations), targets: targets.map(kept), neighbours: neighbours.map { Neighbour(site: $0.site, activations: kept($0.activations)) })
    }

    /// The rows that comparisons count: without BOS and without norms above ten times the median.
    var countedRows: [Int] {
        let excluded = ExclusionRule.workspace.excluded(norms: activations.norms, bos: bos)
        return (0..<activations.count).filter { excluded[$0] == nil }
    }
}
