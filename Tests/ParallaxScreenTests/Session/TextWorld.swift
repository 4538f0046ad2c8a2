import Foundation
import ParallaxCompute
import ParallaxSession
import TestSupport

/// Sessions on explanations that were made elsewhere, without a model: those that Goldens/explanations/make.py wrote.
enum TextWorld {
    static let folder = Places.computeGoldens.appending(path: "explanations")

    /// What is answered by what the question brings: the same on every bench.
    static func answer(_ question: AnyQuestion) -> [Report] { bench.map { World($0).answer(question) } ?? [] }

    /// Any bench, for questions that need none in particular.
    static let bench = try? TextBench(Workspace(verbalizers: [.init(name: "a", explanations: folder.appending(path: "transcript.txt"))]))

    static func world(_ workspace: Workspace) throws -> World {
        let world = World(try TextBench(workspace))
        return World(inventory: world.inventory, add: world.add) { asked in
            // Findings and verdicts are written into folders of the person's, which a test has not.
            switch asked.question {
            case let question as WriteQuestion: [question.finished(["finding.json", "finding.txt"])]
            case let question as JudgeQuestion: [question.finished("verdicts.jsonl")]
            default: world.answer(asked)
            }
        }
    }

    /// A session on these files, with everything that it wants answered.
    static func drive(_ names: String...) throws -> Drive {
        let entries = names.map {
            Workspace.VerbalizerEntry(name: $0.split(separator: ".").first.map(String.init) ?? $0, explanations: folder.appending(path: $0))
        }
        var drive = Drive(try world(Workspace(verbalizers: entries)))
        drive.settle()
        return drive
    }
}
