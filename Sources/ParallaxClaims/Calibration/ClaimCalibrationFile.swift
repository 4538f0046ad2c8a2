import Foundation

extension ClaimCalibration: Codable {
    private enum Key: String, CodingKey {
        case format, version, checkpoints, options, background, examination, truth, documents, classes, all, withoutText = "without_text",
            references, seen = "seen_texts", nulls
    }

    /// - Throws: `DecodingError` for another format, numbers that are not finite, and parts that do not fit each other.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        func refuse(_ key: Key, _ why: String) -> DecodingError { .dataCorruptedError(forKey: key, in: container, debugDescription: why) }
        let format = try container.decode(String.self, forKey: .format), version = try container.decode(Int.self, forKey: .version)
        guard format == Self.format, version == Self.version else { throw refuse(.format, "\(format.shortened) version \(version)") }
        checkpoints = try container.decode(ClaimCheckpoints.self, forKey: .checkpoints)
        options = try container.decode(ClaimCalibrationOptions.self, forKey: .options)
        background = try container.decode(ClaimBackground.self, forKey: .background)
        examination = try container.decode(ClaimOptions.self, forKey: .examination)
        truth = try container.decode(String.self, forKey: .truth)
        documents = try container.decode([String].self, forKey: .documents)
        classes = try container.decode([ClassCount].self, forKey: .classes)
        all = try container.decode(ClaimRule.self, forKey: .all)
        withoutText = try container.decode(ClaimRule.self, forKey: .withoutText)
        references = try container.decode(ClaimReferences.self, forKey: .references)
        seen = try container.decodeIfPresent(SeenTexts.self, forKey: .seen)
        let named = try container.decode([String: PooledNulls].self, forKey: .nulls)
        nulls = Dictionary(
            uniqueKeysWithValues: try named.map { name, pools in
                guard let test = ClaimTest(rawValue: name) else { throw refuse(.nulls, "a null of \(name.shortened), which is no test") }
                return (test, pools)
            })
        guard background.isSound else { throw refuse(.background, "a mean that is not finite") }
        guard examination.isSound else { throw refuse(.examination, "counts outside their limits") }
        guard options.isSound else { throw refuse(.options, "options outside their limits") }
        guard all.isSound, withoutText.isSound, references.isSound else {
            throw refuse(.all, "coefficients, thresholds or nulls that do not fit each other")
        }
        guard withoutText.combination.tests.allSatisfy({ !$0.readsText }) else {
            throw refuse(.withoutText, "a test that reads the text in the rule without such tests")
        }
        guard seen?.isSound ?? true else { throw refuse(.seen, "texts of lengths that cannot be") }
        guard nulls.values.allSatisfy(\.isSound) else { throw refuse(.nulls, "draws that are not ascending finite numbers") }
        guard
            classes.allSatisfy({ [$0.written, $0.isTrue, $0.swaps, $0.lies].allSatisfy((0...1 << 40).contains) && $0.isTrue <= $0.written }
            ),
            classes.count < 1 << 20, Set(classes.map(\.name)).count == classes.count
        else { throw refuse(.classes, "counts that cannot be") }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(Self.format, forKey: .format)
        try container.encode(Self.version, forKey: .version)
        try container.encode(checkpoints, forKey: .checkpoints)
        try container.encode(options, forKey: .options)
        try container.encode(background, forKey: .background)
        try container.encode(examination, forKey: .examination)
        try container.encode(truth, forKey: .truth)
        try container.encode(documents, forKey: .documents)
        try container.encode(classes, forKey: .classes)
        try container.encode(all, forKey: .all)
        try container.encode(withoutText, forKey: .withoutText)
        try container.encode(references, forKey: .references)
        try container.encodeIfPresent(seen, forKey: .seen)
        try container.encode(Dictionary(uniqueKeysWithValues: nulls.map { ($0.key.rawValue, $0.value) }), forKey: .nulls)
    }

    /// No calibration is larger; a file that is, is none.
    private static let largest = 64 << 20
    private static let mostValues = 2_000_000

    /// - Parameter checkpoints: what the workspace has now; nil reads the file whatever it was made with.
    /// - Throws: `Complaint` for a file that cannot be read, is no calibration, or was made with other checkpoints.
    public static func open(_ url: URL, for checkpoints: ClaimCheckpoints? = nil) throws -> ClaimCalibration {
        func refuse(_ found: String) -> Complaint {
            Complaint(
                url.path, expected: "a file made by parallax claims calibrate (version \(version))", found: found,
                remedy: "make it with parallax claims calibrate WORKSPACE -o FILE")
        }
        let data: Data
        do { data = try FileSystem.contents(of: url.path, atMost: largest) } catch let complaint as Complaint {
            throw refuse(complaint.found)
        }
        do { try BoundedJSON.check(data, most: mostValues) } catch { throw refuse(StatisticsFile.flaw(error)) }
        guard CheckedText.isIntact(data) else {
            throw Complaint(
                url.path, expected: "the figures that parallax claims calibrate wrote",
                found: "others: the file was damaged, or edited by hand",
                remedy:
                    "make it anew with parallax claims calibrate WORKSPACE -o FILE, or take its line \"\(CheckedText.key)\" out if you changed it on purpose"
            )
        }
        let calibration: ClaimCalibration
        do {
            calibration = try JSONDecoder().decode(ClaimCalibration.self, from: data)
        } catch DecodingError.dataCorrupted(let context) {
            throw refuse(context.debugDescription)
        } catch DecodingError.keyNotFound(let key, _) {
            throw refuse("no \(key.stringValue)")
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            throw refuse("another value in \(context.codingPath.map(\.stringValue).joined(separator: "."))")
        }
        if let checkpoints {
            do { try calibration.check(checkpoints) } catch let complaint as Complaint {
                throw Complaint(url.path, expected: complaint.expected, found: complaint.found, remedy: complaint.remedy)
            }
        }
        return calibration
    }

    /// Writes JSON with its checksum: the same bytes for the same calibration.
    public func write(to url: URL) throws { try WholeFile.write(to: url) { try write(into: $0) } }

    package func write(into append: ByteSink) throws {
        let data: Data
        do { data = try JSONBytes.of(self, pretty: true) } catch {
            throw Complaint(
                "calibration", expected: "a calibration of finite numbers", found: error.localizedDescription,
                remedy: "look for statistics that are not finite")
        }
        try CheckedText.sealed(data).withUnsafeBytes(append)
    }
}

