import Foundation

/// Writes safetensors files that other readers (Python's `safetensors` among them) open.
public enum SafetensorsWriter {
    /// Writes all tensors to `url`, replacing a file of that name only when everything has been written.
    ///
    ///     try SafetensorsWriter.write([("reconstruction", .rows(rows))], metadata: ["model": "subject"], to: url)
    ///
    /// The bytes of wider elements come first, so that every tensor is aligned to its element.
    /// - Throws: `Complaint` where a name occurs twice or the file cannot be written; nothing is left half written.
    public static func write(_ tensors: [(name: String, tensor: OutputTensor)], metadata: [String: String], to url: URL) throws {
        try WholeFile.write(to: url) { try write(tensors, metadata: metadata, into: $0) }
    }

    package static func write(_ tensors: [(name: String, tensor: OutputTensor)], metadata: [String: String], into append: ByteSink) throws {
        var seen: Set<String> = ["__metadata__"]
        for (name, _) in tensors where !seen.insert(name).inserted {
            throw Complaint(
                "safetensors", expected: "tensors of different names", found: "\(name.shortened) twice",
                remedy: "give each tensor a name of its own")
        }
        let ordered = tensors.filter { $0.tensor.elementType == .i64 } + tensors.filter { $0.tensor.elementType != .i64 }
        try header(ordered, metadata: metadata).withUnsafeBytes(append)
        for (_, tensor) in ordered { try tensor.withBytes(append) }
    }

    private static func header(_ tensors: [(name: String, tensor: OutputTensor)], metadata: [String: String]) -> [UInt8] {
        var members: [String] = []
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
            members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
        }
        var offset = 0
        for (name, tensor) in tensors {
            let end = offset + tensor.byteCount
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            members.append(
                "\(quoted(name)):{\"dtype\":\"\(tensor.elementType.rawValue)\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}")
            offset = end
        }
        var json = Array("{\(members.joined(separator: ","))}".utf8)
        while json.count % 8 != 0 { json.append(UInt8(ascii: " ")) }
        return withUnsafeBytes(of: UInt64(clamping: json.count).littleEndian) { Array($0) } + json
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{0}"..<" ":
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

/// A tensor to be written: its extents and its values, row-major.
public struct OutputTensor: Sendable {
    enum Values: Sendable {
        case floats([Float])
        case int64([Int64])
    }

    public let shape: [Int]
    let values: Values

    private init(_ shape: [Int], _ values: Values, count: Int) {
        precondition(shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == count, "\(count) values do not fill the shape \(shape)")
        self.shape = shape
        self.values = values
    }

    /// An F32 tensor.
    public static func floats(_ shape: [Int], _ values: [Float]) -> OutputTensor {
        OutputTensor(shape, .floats(values), count: values.count)
    }

    /// An I64 tensor.
    public static func int64(_ shape: [Int], _ values: [Int64]) -> OutputTensor { OutputTensor(shape, .int64(values), count: values.count) }

    /// Rows as an F32 tensor `[count, width]`.
    public static func rows(_ rows: Rows) -> OutputTensor { .floats([rows.count, rows.width], rows.values) }

    var elementType: ElementType {
        switch values {
        case .floats: .f32
        case .int64: .i64
        }
    }

    var byteCount: Int { shape.reduce(1, *) * elementType.size }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        switch values {
        case .floats(let values): try values.withUnsafeBytes(body)
        case .int64(let values): try values.withUnsafeBytes(body)
        }
    }
}
