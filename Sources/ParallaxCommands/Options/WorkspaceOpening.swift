import ParallaxCompute
import ParallaxSession

/// Opens what a workspace names.
enum WorkspaceOpening {
    /// - Throws: `Complaint` where there is no usable model; what else was wrong with the workspace is said before, since it may be the reason.
    static func instrument(_ workspace: Workspace) throws -> Instrument {
        do {
            return try Instrument(workspace)
        } catch {
            Warnings.print(workspace.complaints)
            throw error
        }
    }
}