/// The name that calibrations had for a dictionary before dictionaries knew themselves: of its folder's files, whatever these were. Files of
/// calibrations that hold it are still accepted for the same folder.
///
/// It was one constant for every dictionary given as a file, and did not hold the weights of one that keeps them a folder below: those are not.
enum FormerFingerprint {
    /// - Returns: nil where there was none that told dictionaries apart, or where a file of the folder cannot be read.
    static func of(_ dictionary: SparseAutoencoder) -> String? {
        let folder = dictionary.folder
        guard folder.isFolder, let weights = dictionary.files.first,
            weights.deletingLastPathComponent().standardizedFileURL.path == folder.standardizedFileURL.path
        else { return nil }
        return try? fingerprint(of: folder)
    }

    /// Names, sizes, and evenly spaced pieces.
    private static func fingerprint(of folder: URL) throws -> String {
        var parts: [String] = []
        for name in try FileSystem.names(in: folder.path) {
            let url = folder.appending(path: name)
            guard !url.isFolder else { continue }
            let mapped = try MappedFile(url.path)
            withExtendedLifetime(mapped) {
                let count = mapped.bytes.count
                let pieces = stride(from: 0, to: count, by: max(1, count / 16)).flatMap { mapped.bytes[$0..<min(count, $0 + 64)] }
                parts.append("\(name) \(count) \(Fingerprint(bytes: pieces))")
            }
        }
        return "\(Fingerprint(bytes: parts.joined(separator: "\n").utf8))"
    }
}
