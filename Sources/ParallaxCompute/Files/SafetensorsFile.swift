import Foundation

/// One safetensors file: u64 header length, JSON header, tensor bytes. Mapped; nothing but the header is read.
public struct SafetensorsFile: Sendable {
    public let path: String
    public let tensors: [String: TensorView]
    public let metadata: [String: String]

    /// A header longer than this is refused before anything is allocated (the reference implementation's limit).
    private static let longestHeader = 100_000_000

    public init(_ path: String) throws {
        let file = try MappedFile(path)
        func damaged(_ expected: String, _ found: String) -> Complaint {
            Complaint(path, expected: expected, found: found, remedy: "the file is damaged or not a safetensors file, fetch it again")
        }
        guard file.bytes.count >= 8 else { throw damaged("a safetensors file", "\(file.bytes.count) bytes") }
        let length = file.bytes.loadUnaligned(as: UInt64.self)
        guard length <= Self.longestHeader, Int(length) <= file.bytes.count - 8 else {
            throw damaged("a header that fits in the file's \(file.bytes.count) bytes", "a header length of \(length)")
        }
        let header = Data(bytes: file.bytes.baseAddress! + 8, count: Int(length))
        guard let object = try? JSONSerialization.jsonObject(with: header) as? [String: Any] else { throw damaged("a JSON header", "\(length) bytes that are not a JSON object") }
        var tensors: [String: TensorView] = [:]
        for (name, value) in object where name != "__metadata__" {
            guard let entry = value as? [String: Any], let dtype = entry["dtype"] as? String, let shape = entry["shape"] as? [Int],
                let offsets = entry["data_offsets"] as? [Int], offsets.count == 2
            else { throw damaged("dtype, shape and data_offsets of tensor \(name)", "another entry") }
            guard let type = ElementType(rawValue: dtype) else { throw damaged("a known dtype of tensor \(name)", dtype) }
            let room = file.bytes.count - 8 - Int(length)
            guard offsets[0] >= 0, offsets[1] >= offsets[0], offsets[1] <= room else { throw damaged("tensor \(name) inside \(room) bytes of data", "offsets \(offsets)") }
            let view = try TensorView(name: name, elementType: type, shape: shape, storage: file, offset: 8 + Int(length) + offsets[0])
            guard view.bytes.count == offsets[1] - offsets[0] else { throw damaged("\(view.bytes.count) bytes for tensor \(name) of shape \(shape)", "\(offsets[1] - offsets[0])") }
            tensors[name] = view
        }
        self.path = path
        self.tensors = tensors
        self.metadata = object["__metadata__"] as? [String: String] ?? [:]
    }
}
