import Foundation
import ParallaxCompute
import TestSupport

/// A temporary folder for what a test gives to the program and takes from it; removed with the object.
final class Folder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "parallax-command-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> URL { try write(name, Array(text.utf8)) }

    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) throws -> URL {
        let file = url.appending(path: name)
        try Data(bytes).write(to: file)
        return file
    }

    /// Rows as numpy saves them in float32; the path.
    func writeNumpy(_ name: String, _ rows: [[Float]]) throws -> String {
        var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows.count), \(rows.first?.count ?? 0)), }"
        header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
        let length = withUnsafeBytes(of: UInt16(header.utf8.count).littleEndian) { Array($0) }
        let values = rows.flatMap { $0.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } } }
        return try write(name, [0x93] + Array("NUMPY".utf8) + [1, 0] + length + Array(header.utf8) + values).path
    }

    /// A copy of a folder of the sample, to be damaged.
    func copy(ofSample part: String, as name: String) throws -> URL {
        let copy = url.appending(path: name)
        try FileManager.default.copyItem(at: Places.sampleData.appending(path: part), to: copy)
        return copy
    }

    /// Changes a text file of the folder.
    func edit(_ file: URL, _ old: String, _ new: String) throws {
        let text = try String(contentsOf: file, encoding: .utf8)
        guard text.contains(old) else { throw Program.Failure(description: "\(file.path) holds no \(old)") }
        try Data(text.replacing(old, with: new).utf8).write(to: file)
    }

    /// Cuts a file in two and keeps the first half.
    func truncate(_ file: URL) throws {
        let bytes = try Data(contentsOf: file)
        try bytes.prefix(bytes.count / 2).write(to: file)
    }
}
