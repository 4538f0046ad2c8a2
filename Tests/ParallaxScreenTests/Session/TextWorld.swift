import Foundation
import ParallaxCompute
import ParallaxSession
import TestSupport

/// Sessions on explanations that were made elsewhere, without a model: those that Goldens/explanations/make.py wrote.
enum TextWorld {
    static let folder = Places.computeGoldens.appending(path: "explanations")

    static func world(_ workspace: Workspace) throws -> World {
        let bench = try TextBench(workspace)
        return World(inventory: bench.inventory, add: { bench.add($0) }) { request in
            var reports: [Report] = []
            // Findings and verdicts are written into folders of the person's, which a test has not.
            switch request {
            case .write: return [Report(request, .finished(.written(["finding.json", "finding.txt"])))]
            case .judge: return [Report(request, .finished(.judged("verdicts.jsonl")))]
            default: break
            }
            do {
                let answer = try bench.answer(request, Cancellation()) { reports.append(Report(request, .partial($0))) }
                return reports + [Report(request, .finished(answer))]
            } catch {
                return reports + [Report(request, .failed(error as? Complaint ?? Complaint("test", expected: "", found: "\(error)", remedy: "")))]
            }
        }
    }

    /// A session on these files, with everything that it wants answered.
    static func drive(_ names: String...) throws -> Drive {
        let entries = names.map { Workspace.VerbalizerEntry(name: $0.split(separator: ".").first.map(String.init) ?? $0, explanations: folder.appending(path: $0)) }
        var drive = Drive(try world(Workspace(verbalizers: entries)))
        drive.settle()
        return drive
    }
}
