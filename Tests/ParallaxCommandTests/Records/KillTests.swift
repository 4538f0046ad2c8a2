import Foundation
import ParallaxCompute
import TestSupport
import Testing

@testable import ParallaxWorld

/// `PARALLAX_KILLS=200` kills each of them 200 times.
@Suite("Killed at any moment: what is written is whole, and a run that goes on ends where one that was left alone ends", .serialized)
struct KillTests {
    private let folder: Folder
    private let world: TinyWorld

    init() throws {
        folder = try Folder()
        var contents = TinyWorld.Contents()
        contents.documents = (0..<14).map { ("doc\($0)", "Text number \($0): \(["rain", "a ring", "foxes", "the end"][$0 % 4]).") }
        contents.hasVerbalizer = false
        world = try TinyWorld(in: folder.url, contents)
    }

    private var parallax: URL { Places.built("parallax") }
    private var probe: URL { Places.built("RecordProbe") }
    private var cache: [String: String] { ["XDG_CACHE_HOME": folder.path("cache")] }
    private let options = ["--pca", "1", "--forced-l0", "none", "--splice-next", "1"]

    /// How long a command takes when nobody kills it, and what it leaves.
    private func left(_ arguments: [String]) throws -> (ending: Killing.Ending, time: Duration) {
        var random = SeededGenerator(seed: 0), ending: Killing.Ending?
        let time = try ContinuousClock().measure {
            ending = try Killing.run(parallax, arguments, environment: cache, within: nil, random: &random)
        }
        return (try #require(ending), time)
    }

    /// Names in a folder that a person sees.
    private func visible(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }.sorted()
    }

    @Test("compare: the state is read at every moment, and the run that goes on with it gives the figures of one run")
    func compare() throws {
        var random = SeededGenerator(seed: 1), kills = 0, state = 0
        let whole = try left(["compare", world.workspace.path, "--json"] + options)
        #expect(whole.ending.status == 0)
        let expected = try Program.figures(whole.ending.output)
        while kills < Killing.count {
            state += 1
            let file = folder.url.appending(path: "state\(state).comparison"),
                command = ["compare", world.workspace.path, "--state", file.path, "--json"] + options
            var held = 0
            for _ in 0..<4 {
                guard try Killing.run(parallax, command, environment: cache, within: whole.time, random: &random).wasKilled else { break }
                kills += 1
                guard let bytes = try? Data(contentsOf: file), !bytes.isEmpty else { continue }
                // A beginning that was cut off is no partial yet.
                guard let partial = try? PartialFile(file) else {
                    #expect(held == 0)
                    continue
                }
                #expect(partial.damageTold == nil && partial.count >= held, "what was there stays there")
                held = partial.count
            }
            let last = try left(command)
            #expect(last.ending.status == 0)
            #expect(try Program.figures(last.ending.output) == expected)
            #expect(try PartialFile(file).missing.isEmpty)
        }
        print("compare: \(kills) kills of \(state) runs")
    }

    /// Kills a command that writes one file, beside an old one of that name or none: it is the old one or the new one.
    private func wholeFile(_ name: String, old: Data, seed: UInt64, _ command: (URL) -> [String]) throws {
        var random = SeededGenerator(seed: seed), replaced = 0
        let place = folder.url.appending(path: "out-\(name)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let file = place.appending(path: name), one = try left(command(file))
        #expect(one.ending.status == 0)
        let new = try Data(contentsOf: file)
        #expect(new != old)
        for kill in 0..<Killing.count {
            try? FileManager.default.removeItem(at: file)
            if kill.isMultiple(of: 2) { try old.write(to: file) }
            _ = try Killing.run(parallax, command(file), environment: cache, within: one.time, random: &random)
            #expect(try visible(place).allSatisfy { $0 == name })
            let found = try? Data(contentsOf: file)
            #expect(
                found == new || found == (kill.isMultiple(of: 2) ? old : nil), "kill \(kill): \(found?.count ?? -1) bytes of \(new.count)")
            if found == new { replaced += 1 }
        }
        #expect(try left(command(file)).ending.status == 0)
        #expect(try Data(contentsOf: file) == new)
        print("\(name): \(Killing.count) kills, \(replaced) of them after the new file was there")
    }

