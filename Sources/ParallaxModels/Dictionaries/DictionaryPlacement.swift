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
            throw Complaint(
                option, expected: "DIR@SITE, with a residual site's number, " + complaint.expected, found: complaint.found,
                remedy: "name the site in one of these ways")
        }
    }
}

/// Where in a model a dictionary belongs.
public struct DictionaryPlacement: Sendable, Equatable {
    /// What it reads.
    public let site: Site
    /// Where what it reconstructs belongs: `site`, except for transcoders.
    public let target: Site
    /// Said where the person and the checkpoint name different sites; the person's is used.
    public let note: String?
    /// False of a transcoder of which nothing says what it reconstructs; `target` is then what it reads.
    public let isTargetKnown: Bool

    /// - Parameters:
    ///   - override: the site that a person names for it.
    ///   - needsTarget: false where a transcoder's output may stay unknown.
    /// - Returns: nil where nobody and nothing names one.
    /// - Throws: `Complaint` where the checkpoint's own name is no site, and the person names none.
    package init?(_ configuration: DictionaryConfiguration, override: Site?, needsTarget: Bool = true) throws {
        let stated = configuration.hookName.flatMap { try? Site(hookName: $0) }
        if let override {
            site = override
            note = configuration.hookName.flatMap { name in
                stated == override
                    ? nil
                    : "the checkpoint names \(stated?.description ?? "\"\(name.shortened)\""), the workspace or the command \(override): the latter is used"
            }
        } else {
            guard let name = configuration.hookName else { return nil }
            (site, note) = (try Site(hookName: name), nil)
        }
        guard configuration.isTranscoder else {
            (target, isTargetKnown) = (site, true)
            return
        }
        let named: Site?
        do {
            named = try configuration.targetHookName.map { try Site(hookName: $0) }
        } catch {
            if needsTarget { throw error }
            (target, isTargetKnown) = (site, false)
            return
        }
        // Whoever moves it moves what it reconstructs, too.
        var moved = named
        if let named, let block = site.block, let from = stated?.block, named.block == from { moved = named.inBlock(block) }
        (target, isTargetKnown) = (moved ?? site.transcoded ?? site, moved != nil || site.transcoded != nil)
    }

    /// The same where activations are at hand: a name that is no site here stands in nobody's way, and is said.
    /// - Returns: nil where nothing names what it reads, or only such a name; `unread` has a sentence for each such name.
    static func known(_ configuration: DictionaryConfiguration, override: Site?) -> (placement: DictionaryPlacement?, unread: [String]) {
        // The person's word counts in the place of what it reads.
        let names = [
            ("its site", override == nil ? configuration.hookName : nil),
            ("the site of what it reconstructs", configuration.isTranscoder ? configuration.targetHookName : nil)
        ]
        let unread = names.compactMap { what, name -> String? in
            guard let name else { return nil }
            do {
                _ = try Site(hookName: name)
                return nil
            } catch {
                return
                    "names \(what) \"\(name.shortened)\", which is none here (\(Site.expectedNames)): activations are taken as they are given"
            }
        }
        return (try? DictionaryPlacement(configuration, override: override, needsTarget: false), unread)
    }
}

extension Site {
    /// What a transcoder of what stands here reconstructs where it names nothing else: the same MLP's output.
    fileprivate var transcoded: Site? {
        switch self {
        case .mlpIn(let block), .mlpNormalized(let block): .mlpOut(block: block)
        case .residual, .residualMiddle, .mlpOut, .attentionOut, .hookZ: nil
        }
    }

    /// The same place in another block.
    fileprivate func inBlock(_ block: Int) -> Site {
        switch self {
        case .residual: .residual(block + 1)
        case .residualMiddle: .residualMiddle(block: block)
        case .mlpNormalized: .mlpNormalized(block: block)
        case .mlpIn: .mlpIn(block: block)
        case .mlpOut: .mlpOut(block: block)
        case .attentionOut: .attentionOut(block: block)
        case .hookZ: .hookZ(block: block)
        }
    }
}
