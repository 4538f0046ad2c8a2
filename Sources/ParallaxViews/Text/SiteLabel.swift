import ParallaxCompute

/// A site in the four columns that the grid has for it; the top line has its whole name.
enum SiteLabel {
    static func short(_ site: Site) -> String {
        switch site {
        case .residual(0): "emb"
        case .residual(let n): "L\(n - 1)"
        case .residualMiddle(let block): "r\(block)"
        case .mlpNormalized(let block): "n\(block)"
        case .mlpIn(let block): "i\(block)"
        case .mlpOut(let block): "m\(block)"
        case .attentionOut(let block): "a\(block)"
        case .hookZ(let block): "z\(block)"
        }
    }
}
