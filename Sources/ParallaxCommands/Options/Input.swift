import Foundation
import ParallaxCompute

/// What people give by name: a file, or `-` for stdin.
enum Input {
    /// - Throws: `Complaint` for an empty path, which would be the current folder.
    static func url(_ path: String) throws -> URL {
        guard !path.isEmpty else {
            throw Complaint(
                "a path", expected: "the name of a file or a folder", found: "an empty one", remedy: "name it (. is the current folder)")
        }
        return URL(person: path, relativeTo: Host.currentFolder)
    }

    /// Longer texts and chats are none that a person looks at.
    private static let longest = 64 << 20

    static func read(_ name: String) throws -> Data {
        func refused(_ found: String) -> Complaint {
            Complaint(
                name == "-" ? "stdin" : name, expected: "a readable file of at most \(longest) bytes", found: found,
                remedy: "check the path")
        }
        if name == "-" {
            var data = Data()
            try Stream.standardInput.eachPiece { piece in
                guard data.count + piece.count <= longest else { throw refused("more") }
                data.append(contentsOf: piece)
            }
            return data
        }
        do {
            // Copied: the file may change while its text is at work.
            return try MappedFile.reading(url(name).path, stream: longest) { bytes in
                guard bytes.count <= longest else { throw refused("\(bytes.count)") }
                return Data(bytes)
            }
        } catch let complaint as Complaint {
            throw Complaint(name, expected: complaint.expected, found: complaint.found, remedy: complaint.remedy)
        }
    }

    /// A text given literally (`-`: stdin) or by a file.
    /// - Parameter encoding: of the file, where it is not UTF-8.
    static func string(text: String?, file: String?, encoding: TextEncoding? = nil) throws -> String {
        if let text, text != "-" {
            guard !FileName.holdsBytes(text) else {
                throw Complaint("--text", expected: "text in UTF-8", found: "other bytes", remedy: "put it into a file, in UTF-8")
            }
            return text
        }
        let name = file ?? "-"
        return try TextReading.string(read(name), encoding: encoding, subject: name == "-" ? "stdin" : name)
    }

    /// What stdin holds as a file, while `body` runs: tensors and documents are mapped into memory, and a pipe cannot be.
    static func withStandardInput<T>(as name: String, _ body: (URL) throws -> T) throws -> T {
        let folder = Host.temporaryFolder.appending(path: "parallax-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: name)
        // Piece by piece: tensors may be larger than the memory.
        try WholeFile.write(to: file) { append in try Stream.standardInput.eachPiece(append) }
        do {
            return try body(file)
        } catch let complaint as Complaint {
            func named(_ text: String) -> String { text.replacing(file.path, with: "stdin") }
            throw Complaint(named(complaint.subject), expected: complaint.expected, found: complaint.found, remedy: named(complaint.remedy))
        }
    }

    /// The tokenizer of a model's folder; an adapter's is named for what it is.
    static func tokenizer(_ folder: URL) throws -> Tokenizer {
        if !folder.appending(path: "tokenizer.json").isThere { try LanguageModel.refuseAdapter(folder) }
        return try Tokenizer.open(folder: folder)
    }

    /// A residual site's number, a hook's or a module's name, as an option names it.
    static func site(_ text: String, _ option: String = "--site") throws -> Site {
        do {
            return try Site(named: text)
        } catch let complaint as Complaint {
            throw Complaint(
                option, expected: "a residual site's number, " + complaint.expected, found: complaint.found,
                remedy: "name the site in one of these ways")
        }
    }

    /// Rows like "0-9,12" of a table of `count`.
    static func rows(_ text: String?, count: Int, option: String = "--rows", things: String = "rows") throws -> [Int] {
        guard let text else { return Array(0..<count) }
        return try text.split(separator: ",", omittingEmptySubsequences: false).flatMap { part in
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int(foreign: $0) }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends.last.flatMap({ $0 }), first >= 0, first <= last,
                last < count
            else {
                throw Complaint(
                    option, expected: "\(things) from 0 to \(count - 1), like 0-9 or 3,5", found: "\"\(part)\"",
                    remedy: "name \(things) that there are")
            }
            return Array(first...last)
        }
    }
}
