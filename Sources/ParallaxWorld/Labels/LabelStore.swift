import Foundation

/// Labels by feature in one piece of memory, or in one mapped file: looking one up touches that one.
///
/// Layout, little-endian: "PXLABEL2", count n (u64); features u32 [n] ascending; ends of the texts u64 [n]; scores f64 [n] (NaN: none);
/// kinds of score u8 [n] (1: F1); padding to 8 between the parts; the texts in UTF-8; the CRC-32 of all that.
struct LabelStore: Sendable {
    private static let magic = Array("PXLABEL2".utf8)
    private static let headerSize = 16, trailerSize = 4

    private let storage: any ByteStorage
    let count: Int
    private let features: Int
    private let ends: Int
    private let scores: Int
    private let kinds: Int
    private let texts: Int

    /// Bytes that another process, or this one, wrote.
    /// - Returns: nil where they are not of this layout, or disagree with themselves in size.
    init?(_ storage: any ByteStorage) {
        let bytes = storage.bytes
        guard bytes.count >= Self.headerSize + Self.trailerSize, bytes.starts(with: Self.magic),
            let count = Int(exactly: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))),
            count <= bytes.count / 21
        else { return nil }
        self.storage = storage
        self.count = count
        features = Self.headerSize
        ends = Self.aligned(features + 4 * count)
        scores = ends + 8 * count
        kinds = scores + 8 * count
        texts = Self.aligned(kinds + count)
        guard texts <= bytes.count - Self.trailerSize, end(of: count - 1) == textSize else { return nil }
    }

    private var textSize: Int { storage.bytes.count - Self.trailerSize - texts }

    /// Bytes that are checked at a time, so that a long file does not fill the memory.
    private static let checkedTogether = 1 << 22

    /// A store from a file, every byte of which is as it was written.
    init?(checked file: MappedFile) {
        let bytes = file.bytes, end = bytes.count - Self.trailerSize
        guard end >= 0 else { return nil }
        var sum: UInt32 = 0
        for start in stride(from: 0, to: end, by: Self.checkedTogether) {
            let part = start..<min(end, start + Self.checkedTogether)
            sum = CRC32.checksum(UnsafeRawBufferPointer(rebasing: bytes[part]), after: sum)
            file.forget(part)
        }
        guard sum == UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: end, as: UInt32.self)) else { return nil }
        self.init(file)
    }

    /// Packs labels; the first of a feature counts, one that somebody wrote before a list of tokens.
    init(_ labels: some Sequence<(feature: UInt32, label: FeatureLabel)>) throws { try self.init(LabelList(labels)) }

    /// - Throws: `Complaint` where there are so many that they were not all kept.
    init(_ list: LabelList) throws {
        let order = list.indices.sorted { list.feature($0) < list.feature($1) }
        let features = Self.headerSize, ends = Self.aligned(features + 4 * order.count), scores = ends + 8 * order.count,
            kinds = scores + 8 * order.count
        let texts = Self.aligned(kinds + order.count), size = texts + order.reduce(0) { $0 + list.text($1).count }
        storage = try MemoryBytes(count: size + Self.trailerSize) { bytes in
            bytes.initializeMemory(as: UInt8.self, repeating: 0)
            bytes.copyBytes(from: Self.magic)
            bytes.storeBytes(of: UInt64(clamping: order.count).littleEndian, toByteOffset: 8, as: UInt64.self)
            var end = 0
            for (i, place) in order.enumerated() {
                let text = list.text(place)
                UnsafeMutableRawBufferPointer(rebasing: bytes[(texts + end)...]).copyBytes(from: text)
                end += text.count
                bytes.storeBytes(of: list.feature(place).littleEndian, toByteOffset: features + 4 * i, as: UInt32.self)
                bytes.storeBytes(of: UInt64(clamping: end).littleEndian, toByteOffset: ends + 8 * i, as: UInt64.self)
                bytes.storeBytes(of: list.score(place).bitPattern.littleEndian, toByteOffset: scores + 8 * i, as: UInt64.self)
                bytes[kinds + i] = list.isF1(place) ? 1 : 0
            }
            bytes.storeBytes(
                of: CRC32.checksum(UnsafeRawBufferPointer(rebasing: bytes[..<size])).littleEndian, toByteOffset: size, as: UInt32.self)
        }
        count = order.count
        (self.features, self.ends, self.scores, self.kinds, self.texts) = (features, ends, scores, kinds, texts)
    }

    private static func aligned(_ offset: Int) -> Int { (offset + 7) & ~7 }

    private func load<T: FixedWidthInteger>(_ offset: Int, _ index: Int) -> T {
        T(littleEndian: storage.bytes.loadUnaligned(fromByteOffset: offset + index * MemoryLayout<T>.size, as: T.self))
    }

    /// End of a text among the texts; 0 before the first.
    private func end(of index: Int) -> Int { index < 0 ? 0 : Int(clamping: load(ends, index) as UInt64) }

    private func feature(_ index: Int) -> Int { Int(wide: load(features, index) as UInt32) }

    /// Lowest and highest feature that has a label.
    var range: ClosedRange<Int>? { count == 0 ? nil : min(feature(0), feature(count - 1))...max(feature(0), feature(count - 1)) }

    subscript(wanted: Int) -> FeatureLabel? {
        var low = 0, high = count
        while low < high {
            let middle = (low + high) / 2
            if feature(middle) < wanted { low = middle + 1 } else { high = middle }
        }
        guard low < count, feature(low) == wanted else { return nil }
        let (start, end) = (end(of: low - 1), end(of: low))
        guard start <= end, end <= textSize else { return nil }
        let score = Double(bitPattern: load(scores, low)), isF1 = storage.bytes[kinds + low] == 1
        return FeatureLabel(
            text: String(decoding: storage.bytes[texts + start..<texts + end], as: UTF8.self), score: score.isNaN ? nil : score,
            scoreName: isF1 ? "F1" : "score")
    }

    /// Keeps the store in a file, for the next time.
    /// - Throws: `Complaint` where it cannot be written.
    func write(to url: URL) throws { try WholeFile.write(to: url) { try $0(storage.bytes) } }
}

