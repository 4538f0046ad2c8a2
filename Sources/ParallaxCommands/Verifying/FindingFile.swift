import Foundation
import ParallaxCompute
import ParallaxSession

/// A finding that somebody wrote: what it says, and what it was made with.
struct FindingFile {
    /// As the person named it.
    let name: String
    let url: URL?
    let making: Making
    let value: JSONValue

    private struct Envelope: Decodable {
        var schema: Int
        var kind: Making.Kind
        var made: Making
    }

    /// - Parameter name: a file, or `-` for stdin.
    /// - Throws: `Complaint` for what is no finding, is one of another form, or was written before findings could be made again.
    init(_ name: String) throws {
        self.name = name
        url = name == "-" ? nil : try Input.url(name)
        let data = try Input.read(name)
        func refused(_ found: String, _ remedy: String = "name what w wrote, or what compare or claims printed with --json") -> Complaint {
            Complaint(name == "-" ? "stdin" : name, expected: "a finding of parallax (JSON)", found: found, remedy: remedy)
        }
        do {
            value = try data.withUnsafeBytes { try JSONValue(parsing: $0) }
        } catch let complaint as Complaint {
            throw complaint
        } catch let failure as JSONFailure {
            throw refused(failure.found)
        }
        guard value.object != nil else { throw refused(value.quoted) }
        guard let schema = value["schema"] else {
            let isOurs = value["finding"] != nil || value["pages"] != nil || value["methods"] != nil
            throw refused(
                isOurs ? "one without a \"schema\", from before findings could be made again" : "an object without a \"schema\"",
                isOurs
                    ? "make it anew, and it can be verified from then on"
                    : "name what w wrote, or what compare or claims printed with --json")
        }
        guard schema == .integer(FindingSchema.version) else {
            throw refused(
                "schema \(schema.quoted), where this program knows \(FindingSchema.version)", "use the version of parallax that wrote it")
        }
        let envelope: Envelope
        do {
            envelope = try BoundedJSON.decode(Envelope.self, from: data, most: Self.mostValues)
        } catch let complaint as Complaint {
            throw complaint
        } catch let error as DecodingError {
            throw refused(Self.words(error))
        } catch {
            throw refused("\(error)")
        }
        guard envelope.kind == envelope.made.kind else {
            throw refused("a \(envelope.kind.rawValue) that was asked for as a \(envelope.made.kind.rawValue)")
        }
        making = envelope.made
    }

    /// As many as `JSONValue` takes.
    private static let mostValues = 1_000_000

    private static func words(_ error: DecodingError) -> String {
        func path(_ context: DecodingError.Context) -> String { context.codingPath.map(\.stringValue).joined(separator: ".") }
        switch error {
        case .keyNotFound(let key, let context): return "no \"\(key.stringValue)\" under \"\(path(context))\""
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            return "something else under \"\(path(context).shortened)\""
        @unknown default: return "something else"
        }
    }

    /// Where a path is now that the finding names: beside the finding as it was beside it, else where it was.
    /// - Throws: `Complaint` where it is in neither place.
    func locate(_ path: String) throws -> URL {
        let old = URL(person: path, relativeTo: URL(filePath: making.folder))
        var places: [URL] = []
        if let folder = url?.deletingLastPathComponent(), let way = Self.way(from: making.folder, to: old.path) {
            places.append(URL(person: way, relativeTo: folder))
        }
        places.append(old)
        for place in places where place.isThere { return place }
        throw Complaint(
            name, expected: "\(path.shortened), which it was made with", found: "nothing there, nor beside the finding",
            remedy: "say where the workspace is now, with --workspace FILE")
    }

    /// From a folder to a path, both absolute, as a relative path.
    static func way(from folder: String, to path: String) -> String? {
        guard folder.hasPrefix("/"), path.hasPrefix("/") else { return nil }
        let from = URL(filePath: folder).standardizedFileURL.pathComponents, to = URL(filePath: path).standardizedFileURL.pathComponents
        let common = zip(from, to).prefix { $0 == $1 }.count
        return (Array(repeating: "..", count: from.count - common) + to.dropFirst(common)).joined(separator: "/")
    }
}
