import Foundation
import ParallaxCompute
@testable import ParallaxCommands
import ParallaxSession
import TestSupport
import Testing

/// Findings of a tiny world, computed again as a stranger does it.
@Suite("verify") struct VerifyTests {
    /// What `verify --json` prints.
    private struct Told: Decodable {
        struct Change: Decodable { var what: String, written: String, now: String? }
        struct Difference: Decodable { var figure: String, written: String, now: String?, relative: Double? }
        struct One: Decodable {
            var finding: String, kind: String, agrees: Bool, tolerance: Double, values: Int, largest: Double, machine: String?
            var changes: [Change], flipped: [Difference], differences: [Difference]
        }
        var findings: [One]
    }

    /// A tiny world in a folder, and one finding of each command in it.
    private struct World {
        let folder: Folder, world: TinyWorld
        static let all = ["comparison.json", "claims.json", "vectors.json"]

        private static let first = Result { try World(making: ()) }

        /// A copy of the one that was made first: what stands in its findings lies beside them.
        init() throws {
            let first = try Self.first.get()
            folder = try Folder()
            let place = folder.url.appending(path: "world")
            try FileManager.default.copyItem(at: first.world.folder, to: place)
            world = TinyWorld(at: place)
        }

        private init(making: Void) throws {
            folder = try Folder()
            let place = folder.url.appending(path: "world")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            world = try TinyWorld(in: place)
            try run(["capture", "--model", "model", "--text", "A ring of rain", "--sites", "1", "-o", "h.safetensors"])
            try run(["encode", "--dictionary", "sae", "--activations", "h.safetensors:hidden_states", "-o", "code.safetensors"])
            try keep("comparison.json", ["compare", "tiny.yaml", "--samples", "1", "--pca", "1", "--json"])
            try keep("claims.json", ["claims", "tiny.yaml", "--document", "0", "--position", "4", "--off", "causal", "--json"])
            try keep(
                "vectors.json",
                [
                    "compare", "--activations", "h.safetensors:hidden_states", "--reconstruction", "sae=code.safetensors:reconstruction",
                    "--json"
                ])
        }

        @discardableResult
        func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Program {
            try Program.run(arguments, environment: environment, in: world.folder)
        }

        func keep(_ name: String, _ arguments: [String]) throws {
            let made = try run(arguments)
            try #require(made.status == 0, "\(arguments): \(made.errors)")
            try Data(made.output.utf8).write(to: world.folder.appending(path: name))
        }

        func verify(_ arguments: [String], environment: [String: String] = [:]) throws -> (status: Int32, told: [Told.One], errors: String)
        {
            let program = try run(["verify"] + arguments + ["--json"], environment: environment)
            let told = try? JSONDecoder().decode(Told.self, from: Data(program.output.utf8))
            return (program.status, told?.findings ?? [], program.errors)
        }
    }

