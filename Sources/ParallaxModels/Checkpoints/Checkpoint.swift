import Foundation

/// Something that was opened from files and knows itself: a model, a dictionary, an AV, an AR, a file of explanations.
///
/// Comparisons, calibrations, statistics and findings name checkpoints by what these say, never by what lies in a folder.
public protocol Checkpoint: Sendable {
    /// The name that people tell it by: that of its folder or file.
    var name: String { get }
    /// Of the tensors and settings that were opened (``Fingerprint``): whatever else lies beside them does not count, and two dictionaries in
    /// one folder are told apart. Weights are sampled when it is asked for first.
    var fingerprint: String { get }
    /// The files that it was read from.
    var files: [URL] { get }
    /// - Throws: `Complaint` where one of its files is not what it was when it was opened.
    func checkIntact() throws
}
