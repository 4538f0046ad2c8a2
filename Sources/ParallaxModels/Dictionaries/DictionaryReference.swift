import Foundation

/// A dictionary as an option names it: DIR, or DIR@SITE with the site that the checkpoint does not say, or says wrongly.
///
///     DictionaryReference("saes/layer_20@model.layers.20").site    // .residual(21)
///
/// A folder whose own name holds an @ is found, too.
public struct DictionaryReference: Sendable, Equatable {
    /// As it was written.
    public let path: String
    public let site: Site?

    /// - Parameters:
    ///   - option: for sentences.
    ///   - folder: where relative paths start.
    /// - Throws: `Complaint` where what stands behind the @ is no site, and no file has the whole as its name.
    public init(_ text: String, option: String = "--dictionary", in folder: URL = Host.currentFolder) throws {
        func isThere(_ path: String) -> Bool { FileSystem.exists(URL(person: path, relativeTo: folder).path) }
        guard !text.isEmpty, !isThere(text), let at = text.lastIndex(of: "@"), at > text.startIndex else {
            (path, site) = (text, nil)
            return
        }
        let before = String(text[..<at])
        do {
            (path, site) = (before, try Site(named: String(text[text.index(after: at)...])))
        } catch let complaint as Complaint {
            // A path that is not there, and that happens to have an @ in it.
            guard isThere(before) else {
                (path, site) = (text, nil)
                return
            }
            throw Complaint(option, expected: "DIR@SITE, with a residual site's number, " + complaint.expected, found: complaint.found, remedy: "name the site in one of these ways")
        }
    }
}