    @Test("merge -o: the old file or the new one, and no other")
    func merge() throws {
        let parts = (1...2).map { folder.url.appending(path: "part\($0).comparison") }
        for (index, file) in parts.enumerated() {
            #expect(
                try left(["compare", world.workspace.path, "--shard", "\(index + 1)/2", "--state", file.path] + options).ending.status == 0)
        }
        try wholeFile("merged.comparison", old: Data(contentsOf: parts[0]), seed: 2) {
            ["merge"] + parts.map(\.path) + ["--json", "-o", $0.path]
        }
    }

    @Test("statistics -o: the old file or the new one, and no other")
    func statistics() throws {
        let old = folder.url.appending(path: "old.statistics")
        #expect(try left(["statistics", world.workspace.path, "--shard", "1/2", "-o", old.path]).ending.status == 0)
        try wholeFile("tiny.statistics", old: Data(contentsOf: old), seed: 3) { ["statistics", world.workspace.path, "-o", $0.path] }
    }

    @Test("the log of verdicts: whole lines, none of them lost that was said to be written")
    func verdicts() throws {
        var random = SeededGenerator(seed: 4), told = -1
        let file = folder.url.appending(path: "verdicts.jsonl")
        try Data("{\"a line of another kind\": 1}".utf8).write(to: file)
        for _ in 0..<Killing.count {
            let ending = try Killing.run(probe, ["verdicts", file.path], within: .milliseconds(120), random: &random)
            #expect(ending.wasKilled)
            if let last = ending.output.split(separator: "\n").last.flatMap({ Int($0) }) { told = last }
            let log = try PersonVerdicts(file)
            #expect(log.complaints.count == 1, "that line and no other")
            #expect(log.verdicts.map(\.position) == Array(0..<log.verdicts.count))
            #expect(log.verdicts.count > told)
        }
        print("verdicts: \(Killing.count) kills, \(told + 1) lines")
    }

    @Test("the label cache: killed while it is made, and made by two at once, it gives the labels of the file")
    func labels() throws {
        var random = SeededGenerator(seed: 5)
        let export = try folder.write(
            "labels.jsonl", (0..<24_000).map { "{\"index\":\($0),\"label\":\"label number \($0) of many\",\"f1\":0.5}\n" }.joined())
        #expect(try Data(contentsOf: export).count > 1 << 20)
        let packs = folder.url.appending(path: "cache/parallax/labels")
        var first: Data?
        let once = try ContinuousClock().measure { _ = try FeatureLabels.open(export, cacheFolder: folder.url.appending(path: "once")) }
        // Beside other tests a program may take longer to start than to work.
        let start = try ContinuousClock().measure {
            let process = try Process.run(probe, arguments: [])
            process.waitUntilExit()
        }
        func isTheOne() throws {
            let names = (try? visible(packs)) ?? []
            #expect(names.count <= 1)
            guard let name = names.first else { return }
            let pack = try Data(contentsOf: packs.appending(path: name))
            #expect(pack == first ?? pack, "whole, and the same each time")
            first = pack
        }
        for kill in 0..<Killing.count {
            // The second one works on the same pack all the while.
            let other = kill.isMultiple(of: 2) ? Process() : nil
            other?.executableURL = probe
            other?.arguments = ["labels", export.path]
            other?.environment = cache.merging(ProcessInfo.processInfo.environment) { own, _ in own }
            other?.standardOutput = FileHandle.nullDevice
            try other?.run()
            _ = try Killing.run(
                probe, ["labels", export.path], environment: cache, within: start * 3 + once * 4 + .milliseconds(50), random: &random)
            if let other {
                kill_(other.processIdentifier)
                other.waitUntilExit()
            }
            try isTheOne()
        }
        // Where all were killed too early, as on a slow machine, there is no pack yet: one that is left alone makes it.
        let alone = try Killing.run(probe, ["labels", export.path, "1"], environment: cache, within: nil, random: &random)
        try isTheOne()
        #expect(alone.status == 0 && first != nil)
    }

    private func kill_(_ process: pid_t) { kill(process, SIGKILL) }

    @Test("a disk that is full: the log of verdicts keeps whole lines and says why it takes no more")
    func full() throws {
        var random = SeededGenerator(seed: 6)
        for bytes in [1, 100, 4000, 4096, 10_007] {
            let file = folder.url.appending(path: "full\(bytes).jsonl")
            let ending = try Killing.run(probe, ["full", file.path, "\(bytes)"], within: nil, random: &random)
            #expect(ending.status == 0 && ending.output.contains("expected a file that verdicts can be appended to, found File too large"))
            let log = try PersonVerdicts(file)
            #expect(log.complaints.isEmpty && ending.output.hasPrefix("\(log.verdicts.count) "))
            let size = try Data(contentsOf: file).count
            #expect(size <= bytes && (size == 0 || bytes - size < 400))
        }
    }
}
