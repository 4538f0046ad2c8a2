import Foundation
import ParallaxCompute

/// Vectors that a command is given by name; `-` (or `-:NAME`) is a tensor file on stdin.
enum Activations {
    /// - Parameters:
    ///   - site: Where the vectors must come from, if the file says where they do.
    ///   - mustBeFinite: false where the figures themselves say what a value that is no number does to them.
    /// - Throws: `Complaint` where the tensor cannot be read, has another width or site, or holds a value that is no number.
    static func read(_ reference: String, width: Int?, site: Site? = nil, for user: String, mustBeFinite: Bool = true) throws -> Rows {
        if reference == "-" || reference.hasPrefix("-:") {
            return try Input.withStandardInput(as: "stdin") { file in
                try read(file.path + reference.dropFirst(), width: width, site: site, for: user, mustBeFinite: mustBeFinite)
            }
        }
        try checkName(reference, site, user)
        let rows = try CapturedStates(reference)?.rows(at: site, for: user) ?? TensorReference(reference).rows()
        if let width, rows.width != width {
            throw Complaint(
                reference, expected: "rows of \(width), as \(user) takes them", found: "rows of \(rows.width)",
                remedy: "use activations of the right model and site")
        }
        if mustBeFinite, let place = rows.firstNonFinite() {
            throw Complaint(
                reference, expected: "finite numbers", found: "\(place.value) at row \(place.row), column \(place.column)",
                remedy: "capture the activations again")
        }
        return rows
    }

    /// The file that a reference names, where it names one.
    static func file(_ reference: String?) -> URL? {
        guard let reference, reference != "-", !reference.hasPrefix("-:") else { return nil }
        return try? TensorReference(reference).file
    }

    /// A tensor that `parallax capture` named by its site must be of the site that is wanted. A name that looks like a hook and is no site, and
    /// what a file says of itself in its metadata, are said.
    private static func checkName(_ reference: String, _ site: Site?, _ user: String) throws {
        guard let site else { return }
        if let colon = reference.lastIndex(of: ":") {
            let name = String(reference[reference.index(after: colon)...])
            if let own = try? Site(hookName: name) {
                guard own == site else {
                    throw Complaint(
                        reference, expected: "activations at \(site), as \(user) takes them", found: "those at \(own)",
                        remedy: "capture that site, with --sites \(site.hookName)")
                }
                return
            }
            if Site.looksLikeName(name) { Output.warning("\(unread(reference, "is called", name)): it is taken for \(site)") }
        }
        guard let file = file(reference), let metadata = (try? SafetensorsFile(file.path))?.metadata, let name = Site.stated(in: metadata)
        else { return }
        guard let own = try? Site(named: name) else {
            return Output.warning("\(unread(file.path, "says that it holds", name)): it is taken for \(site)")
        }
        if own != site {
            Output.warning("\(file.path.shortened) says that it holds activations at \(own): they are taken for those at \(site)")
        }
    }

    private static func unread(_ file: String, _ says: String, _ name: String) -> String {
        "\(file.shortened) \(says) \"\(name.shortened)\", which is no site here (\(Site.expectedNames))"
    }
}
