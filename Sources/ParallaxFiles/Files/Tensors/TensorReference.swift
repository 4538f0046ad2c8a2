import Foundation

/// A tensor named as FILE[:NAME], in a safetensors, .npy, .npz or PyTorch file.
///
///     let rows = try TensorReference("activations.npz:block3").rows()
///
/// With one tensor in the file NAME may be left out. A file whose own name holds a colon is found, too.
public struct TensorReference: Sendable, CustomStringConvertible {
    public let description: String

    public init(_ text: String) { description = text }

    /// Linux' limit.
    private static let longestPath = 4096

    /// The file that the tensor is in.
    /// - Throws: `Complaint` where there is none.
    package var file: URL { get throws { URL(filePath: try split().path) } }

    /// The file part and the name part, by what exists on disk.
    private func split() throws -> (path: String, name: String?) {
        let text = Host.expandingHome(description)
        if FileSystem.exists(text) { return (text, nil) }
        // No path is longer, so no colon further on ends one.
        let colons = text.utf8.prefix(Self.longestPath).indices.filter { text.utf8[$0] == UInt8(ascii: ":") }
        for colon in colons.reversed() where FileSystem.exists(String(text[..<colon])) {
            return (String(text[..<colon]), String(text[text.utf8.index(after: colon)...]))
        }
        let absence = FileSystem.absence(colons.first.map { String(text[..<$0]) } ?? text)
        throw Complaint(description.shortened, expected: "a tensor file, as FILE or FILE:NAME", found: absence == FileSystem.nothing ? "no such file" : absence ?? "no such file", remedy: "check the path")
    }

    /// The tensor as it lies in its file.
    /// - Throws: `Complaint` where the file or the tensor is missing, or NAME is needed to choose one.
    public func open() throws -> TensorView {
        let (path, name) = try split()
        let file = try TensorFiles.open(path)
        if let name { return try file.tensor(name) }
        if file.names.isEmpty, let only = file.foreign.keys.sorted().first { return try file.tensor(only) }
        guard file.names.count == 1 else {
            throw Complaint(
                path, expected: "the name of one tensor, as FILE:NAME", found: file.names.isEmpty ? "a file without tensors" : "\(file.names.count) tensors (\(file.names.listed()))",
                remedy: file.names.isEmpty ? "name another file" : "say which one, for example \(description.shortened):\(file.names[0].shortened)")
        }
        return try file.tensor(file.names[0])
    }

    /// The tensor as rows `[N, d]`: `[d]` is one row, further axes must have the extent 1.
    ///
    /// Values that are not finite are kept; see ``Rows/firstNonFinite()``.
    /// - Throws: `Complaint` where the tensor is missing, empty, of an integer type or of another shape.
    public func rows() throws -> Rows {
        let view = try open()
        func refused(_ expected: String, _ found: String, _ remedy: String) -> Complaint { Complaint(description.shortened, expected: expected, found: found, remedy: remedy) }
        guard [.f32, .f16, .bf16, .f64, .f8e4m3, .f8e5m2].contains(view.elementType) else {
            throw refused("activations of a floating-point type", view.elementType.rawValue, "convert them, or name another tensor")
        }
        guard view.count > 0 else { throw refused("at least one row", "shape \(view.shape)", "name another tensor") }
        try view.storage.checkWhole()
        try MemoryRoom.check(view.count, of: 4, description.shortened)
        var shape = view.shape
        while shape.count > 2, let one = shape.firstIndex(of: 1) { shape.remove(at: one) }
        switch shape.count {
        case 1: return Rows(view.floats())
        case 2: return Rows(count: shape[0], width: shape[1], values: view.floats())
        default: throw refused("rows [N, d] or one row [d]", "shape \(view.shape)", "save one layer and one sequence as [N, d]")
        }
    }
}

extension Rows {
    /// The first value that is NaN or infinite, if there is one.
    public func firstNonFinite() -> (row: Int, column: Int, value: Float)? {
        guard let index = values.firstIndex(where: { !$0.isFinite }) else { return nil }
        return (index / width, index % width, values[index])
    }

    /// - Throws: `Complaint` naming the first value that is NaN or infinite.
    public func requireFinite(_ subject: String) throws {
        guard let (row, column, value) = firstNonFinite() else { return }
        throw Complaint(subject, expected: "finite values", found: "\(value) at row \(row), column \(column)", remedy: "leave that row out or capture it again")
    }
}
