import Foundation
import ParallaxCompute
import ParallaxSession
import Synchronization

/// `parallax compare WORKSPACE`: every method of a workspace over its documents.
struct CompareWorkspace {
    let workspace: String
    let arguments: ComparisonArguments
    let format: FormatOptions
    let outputs: OutputOptions

    func run() throws {
        let interruption = Interruption()
        let shard = arguments.shard ?? .whole
        do {
            let opened = arguments.bos.applied(to: try Workspace.open(Input.url(workspace))),
                state = try StateFile(arguments, workspace: workspace)
            var places = try OutputPlaces(reading: opened.files + arguments.mimic.map(Input.url), outputs)
            if let file = state.url { try places.reserve(file, "--state", .comparison) }
            let page = try places.open(arguments.html, "--html", .page)
            let held = try state.url.map { try PartialPlace($0, shard: shard) }
            let setup = try setup(opened), runner = try setup.runner(interruption.cancellation)
            let place = try held ?? PartialPlace(state.url(of: runner.plan), shard: shard)
            Output.warnings(place.complaints)
            let partial = try PartialFile(place, plan: runner.plan, basis: runner.basis)
            try run(runner, partial, shard, interruption.cancellation)
            if arguments.shard != nil {
                Output.line(
                    "\(partial.count) document\(partial.count == 1 ? "" : "s") of \(shard.words): \(partial.url.path) (parallax merge makes a result of all parts)"
                )
                return
            }
            let builder = ReportBuilder(plan: runner.plan, basis: runner.basis), records = try partial.records()
            let report = try builder.report(of: records, cancellation: interruption.cancellation)
            Output.note(report.methods.flatMap(\.warnings))
            let making = page != nil || format.json ? setup.making(runner.plan.documents.map(\.index)) : nil
            try ComparisonOutput(report, making, format: format).print(page: page) {
                try builder.strips(of: records, cancellation: interruption.cancellation)
            }
            if state.url == nil { partial.remove() }
        } catch is CancellationError {
            throw Interruption.Ending(sentence: "run the same command again: what was done is kept and it continues from there.")
        }
    }

    private func run(_ runner: ComparisonRunner, _ partial: PartialFile, _ shard: Shard, _ cancellation: Cancellation) throws {
        let missing = partial.missing(of: shard), own = runner.plan.documents.indices.count { shard.contains($0) }
        let before = own - missing.count
        if let damage = partial.damageTold {
            Output.warnings([
                Complaint(
                    partial.url.path, expected: "records as they were written", found: damage,
                    remedy: "what can be read is kept, and the rest is computed again")
            ])
        }
        if before > 0 { Output.warn("\(before) of \(own) documents are done already (\(partial.url.path))") }
        // Records are told one at a time.
        nonisolated(unsafe) let (progress, kept) = (ProgressLine("documents", total: own, before: before), partial)
        let done = Mutex(before)
        try runner.run(missing, cancellation: cancellation) { record in
            if let failure = record.failure { Output.warning("left out: \(failure)") }
            try kept.append(record)
            progress.update(
                done: done.withLock {
                    $0 += 1; return $0
                })
        }
    }

    private func setup(_ workspace: Workspace) throws -> ComparisonSetup {
        let instrument = try WorkspaceOpening.instrument(workspace), count = instrument.library.count
        let mimics = try arguments.mimic.map(Input.url)
        return ComparisonSetup(
            instrument: instrument,
            request: ComparisonRequest(
                site: try arguments.site.map { try Input.site($0).hookName },
                documents: try arguments.documents.map {
                    try Input.rows($0, count: count, option: "--documents", things: "documents")
                }, mimics: mimics.map(\.path), options: arguments.options),
            mimics: mimics)
    }
}
