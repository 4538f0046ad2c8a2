import CCrash
import Foundation
import Logging
import Synchronization

/// What a run does, one line an event, at the end of the file that `--log` or PARALLAX_LOG names: what a report of a fault needs that comes from a machine
/// which nobody else can reach.
///
///     try RunLog.start(file, name: "--log run.log")
///     RunLog.note("file.open", ["path": path, "bytes": size])
///     // 2026-11-30T21:04:05.678Z info file.open bytes=4096 path="my model/config.json" run=4711
///
/// Where no log was asked for nothing is made: the values are not even worked out. Several runs may share a file, a line is one run's.
public enum RunLog {
    private static let isOn = Atomic<Bool>(false)
    private static let logger = Mutex<(logger: Logger, url: URL)?>(nil)

    /// The file, where there is one.
    public static var url: URL? { isOn.load(ordering: .acquiring) ? logger.withLock { $0?.url } : nil }

    /// Writes the first line.
    /// - Parameter name: what complaints call the file, as the person wrote it.
    /// - Throws: `Complaint` where nothing can be added there.
    public static func start(_ url: URL, name: String, _ values: [String: any CustomStringConvertible & Sendable]) throws {
        try OutputPlace.check(growing: url.path, name: name, kind: .log, taken: [])
        let handler = RunLogHandler(url)
        if let found = handler.write("run.start", .info, metadata(values)) {
            throw Complaint(name, expected: "a file that can be added to", found: found, remedy: "name another file")
        }
        logger.withLock { $0 = (Logger(label: "parallax", factory: { _ in handler }), url) }
        isOn.store(true, ordering: .releasing)
        _ = FileName.withPath(url.path) { cc_log_endings($0) }
    }

    /// Writes the last line, the only one of its kind: a signal that comes later adds none.
    public static func end(exit status: Int32) {
        guard isOn.load(ordering: .acquiring) else { return }
        cc_is_noted()
        note("run.end", level: status == 0 ? .info : .error, Machine.usage.merging(["exit": status]) { $1 })
    }

    /// - Parameter values: worked out only where there is a log.
    public static func note(
        _ event: StaticString, level: Logger.Level = .info, _ values: @autoclosure () -> [String: any CustomStringConvertible & Sendable]
    ) {
        guard isOn.load(ordering: .acquiring) else { return }
        // Taken out first: a file that is opened while a line is written must not wait for itself.
        let logger = logger.withLock { $0?.logger }
        logger?.log(level: level, "\(event)", metadata: metadata(values()))
    }

    private static func metadata(_ values: [String: any CustomStringConvertible & Sendable]) -> Logger.Metadata {
        values.mapValues { .string($0.description) }
    }

    /// What went wrong, in words for a person.
    public static func note(_ event: StaticString, level: Logger.Level = .warning, saying complaint: Complaint) {
        note(event, level: level, ["says": complaint])
    }

    /// Work whose beginning and end are noted, with the milliseconds between them.
    public struct Span: Sendable {
        private let values: [String: any CustomStringConvertible & Sendable]
        private let start: ContinuousClock.Instant?

        /// Nothing where there is no log.
        public init(question: @autoclosure () -> String) {
            guard isOn.load(ordering: .acquiring) else {
                (values, start) = ([:], nil)
                return
            }
            (values, start) = (["asks": question()], .now)
            RunLog.note("question.start", values)
        }

        public func end(_ how: String, _ complaint: Complaint? = nil) {
            guard let start else { return }
            let milliseconds = ((ContinuousClock.now - start) / .milliseconds(1) * 10).rounded() / 10
            RunLog.note(
                "question.end", level: complaint == nil ? .info : .warning,
                values.merging(["how": how, "ms": milliseconds]) { $1 }.merging(complaint.map { ["says": $0] } ?? [:]) { $1 })
        }
    }
}

/// Lines of the log: time, level, event, then `key=value` in the order of the keys. What a stranger wrote stands in quotation marks, escaped.
private struct RunLogHandler: LogHandler {
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    private let file: URL

    /// Of a value: what a person pasted, or a model wrote, is not what a report needs.
    private static let longest = 2000
    /// Seconds for another run to write its own line.
    private static let patience = 0.5

    init(_ file: URL) {
        self.file = file
        metadata["run"] = .string("\(getpid())")
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        // A log that can be written no more is no reason to end what a person waits for.
        _ = write("\(event.message)", event.level, event.metadata ?? [:])
    }

    /// - Returns: why the line cannot be added; nil where it is there.
    func write(_ event: String, _ level: Logger.Level, _ values: Logger.Metadata) -> String? {
        var line = "\(Self.time()) \(level) \(event)"
        for (key, value) in metadata.merging(values, uniquingKeysWith: { $1 }).sorted(by: { $0.key < $1.key }) {
            line += " \(key)=\(Self.word("\(value)"))"
        }
        return append(Data((line + "\n").utf8))
    }

    private func append(_ bytes: Data) -> String? {
        do {
            // Opened for each line: the lock is held no longer, since the jobs of an array may share a file.
            let file = try GrowingFile(file, waiting: Self.patience)
            try file.append(bytes)
            return nil
        } catch {
            return switch error {
            case .held: "another program that holds it"
            case .readOnly(let words), .impossible(let words): words
            }
        }
    }

    /// As it is where it is one plain word, else as JSON.
    private static func word(_ value: String) -> String {
        let isPlain =
            !value.isEmpty
            && value.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                    || (UInt8(ascii: "+")...UInt8(ascii: ":")).contains(byte) || byte == UInt8(ascii: "_")
            }
        if isPlain, value.utf8.count <= longest { return value }
        let scalars = value.unicodeScalars.prefix(longest + 1), kept = String(String.UnicodeScalarView(scalars.prefix(longest)))
        let json = (try? JSONBytes.of(kept)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
        return scalars.count > longest ? json.dropLast() + "…\"" : json
    }

    /// In UTC, to the millisecond.
    private static func time() -> String { Date.now.formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true)) + "Z" }
}

extension OutputKind {
    package static let log = OutputKind("a log of parallax", isText: true) { url in
        let start = (try? MappedFile.reading(url.path) { String(decoding: $0.prefix(200), as: UTF8.self) }) ?? ""
        return start.wholeMatch(of: /(?s)\d{4}-\d\d-\d\dT[0-9:.]+Z [a-z]+ [a-z.]+ .*/) != nil
    }
}
