import Foundation
import Yams

/// The file or folder under inspection, read as little as the recognisers ask for.
package struct InspectedPlace {
    package let url: URL
    package let isFolder: Bool
    /// Bytes, of a file.
    package let size: Int
    /// Names in the folder, sorted.
    let names: [String]

    init(_ url: URL) throws {
        guard let status = FileStatus(url.path) else {
            throw Complaint(url.path, expected: "a file or a folder", found: FileSystem.absence(url.path) ?? FileSystem.nothing, remedy: "check the path")
        }
        guard [.file, .folder].contains(status.kind) else {
            throw Complaint(url.path, expected: "a file or a folder", found: status.kind.words, remedy: "write what it gives into a file and name that")
        }
        self.url = url
        isFolder = status.kind == .folder
        size = status.size
        names = isFolder ? try FileSystem.names(in: url.path) : []
    }

    func has(_ name: String) -> Bool { names.contains(name) }

    func file(_ name: String) -> URL { url.appending(path: name) }

    /// A JSON object of the folder; nil where it is absent, unreadable or no object.
    func configuration(_ name: String) -> JSONValue? {
        has(name) ? Self.object(file(name)) : nil
    }

    package static func object(_ url: URL) -> JSONValue? {
        guard let value = try? JSONValue(file: url.path), value.object != nil else { return nil }
        return value
    }

    /// The mapping at the root of a YAML file, if it is one.
    package static func mapping(_ url: URL) -> Node.Mapping? { (try? YAMLFile.node(url))??.mapping }

    /// The first bytes of the file; nothing for a folder.
    package func head(_ count: Int) -> [UInt8] {
        guard !isFolder else { return [] }
        return (try? MappedFile.reading(url.path, holes: true) { Array($0.prefix(count)) }) ?? []
    }

    /// Whether the beginning of the file is text.
    package var isText: Bool {
        var head = head(64 << 10)
        guard !head.isEmpty, !head.contains(0) else { return false }
        // The cut may have split a character of up to four bytes.
        for _ in 0..<4 {
            if String(validating: head, as: UTF8.self) != nil { return true }
            if head.popLast() == nil { return false }
        }
        return false
    }

    func unknown() -> Inspection {
        var found = Inspection(self, kind: .unknown, family: isFolder ? "a folder of no known format" : "a file of no known format")
        if isFolder {
            found.odd.append(names.isEmpty ? "The folder is empty." : "It holds \(names.listed()).")
            for name in ["config.json", "cfg.json"] where has(name) {
                do { _ = try ConfigurationFields(file: file(name)) } catch { found.odd.append("\(error)") }
            }
        } else {
            let head = head(3)
            if TensorFiles.isPickle(head) || TensorFiles.isZip(head) {
                do { _ = try TensorFiles.open(url.path) } catch { found.odd.append("\(error)") }
            } else {
                found.odd.append(head.isEmpty ? "The file is empty." : "Its first bytes belong to no format that Parallax reads.")
            }
        }
        return found
    }
}
