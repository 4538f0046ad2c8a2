import Foundation
import TestSupport
import Testing

@Suite("parallax bench") struct BenchmarkTests {
    @Test("--site chooses the dictionary and the NLA that are measured, and says where there is none")
    func sites() throws {
        let folder = try Folder(), world = try TinyWorld(in: folder.url)
        func bench(_ step: String, _ more: String...) throws -> Program {
            try Program.run(["bench", step, "--workspace", world.workspace.path] + more)
        }
        for site in ["1", "blocks.0.hook_resid_post", "model.layers.0"] { #expect(try bench("encode", "--site", site).status == 0) }
        #expect(
            try bench("encode", "--site", "2").complaint?.contains(
                "expected a dictionary at site 2 = blocks.1.hook_resid_post = NLA layer 1 in the workspace, found none") == true)
        #expect(try bench("verbalize", "--site", "0").complaint?.contains("expected an NLA at site 0") == true)
        #expect(
            try bench("trace", "--site", "9").complaint?.contains(
                "a row of the grid: a residual site from 0 to 2, or one that a dictionary reconstructs, found site 9") == true)
        #expect(try bench("trace", "--site", "nowhere").complaint?.hasPrefix("--site: expected a residual site's number") == true)
        for other in [["--labels", "l"], ["--dictionary", "d"]] { #expect(try Program.run(["bench", "--site", "1"] + other).status == 64) }
    }
}
