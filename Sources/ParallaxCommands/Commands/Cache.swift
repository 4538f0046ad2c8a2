import ArgumentParser
import Foundation
import ParallaxCompute

struct Cache: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What runs keep in the cache, and how to be rid of it.",
        discussion: """
            Comparisons that were interrupted, which continue where they were, and packed labels, which are made anew when they are gone.
            They lie in $XDG_CACHE_HOME/parallax, or ~/.cache/parallax.

            EXAMPLES
              parallax cache
              parallax cache clean --only labels
              parallax cache clean --older-than 30
            """,
        subcommands: [CacheList.self, CacheClean.self], defaultSubcommand: CacheList.self)
}

/// One file of the cache, as it is told.
struct CachedFile: Encodable {
    enum Kind: String, Encodable, CaseIterable, ExpressibleByArgument { case comparison = "comparisons", labels }

    let kind: Kind
    let file: String
    let bytes: Int
    /// ISO 8601, UTC.
    let written: String
    /// Of a comparison.
    var documentsDone: Int?
    var documents: Int?
    /// Why it was not removed, where it was to be.
    var kept: String?

    enum CodingKeys: String, CodingKey {
        case kind, file, bytes, written, documents, kept
        case documentsDone = "documents_done"
    }

    init(_ kind: Kind, _ entry: CacheFolder.Entry) {
        self.kind = kind
        file = FileName.shown(entry.url.path)
        bytes = entry.bytes
        written = entry.written.ISO8601Format()
        guard kind == .comparison, let progress = PartialFile.progress(entry.url) else { return }
        (documentsDone, documents) = (progress.done, progress.total)
    }

    static func folder(_ kind: Kind) -> CacheFolder? {
        switch kind {
        case .comparison: CacheFolder(StateFile.cache, suffix: "comparison")
        case .labels: LabelCache.folder.map { CacheFolder($0, suffix: "labels") }
        }
    }

    static func table(_ files: [CachedFile]) -> Table {
        var table = Table(columns: [
            .init(title: "what"), .init(title: "size", isNumber: true), .init(title: "written"), .init(title: "documents", isNumber: true),
            .init(title: "file")
        ])
        table.rows = files.map { file in
            let done = file.documents.map { "\(file.documentsDone ?? 0) of \($0)" } ?? ""
            return [
                file.kind.rawValue, FigureText.size(file.bytes), file.written, done,
                file.file + (file.kept.map { " (stays: \($0))" } ?? "")
            ]
        }
        return table
    }
}

struct CacheList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "The files of the cache (the default).",
        discussion: """
            EXAMPLES
              parallax cache
              parallax cache list --json
            """)

    @OptionGroup var threads: ThreadOptions
    @OptionGroup var format: FormatOptions

    func run() throws {
        try threads.apply()
        let files = try CachedFile.Kind.allCases.flatMap { kind in try CachedFile.folder(kind)?.entries().map { CachedFile(kind, $0) } ?? []
        }
        if format.json { return try Output.json(files) }
        guard !files.isEmpty || !format.isForPeople else { return Output.line("nothing is kept") }
        format.print(CachedFile.table(files))
    }
}

struct CacheClean: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clean",
        abstract: "Removes files of the cache; those that a run is at work on stay.",
        discussion: """
            An interrupted comparison that is removed begins anew when it is run again.

            EXAMPLES
              parallax cache clean --only labels
              parallax cache clean --older-than 30
            """)

    @OptionGroup var threads: ThreadOptions
    @Option(help: ArgumentHelp("Only interrupted comparisons, or only packed labels.", valueName: "KIND")) var only: CachedFile.Kind?
    @Option(help: ArgumentHelp("Only what was not written for so many days.", valueName: "DAYS")) var olderThan: Int?
    @OptionGroup var format: FormatOptions

    func validate() throws {
        if let olderThan, !(0...36500).contains(olderThan) {
            throw ValidationError("--older-than: expected days from 0 to 36500, found \(olderThan)")
        }
    }

    func run() throws {
        try threads.apply()
        let newest = olderThan.map { Date.now - Double($0) * 86400 }, kinds = only.map { [$0] } ?? CachedFile.Kind.allCases
        var files: [CachedFile] = []
        for kind in kinds {
            guard let folder = CachedFile.folder(kind) else { continue }
            for entry in try folder.entries() where newest.map({ entry.written <= $0 }) ?? true {
                var file = CachedFile(kind, entry)
                file.kept = folder.remove(entry)
                files.append(file)
            }
        }
        if format.json { return try Output.json(files) }
        guard format.isForPeople else { return format.print(CachedFile.table(files)) }
        let gone = files.filter { $0.kept == nil }
        Output.line(
            "\(gone.count) file\(gone.count == 1 ? "" : "s") removed, \(gone.reduce(0) { $0.adding(clamped: $1.bytes) }.adding(clamped: 1023) / 1024) kB"
        )
        let stay = files.filter { $0.kept != nil }
        if !stay.isEmpty { Output.line(CachedFile.table(stay).text) }
    }
}
