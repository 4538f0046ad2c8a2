import Foundation

/// An AV or an AR: a model with a sidecar, and the AR's value head.
protocol NLACheckpoint: Checkpoint {
    var folder: URL { get }
    var model: LanguageModel { get }
    var sidecar: NLASidecar { get }
    /// The AR's.
    var valueHeadFile: SafetensorsFile? { get }
    var knownFingerprint: Once<String> { get }
}

extension NLACheckpoint {
    public var name: String { folder.lastPathComponent }

    public var fingerprint: String {
        knownFingerprint.get { "\(Fingerprint(bytes: (model.fingerprint + "\(sidecar.fingerprint)" + (valueHeadFile.map { "\($0.fingerprint)" } ?? "")).utf8))" }
    }

    public var files: [URL] { model.files + [URL(filePath: sidecar.path)] + (valueHeadFile.map { [URL(filePath: $0.path)] } ?? []) }

    public func checkIntact() throws {
        try model.checkIntact()
        try valueHeadFile?.checkIntact()
    }
}

extension ActivationVerbalizer: NLACheckpoint {
    var valueHeadFile: SafetensorsFile? { nil }
}

extension ActivationReconstructor: NLACheckpoint {
    var valueHeadFile: SafetensorsFile? { head }
}
