import ParallaxCompute
import ParallaxSession

/// Opens what a workspace names.
enum WorkspaceOpening {
    /// What a session runs on: a model with its parts, or explanations that were made elsewhere.
    /// - Throws: as `instrument`; `Complaint` where there is neither.
    static func workbench(_ workspace: Workspace, cache: CacheBudget) throws -> any Bench {
        guard workspace.model == nil, workspace.verbalizers.contains(where: { $0.explanations != nil }) else {
            return ModelBench(try instrument(workspace), cache: cache)
        }
        do {
            return try TextBench(workspace, cache: cache)
        } catch {
            Output.warnings(workspace.complaints)
            throw error
        }
    }

    /// - Throws: `Complaint` where there is no usable model; what else was wrong with the workspace is said before, since it may be the reason.
    static func instrument(_ workspace: Workspace) throws -> Instrument {
        do {
            return try Instrument(workspace)
        } catch {
            Output.warnings(workspace.complaints)
            throw error
        }
    }
}
