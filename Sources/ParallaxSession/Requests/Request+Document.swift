extension Request {
    /// The document that it is about; nil where it is about none, or many.
    var document: Int? {
        switch self {
        case .trace(let document), .dictionary(let document, _, _), .featureEdit(let document, _, _, _, _), .verbalize(let document, _, _, _), .textEdit(let document, _, _, _, _),
            .noise(let document, _, _, _, _), .lensRow(let document, _), .lensColumn(let document, _), .mismatch(let document, _, _, _), .sweep(let document, _, _):
            document
        case .agreement(let pair): pair.document
        case .splice(let subject), .spliceNoise(let subject, _): subject.document
        case .claimEstimate(let subject), .claims(let subject): subject.document
        case .judge(let judged): judged.document
        case .openDictionaries, .openVerbalizers, .statistics, .promoted, .featureSearch, .firings, .nearest, .comparison, .comparisonReport, .differing, .write: nil
        }
    }
}