    @Test("what compare and claims print is computed again to the last bit; each says who made it, and is as the schema says")
    func equal() throws {
        let world = try World(), schema = try JSONSchema(FindingSchema.document)
        for name in World.all {
            let data = try Data(contentsOf: world.world.folder.appending(path: name))
            #expect(try schema.violations(data) == [], "\(name)")
        }
        #expect(try world.run(["verify", "--schema"]).output == FindingSchema.document + "\n")
        let (status, told, errors) = try world.verify(World.all)
        #expect(
            told.allSatisfy { $0.differences.isEmpty && $0.flipped.isEmpty },
            "\(told.flatMap { $0.differences.prefix(3) }) \(told.flatMap { $0.flipped.prefix(3) })")
        #expect(status == 0 && told.map(\.kind) == ["comparison", "claims", "vectors"], "\(errors)")
        #expect(
            told.allSatisfy {
                $0.agrees && $0.tolerance == 0 && $0.largest == 0 && $0.changes.isEmpty && $0.machine == nil && $0.values > 10
            })
        let words = try world.run(["verify", "vectors.json"])
        #expect(words.status == 0 && words.output.contains("values are equal"))
        let inspected = try world.run(["inspect"] + World.all)
        #expect(inspected.status == 0 && inspected.output.contains("result of parallax compare"))
    }

    @Test("under other kernels figures are within 1e-4 of each other, and what flipped is named apart")
    func otherKernels() throws {
        let world = try World()
        let (_, told, errors) = try world.verify(World.all, environment: ["OPENBLAS_CORETYPE": "Prescott"])
        #expect(told.count == 3, "\(errors)")
        for one in told where one.machine != nil {
            #expect(one.tolerance == 1e-4 && one.differences.isEmpty, "\(one.finding): \(one.differences.prefix(3))")
        }
        // The same asked for equality.
        let (status, exact, _) = try world.verify(["vectors.json", "--tolerance", "0"], environment: ["OPENBLAS_CORETYPE": "Prescott"])
        #expect(exact.first.map { $0.agrees == (status == 0) && $0.tolerance == 0 } == true)
    }

    @Test("one weight of the AR changed: it comes first, and exactly the figures that rest on it are others")
    func changedWeight() throws {
        let world = try World()
        try changeWeight("model.layers.0.mlp.down_proj.weight", of: world.world.reconstructor.appending(path: "model.safetensors"))
        let (status, told, errors) = try world.verify(World.all)
        #expect(status == 1 && errors.contains("checkpoints or documents are not what they were"))
        let (comparison, claims, vectors) = (told[0], told[1], told[2])
        #expect(comparison.changes.map(\.what) == ["ar ar"] && claims.changes.map(\.what) == ["ar ar"] && vectors.changes.isEmpty)
        #expect(vectors.agrees && !comparison.agrees)
        let methods = Set(
            comparison.differences.compactMap { $0.figure.firstMatch(of: /^methods\[([^\]]*)\]/).map { String($0.output.1) } })
        #expect(
            methods.contains("NLA tiny") && methods.allSatisfy { $0.contains("tiny") }, "\(methods)")
        // The other way round: the dictionary is no part of what the AR alone reads.
        let other = try World()
        try changeWeight("W_dec", of: other.world.dictionary.appending(path: "sae_weights.safetensors"))
        let sparse = try other.verify(["comparison.json"]).told[0]
        #expect(sparse.changes.map(\.what) == ["dictionary sae"] && !sparse.agrees)
        #expect(!sparse.differences.contains { $0.figure.hasPrefix("methods[NLA tiny].fve") })
    }

    /// The first float of a tensor, doubled and two more.
    private func changeWeight(_ name: String, of file: URL) throws {
        var data = try Data(contentsOf: file)
        let length = Int(data.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self).littleEndian })
        let header = try JSONSerialization.jsonObject(with: data[8..<8 + length]) as? [String: [String: Any]]
        let offsets = try #require(header?[name]?["data_offsets"] as? [Int]), place = 8 + length + offsets[0]
        let value = data.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: Float.self) }
        withUnsafeBytes(of: value * 2 + 2) { data.replaceSubrange(place..<place + 4, with: $0) }
        try data.write(to: file)
    }

    @Test("a finding moves with its workspace; where only the workspace moved, --workspace says where it is")
    func moved() throws {
        let world = try World(), there = world.folder.url.appending(path: "there")
        try FileManager.default.moveItem(at: world.world.folder, to: there)
        let together = try Program.run(["verify"] + World.all.map { there.appending(path: $0).path })
        #expect(together.status == 0, "\(together.errors) \(together.output)")
        let alone = try Folder(), finding = alone.url.appending(path: "claims.json")
        let text = try String(contentsOf: there.appending(path: "claims.json"), encoding: .utf8)
        try Data(text.replacing(/"[^"]*\/world/, with: "\"/nowhere/world").utf8).write(to: finding)
        let lost = try Program.run(["verify", finding.path])
        #expect(lost.complaint?.contains("--workspace FILE") == true, "\(lost.errors)")
        let found = try Program.run(["verify", finding.path, "--workspace", there.appending(path: "tiny.yaml").path])
        #expect(found.status == 0, "\(found.errors)")
    }

    @Test("on another workspace its documents are the ones that count, however many entries either names, and are told as others")
    func otherWorkspace() throws {
        let world = try World(), folder = world.world.folder
        let yaml = try String(contentsOf: world.world.workspace, encoding: .utf8)
        let texts = ["A ring of rain and gold", "The quick brown fox jumps", "Nobody knows who took it"].map { "  - text: \($0)\n" }
        try Data(yaml.replacing("  - file: documents.jsonl\n", with: texts.joined()).utf8).write(to: folder.appending(path: "texts.yaml"))
        try world.keep("texts.json", ["claims", "texts.yaml", "--document", "0", "--position", "4", "--off", "causal", "--json"])
        #expect(try world.verify(["texts.json"]).status == 0)
        let (status, told, errors) = try world.verify(["texts.json", "--workspace", "tiny.yaml"])
        #expect(status == 1 && told.first?.changes.contains { $0.what.hasPrefix("document ") } == true, "\(errors)")
    }

    @Test("a file that an option gave is among what the finding rests on, with its text")
    func given() throws {
        let world = try World(), file = world.world.folder.appending(path: "given.txt")
        try Data("A ring of rain and gold".utf8).write(to: file)
        let instrument = try Instrument(WorkspaceOptions(file: file.path).applied(to: Workspace.open(world.world.workspace)))
        let making = Making(instrument, documents: [DocumentID(instrument.library.titles.count)])
        #expect(making.parts.contains { $0.role == "documents" && $0.path == file.path })
        #expect(making.workspace?.given?.count == 1 && making.documents.first?.text == "A ring of rain and gold", "\(making.documents)")
    }

    @Test("merged parts name no workspace: they are verified on the one that is named")
    func merged() throws {
        let world = try World()
        for part in ["1/2", "2/2"] {
            try world.run([
                "compare", "tiny.yaml", "--samples", "1", "--pca", "1", "--shard", part, "--state", "part\(part.prefix(1)).comparison"
            ])
        }
        try world.keep("merged.json", ["merge", "part1.comparison", "part2.comparison", "--json"])
        #expect(try world.run(["verify", "merged.json"]).complaint?.contains("--workspace FILE") == true)
        let (status, told, errors) = try world.verify(["merged.json", "--workspace", "tiny.yaml"])
        #expect(status == 0 && told.first?.agrees == true, "\(errors) \(told.first?.differences.prefix(3) ?? [])")
    }

    @Test("the page with figures carries the same block")
    func page() throws {
        let world = try World()
        let made = try world.run(["compare", "tiny.yaml", "--samples", "1", "--pca", "1", "--html", "page.html"])
        #expect(made.status == 0)
        let page = try String(contentsOf: world.world.folder.appending(path: "page.html"), encoding: .utf8)
        for key in ["What it was made with", "executable", "fingerprint", "forcedL0s", "crc32"] { #expect(page.contains(key), "\(key)") }
    }

    @Test(
        "whatever stands in a finding ends in a sentence",
        arguments: [
            ("", "a finding"), ("[]", "a finding"), ("{}", "schema"), (#"{"schema": 1}"#, "kind"),
            (#"{"schema": 2, "kind": "claims"}"#, "schema 2"),
            (#"{"pages": [], "verbalizer": "x"}"#, "make it anew"), (String(repeating: "[", count: 100_000), "a finding"),
            (#"{"schema": 1, "kind": "claims", "made": 3}"#, "made"), (#"{"schema": 1, "schema": 1}"#, "once")
        ])
    func hostile(_ text: String, _ word: String) throws {
        let folder = try Folder(), file = try folder.write("finding.json", text)
        let program = try Program.run(["verify", file.path])
        #expect(program.complaint?.contains(word) == true, "\(program.errors)")
    }

    @Test("a number or a path in a finding that makes no sense ends in a sentence, too")
    func hostileNumbers() throws {
        let world = try World()
        let changes = [
            ("claims.json", "\"position\":4", "\"position\":400"), ("claims.json", "\"document\":0", "\"document\":-1"),
            ("claims.json", "\"off\":[\"causal\"]", "\"off\":[\"nothing\"]"), ("claims.json", "\"bos\":\"auto\"", "\"bos\":\"perhaps\""),
            ("comparison.json", "\"resamples\":1000", "\"resamples\":-4"),
            ("comparison.json", "\"samples\":1", "\"samples\":100000000000000000000"),
            ("comparison.json", "/model\"", "/nowhere\""), ("vectors.json", "\"tensor\":\"code.safetensors", "\"tensor\":\"/dev/null")
        ]
        for (name, old, new) in changes {
            let text = try String(contentsOf: world.world.folder.appending(path: name), encoding: .utf8)
            try #require(text.contains(old), "\(name): \(old)")
            try Data(text.replacing(old, with: new).utf8).write(to: world.world.folder.appending(path: "changed.json"))
            let program = try world.run(["verify", "changed.json"])
            #expect(program.complaint != nil, "\(old) → \(new): \(program.errors) \(program.output.prefix(300))")
        }
    }
}

/// What is another value, by hand.
@Suite("Differences of findings") struct FindingDifferenceTests {
    private func differences(_ a: String, _ b: String, tolerance: Double = 0) throws -> [String] {
        func value(_ text: String) throws -> JSONValue { try Data(text.utf8).withUnsafeBytes { try JSONValue(parsing: $0) } }
        return FindingDifferences(try value(a), try value(b), tolerance: tolerance).all.map(\.figure)
    }

    @Test("elements are named by what tells them apart, and what is only there now is told")
    func names() throws {
        #expect(
            try differences(
                #"{"m": [{"name": "a", "x": 1}, {"name": "b", "x": 2}]}"#, #"{"m": [{"name": "b", "x": 2}, {"name": "a", "x": 3}]}"#) == [
                    "m[a].x"
                ])
        #expect(try differences(#"{"m": [{"id": 3, "x": 1}]}"#, #"{"m": [{"id": 3, "x": 1}, {"id": 7, "x": 1}]}"#) == ["m[7]"])
        #expect(try differences(#"{"m": [1, 2]}"#, #"{"m": [1, 2, 3]}"#) == ["m"])
        #expect(try differences(#"{"x": 1}"#, #"{"x": 1, "y": 2}"#) == [], "what was not said is not asked for")
        #expect(try differences(#"{"x": 1}"#, #"{}"#) == ["x"])
        #expect(try differences(#"{"x": null, "made": 1, "wall_time": 2}"#, #"{"made": 2}"#) == [])
    }

    @Test("numbers are held against the larger of both; figures in sentences against their rounding, counts in them not at all")
    func numbers() throws {
        #expect(try differences(#"{"x": 1}"#, #"{"x": 1.00009}"#, tolerance: 1e-4) == [])
        #expect(try differences(#"{"x": 1}"#, #"{"x": 1.00011}"#, tolerance: 1e-4) == ["x"])
        #expect(try differences(#"{"x": 1}"#, #"{"x": 1.0000001}"#) == ["x"])
        #expect(try differences(#"{"reason": "above .512 of 3"}"#, #"{"reason": "above .513 of 3"}"#, tolerance: 1e-4) == [])
        #expect(try differences(#"{"reason": "above .512 of 3"}"#, #"{"reason": "above .512 of 4"}"#, tolerance: 1e-4) == ["reason"])
        #expect(
            try differences(#"{"text": "It is .512."}"#, #"{"text": "It is .513."}"#, tolerance: 1e-4) == ["text"],
            "a model's text is no sentence of ours")
    }
}