/// Where packed labels of large exports are kept between runs, by the sizes and times of the files that they came from.
///
/// A pack that is damaged, or of an earlier program, is made anew.
///
/// In `$XDG_CACHE_HOME/parallax/labels`, or `~/.cache/parallax/labels`; whoever removes it loses nothing but seconds.
package struct LabelCache {
    /// Smaller exports are read anew each time.
    private static let worthKeeping = 1 << 20

    private let file: URL?

    /// The usual place; nil where the environment names no home.
    package static var folder: URL? {
        Host.folder("XDG_CACHE_HOME", usual: ".cache")?.appending(path: "parallax/labels")
    }

    /// Labels of a pack: nil for another file, and an inner nil for a pack that is damaged or of another version.
    package static func count(of file: URL) -> Int?? {
        guard let mapped = try? MappedFile(file.path), mapped.bytes.starts(with: "PXLABEL".utf8) else { return nil }
        return .some(LabelStore(checked: mapped)?.count)
    }

    /// - Parameters:
    ///   - files: all that the labels are made of.
    ///   - folder: where packed labels are kept.
    init(_ files: [URL], _ settings: LabelSettings = LabelSettings(), folder: URL?) {
        var size = 0
        var names = "labels 2 \(settings.feature ?? "")\n\(settings.label ?? "")\n\(settings.encoding?.rawValue ?? "")\n"
        for file in files {
            guard let status = FileStatus(file.path) else { continue }
            size = size.adding(clamped: status.size)
            names += "\(file.standardizedFileURL.path) \(status.size) \(status.seconds).\(status.nanoseconds)\n"
        }
        file = size < Self.worthKeeping ? nil : folder?.appending(path: "\(Fingerprint(bytes: names.utf8)).labels")
    }

    /// What was kept, where the files have not changed since.
    func read() -> LabelStore? {
        guard let file, let mapped = try? MappedFile(file.path) else { return nil }
        return LabelStore(checked: mapped)
    }

    /// Without a place to write it, the labels stay in memory and nothing is lost.
    /// - Returns: the store, mapped where that went well.
    func keep(_ store: LabelStore) -> LabelStore {
        guard let file else { return store }
        do {
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try store.write(to: file)
        } catch {
            return store
        }
        return read() ?? store
    }
}
