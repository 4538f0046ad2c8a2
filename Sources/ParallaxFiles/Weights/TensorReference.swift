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
        throw Complaint(
            description.shortened, expected: "a tensor file, as FILE or FILE:NAME",
            found: absence == FileSystem.nothing ? "no such file" : absence ?? "no such file", remedy: "check the path")
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
                path, expected: "the name of one tensor, as FILE:NAME",
                found: file.names.isEmpty ? "a file without tensors" : "\(file.names.count) tensors (\(file.names.listed()))",
                remedy: file.names.isEmpty
                    ? "name another file" : "say which one, for example \(description.shortened):\(file.names[0].shortened)")
        }
        return try file.tensor(file.names[0])
    }

    /// The tensor as rows `[N, d]`: `[d]` is one row, further axes must have the extent 1.
    ///
    /// Values that are not finite are kept; see ``Rows/firstNonFinite()``.
    /// - Throws: `Complaint` where the tensor is missing, empty, of an integer type or of another shape.
    public func rows() throws -> Rows {
        let view = try open()
        func refused(_ expected: String, _ found: String, _ remedy: String) -> Complaint {
            Complaint(description.shortened, expected: expected, found: found, remedy: remedy)
        }
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
        throw Complaint(
            subject, expected: "finite values", found: "\(value) at row \(row), column \(column)",
            remedy: "leave that row out or capture it again")
    }
}

/// Elements that lie in a file in another order than row by row: how far they reach, and how they are put in order.
struct StridedLayout {
    private let shape: [Int]
    private let strides: [Int]
    /// Elements of the tensor.
    let count: Int
    /// Elements from the first to behind the last that is touched; 0 where there are none.
    let reach: Int

    /// NumPy's limit.
    private static let highestRank = 64

    /// - Parameter strides: in elements.
    /// - Returns: nil where extents or strides are negative, do not belong together or overflow.
    init?(shape: [Int], strides: [Int]) {
        guard shape.count == strides.count, shape.count <= Self.highestRank, shape.allSatisfy({ $0 >= 0 }), strides.allSatisfy({ $0 >= 0 })
        else { return nil }
        var count = 1, last = 0
        for (extent, stride) in zip(shape, strides) where extent > 0 {
            let (product, tooMany) = count.multipliedReportingOverflow(by: extent)
            let (step, tooFar) = (extent - 1).multipliedReportingOverflow(by: stride)
            let (sum, tooLarge) = last.addingReportingOverflow(step)
            guard !tooMany, !tooFar, !tooLarge, sum < .max else { return nil }
            (count, last) = (product, sum)
        }
        let isEmpty = shape.contains(0)
        self.shape = shape
        self.strides = strides
        self.count = isEmpty ? 0 : count
        reach = isEmpty ? 0 : last + 1
    }

    /// Whether the elements already lie row by row, without gaps.
    var isRowMajor: Bool {
        var expected = 1
        for (extent, stride) in zip(shape, strides).reversed() where extent != 1 {
            if stride != expected, count > 0 { return false }
            expected *= extent
        }
        return true
    }

    /// A copy in which the last axis runs fastest.
    /// - Parameter source: at least `reach` elements.
    /// - Throws: `Complaint` about `subject` where that does not fit in memory.
    func rowMajor(_ source: UnsafeRawBufferPointer, elementSize size: Int, subject: String) throws -> MemoryBytes {
        try MemoryRoom.check(count, of: size, subject)
        return try MemoryBytes(count: count * size) { target in
            // Position along each axis of the element written next, and where that element lies.
            var index = [Int](repeating: 0, count: shape.count)
            var from = 0
            for to in 0..<count {
                (target.baseAddress! + to * size).copyMemory(from: source.baseAddress! + from * size, byteCount: size)
                var axis = shape.count - 1
                while axis >= 0 {
                    index[axis] += 1
                    from += strides[axis]
                    if index[axis] < shape[axis] { break }
                    from -= strides[axis] * shape[axis]
                    index[axis] = 0
                    axis -= 1
                }
            }
        }
    }
}
