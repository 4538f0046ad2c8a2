import ParallaxCompute

/// A value of which is known about how many bytes it takes.
package protocol Weighed {
    var byteCount: Int { get }
}

extension String {
    /// What lies outside the string itself: short ones are in it.
    var bytesElsewhere: Int { utf8.count > 15 ? utf8.count + Allocation.header : 0 }
}

extension Array {
    /// With what lies behind each element.
    func bytes(_ elsewhere: (Element) -> Int = { _ in 0 }) -> Int {
        Allocation.header + count * MemoryLayout<Element>.stride + reduce(0) { $0 + elsewhere($1) }
    }
}

enum Allocation {
    /// An object's own words and what the allocator adds.
    static let header = 48
}

extension Rows: Weighed {
    package var byteCount: Int { values.bytes() }
}

extension SparseCode: Weighed {
    package var byteCount: Int { features.bytes() + activations.bytes() + skip.bytes() }
}

extension Array: Weighed where Element: Weighed {
    package var byteCount: Int { bytes(\.byteCount) }
}

// MARK: What the bench keeps

extension TracedDocument: Weighed {
    var byteCount: Int {
        ids.bytes() + states.values.reduce(0) { $0 + $1.byteCount } + predictions.bytes { $0.text.bytesElsewhere }
            + special.count * 32 + exclusions.values.reduce(0) { $0 + $1.bytes() }
    }
}

extension ModelBench.Encoding: Weighed {
    var byteCount: Int { codes.byteCount + reconstructions.byteCount }
}

extension ModelBench.Codes: Weighed {
    var byteCount: Int { ids.bytes() + codes.byteCount + leftOut.count * 64 }
}

extension MismatchedVectors: Weighed {
    var byteCount: Int { vectors.byteCount }
}

extension ModelBench.Explanation: Weighed {
    var byteCount: Int {
        let written =
            written.text.bytesElsewhere
            + (written.verbalization.map {
                $0.text.bytesElsewhere + $0.output.bytesElsewhere + $0.tokenIDs.bytes() + $0.tokenLogProbabilities.bytes()
            } ?? 0)
        return 2 * Allocation.header + MemoryLayout<Self>.stride + written + (self.written.stated?.byteCount ?? 0)
            + (reconstruction?.bytes() ?? 0)
    }
}

extension KnownClaims: Weighed {
    var byteCount: Int { (page?.byteCount ?? 0) + (run?.byteCount ?? 0) }
}

extension ClaimPage: Weighed {
    package var byteCount: Int {
        explanation.bytesElsewhere
            + claims.bytes { evidence in
                evidence.claim.text.bytesElsewhere + evidence.verdict.reason.bytesElsewhere
                    + evidence.candidates.bytes { $0.value.bytesElsewhere }
                    // A pooled null is the calibration's own.
                    + evidence.results.bytes { $0.candidates.draws.bytes() + $0.candidates.source.bytesElsewhere }
            }
    }
}

extension FiguresReference: Weighed {
    var byteCount: Int { statistics.width * 6 * MemoryLayout<Double>.stride + statistics.documents.count * MemoryLayout<String>.stride }
}

extension TextDocument.Page: Weighed {
    var byteCount: Int { texts.bytes { $0?.bytesElsewhere ?? 0 } + norms.bytes { $0.bytes() } + explained.reduce(0) { $0 + $1.count * 32 } }
}

// MARK: What the state keeps

extension TraceSummary: Weighed {
    package var byteCount: Int {
        let places =
            ids.bytes() + texts.bytes(\.bytesElsewhere) + norms.bytes { $0.bytes() } + exclusions.bytes { $0.bytes() } + isSpecial.bytes()
        return places + predictions.bytes { $0.text.bytesElsewhere } + (source?.bytesElsewhere ?? 0)
            + (explained?.reduce(0) { $0 + $1.count * 32 } ?? 0)
    }
}

extension DictionaryReading: Weighed {
    package var byteCount: Int { features.bytes { ($0.label?.bytesElsewhere ?? 0) + ($0.labelDetail?.bytesElsewhere ?? 0) } }
}

extension VerbalReading: Weighed {
    package var byteCount: Int { MemoryLayout<Self>.stride + text.bytesElsewhere + (stated?.byteCount ?? 0) }
}

extension StatedReading: Weighed {
    package var byteCount: Int {
        explanation.byteCount + samples.bytes(\.byteCount) + (remark?.bytesElsewhere ?? 0)
    }
}

extension FileExplanation: Weighed {
    package var byteCount: Int { text.bytesElsewhere + (token?.bytesElsewhere ?? 0) + figures.count * 80 }
}

extension Versioned: Weighed where Value: Weighed {
    package var byteCount: Int { value.byteCount }
}

extension LensCell: Weighed {
    package var byteCount: Int { top.bytes { $0.text.bytesElsewhere } }
}

extension PromotedText: Weighed {
    package var byteCount: Int { promoted.bytes(\.bytesElsewhere) + suppressed.bytes(\.bytesElsewhere) }
}

extension TextHistory: Weighed {
    package var byteCount: Int { entries.bytes { $0.text.bytesElsewhere + ($0.origin?.bytesElsewhere ?? 0) } }
}
