import Foundation

/// A folder for the files of one test, removed with the object.
package final class TemporaryFolder {
    package let url: URL

    package init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "parallax-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    @discardableResult
    package func write(_ name: String, _ text: String) throws -> URL { try write(name, Array(text.utf8)) }

    @discardableResult
    package func write(_ name: String, _ bytes: [UInt8]) throws -> URL {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file
    }

    /// A safetensors file with this header text and so many zero bytes of data.
    @discardableResult
    package func writeSafetensors(_ name: String, header: String, data count: Int) throws -> URL {
        let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
        return try write(name, length + Array(header.utf8) + [UInt8](repeating: 0, count: count))
    }
}

/// Copies of valid bytes with some of them changed, cut off or repeated; `PARALLAX_MUTANTS=1000000` for a long run.
package func mutations(of bytes: [UInt8], count: Int, seed: UInt64, within region: Range<Int>? = nil) -> some Sequence<[UInt8]> {
    var generator = SeededGenerator(seed: seed)
    let region = region ?? 0..<bytes.count
    let count = ProcessInfo.processInfo.environment["PARALLAX_MUTANTS"].flatMap { Int($0) } ?? count
    return (0..<count).lazy.map { _ in
        var copy = bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            copy[Int.random(in: region, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        }
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: copy.removeLast(Int.random(in: 0...copy.count, using: &generator))
        case 1: copy.insert(contentsOf: copy[region], at: region.lowerBound)
        default: break
        }
        return copy
    }
}
