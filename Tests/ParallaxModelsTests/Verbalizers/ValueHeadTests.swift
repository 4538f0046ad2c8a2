import Foundation
import ParallaxModels
import Testing
import ParallaxWorld
import TestSupport

/// The last linear map of an AR, as different trainers save it.
@Suite("the AR's value head") struct ValueHeadTests {
    private func reconstructor(_ change: (inout [(name: String, tensor: OutputTensor)], Int) -> Void) throws -> (
        folder: TemporaryFolder, open: () throws -> ActivationReconstructor
    ) {
        let folder = try TemporaryFolder(), world = folder.url.appending(path: "world")
        try FileManager.default.createDirectory(at: world, withIntermediateDirectories: true)
        let ar = try TinyWorld(in: world).reconstructor, file = ar.appending(path: "value_head.safetensors")
        let weight = try #require(try SafetensorsFile(file.path).tensors["weight"])
        var tensors: [(name: String, tensor: OutputTensor)] = [("weight", .floats(weight.shape, weight.floats()))]
        change(&tensors, weight.shape[0])
        try FileManager.default.removeItem(at: file)
        try SafetensorsWriter.write(tensors, metadata: [:], to: file)
        return (folder, { try ActivationReconstructor.open(folder: ar) })
    }

    @Test("a bias is added to every vector")
    func bias() throws {
        let plain = try reconstructor { _, _ in }, bias = (0..<8).map { Float($0) * 0.25 - 1 }
        let biased = try reconstructor { tensors, _ in tensors.append(("bias", .floats([8], bias))) }
        let texts = ["", "A ring.", "Rain in May, and then some."]
        let (without, with) = (try plain.open().reconstruct(texts), try biased.open().reconstruct(texts))
        for row in 0..<3 { for i in 0..<8 { #expect(abs(with[row][i] - without[row][i] - bias[i]) < 1e-5) } }
        #expect(try biased.open().notes.isEmpty)
        let variants = try biased.open().reconstruct("A ring.")
        #expect(relativeError(variants, with[1]) < 1e-5)
    }

    @Test("a bias of another length is refused")
    func length() throws {
        let wrong = try reconstructor { tensors, width in
            tensors.append(("bias", .floats([width + 1], [Float](repeating: 0, count: width + 1))))
        }
        let message = #expect(throws: Complaint.self) { _ = try wrong.open() }?.description ?? ""
        #expect(message.contains("expected a bias of shape [8] beside weight, found shape [9]"))
    }

    @Test("other tensors are named, by inspect too")
    func others() throws {
        let odd = try reconstructor { tensors, width in
            tensors += [("scale", .floats([1], [2])), ("log_std", .floats([width], [Float](repeating: 0, count: width)))]
        }
        let note = try #require(try odd.open().notes.first).description
        #expect(note.contains("log_std, scale beside them, which no part of the AR uses"), "\(note)")
        let inspection = try Inspection.of(odd.folder.url.appending(path: "world/ar").path)
        #expect(inspection.odd.contains { $0.contains("log_std, scale, which no part of the AR uses") })
    }
}
