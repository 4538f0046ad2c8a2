import Foundation
import ParallaxModels
import TestSupport
import Testing

@Suite("Encoding")
struct EncodingTests {
    private func open(_ name: String) throws -> SparseAutoencoder {
        try SparseAutoencoder.open(folder: DictionaryGolden.randomFolder.appending(path: name))
    }

    @Test("a row's code does not depend on the rows beside it")
    func batch() throws {
        let dictionary = try open("jumprelu-layer-norm"), input = try DictionaryGolden("jumprelu-layer-norm", file: "random").input
        for (row, code) in dictionary.encode(input).enumerated() {
            let alone = dictionary.encode(Rows(input[row]))[0]
            #expect(Set(alone.features) == Set(code.features))
            #expect(relativeError(dictionary.decode(alone), dictionary.decode(code)) < 1e-6)
        }
    }

    @Test("more rows than are held at a time are encoded as few are")
    func blocks() throws {
        let dictionary = try open("topk"), golden = try DictionaryGolden("topk", file: "random")
        let repeats = SparseAutoencoder.rowsAtATime / golden.input.count + 3
        let many = Rows(
            count: repeats * golden.input.count, width: golden.input.width, values: (0..<repeats).flatMap { _ in golden.input.values })
        let codes = dictionary.encode(many)
        #expect(codes.count == many.count && many.count > SparseAutoencoder.rowsAtATime)
        for row in [0, SparseAutoencoder.rowsAtATime - 1, SparseAutoencoder.rowsAtATime, many.count - 1] {
            #expect(Set(codes[row].features) == Set(golden.activations[row % golden.input.count].keys))
        }
    }

    @Test("features taken in blocks of any size give the same codes, by every rule", arguments: FamilyParityTests.all)
    func featureBlocks(name: String, set: String) throws {
        let golden = try FamilyGolden(name, set: set), dictionary = try SparseAutoencoder.open(folder: golden.checkpoint)
        let whole = dictionary.encode(golden.golden.input, featuresAtATime: dictionary.featureCount)
        for size in [1, 7, 16] {
            for (code, other) in zip(whole, dictionary.encode(golden.golden.input, featuresAtATime: size)) {
                #expect(code.features == other.features)
                #expect(relativeError(dictionary.decode(other), dictionary.decode(code)) < 1e-6)
            }
        }
    }

    @Test("no rows give no codes")
    func empty() throws {
        let dictionary = try open("topk")
        #expect(dictionary.encode(Rows(count: 0, width: 16)).isEmpty)
        #expect(dictionary.decode([SparseCode]()).count == 0)
    }

    @Test(
        "an activation that is not finite has no code and no reconstruction", arguments: [Float.nan, .infinity],
        ["topk", "jumprelu-layer-norm", "topk-constant-norm"])
    func notFinite(value: Float, name: String) throws {
        let dictionary = try open(name)
        var row = [Float](repeating: 1, count: 16)
        row[3] = value
        let code = dictionary.encode(Rows(row))[0]
        #expect(code.l0 == 0)
        #expect(dictionary.decode(code).allSatisfy { $0.isNaN })
    }

    @Test("a zero vector that is to be scaled to a norm is reconstructed as zero")
    func zero() throws {
        let dictionary = try open("topk-constant-norm")
        #expect(dictionary.decode(dictionary.encode(Rows(count: 1, width: 16))).values == [Float](repeating: 0, count: 16))
    }

    @Test(
        "matrices are oriented by their dimensions: a transposed checkpoint gives the same",
        arguments: ["topk", "topk-rescaled", "jumprelu"])
    func transposed(name: String) throws {
        let copy = try DictionaryCopy(random: name)
        for (tensor, rows, columns) in [("W_enc", 16, 40), ("W_dec", 40, 16)] {
            let values = try #require(try SafetensorsFile(copy.weights.path).tensors[tensor]).floats()
            var element = -1
            try copy.change(tensor) { _ in
                element += 1
                return values[(element % rows) * columns + element / rows]
            }
        }
        try copy.swapShapes("[16,40]", "[40,16]")
        let golden = try DictionaryGolden(name, file: "random")
        #expect(golden.difference(of: try SparseAutoencoder.open(folder: copy.folder)).worst <= 1e-5)
    }
}
