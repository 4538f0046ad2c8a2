import Foundation
import ParallaxClaims
import TestSupport
import Testing

@Suite("Calibration file")
struct CalibrationFileTests {
    private let calibration: ClaimCalibration

    init() throws { calibration = try CalibrationFixture.calibration.get() }

    private func withFile(_ text: String? = nil, _ body: (URL) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).calibration")
        defer { try? FileManager.default.removeItem(at: url) }
        if let text { try Data(text.utf8).write(to: url) } else { try calibration.write(to: url) }
        try body(url)
    }

    @Test("it reads back the same, is written with the same bytes, and gives the same verdicts")
    func roundTrip() throws {
        try withFile { url in
            let read = try ClaimCalibration.open(url, for: CalibrationFixture.checkpoints)
            #expect(read == calibration)
            let bytes = try Data(contentsOf: url)
            try read.write(to: url)
            #expect(try Data(contentsOf: url) == bytes)
            let page = CalibrationFixture.cases.prefix(30).map(ClaimFinding.init)
            #expect(
                ClaimVerdicts.page(page, calibration: read, usesText: false)
                    == ClaimVerdicts.page(page, calibration: calibration, usesText: false))
        }
    }

    @Test("made with other checkpoints it is refused, and the sentence names those that differ")
    func otherCheckpoints() throws {
        try withFile { url in
            var now = CalibrationFixture.checkpoints
            (now.av, now.dictionary) = ("v2", nil)
            let complaint = #expect(throws: Complaint.self) { try ClaimCalibration.open(url, for: now) }
            #expect(complaint?.found == "another AV (v2, not v1), another dictionary (none, not d1)")
            #expect(complaint?.subject == url.path)
        }
    }

    @Test(
        "what is no calibration is refused in a sentence",
        arguments: [
            "", "[]", "null", "{\"format\": \"parallax.calibration\"}", "{\"format\": \"parallax.statistics\", \"version\": 1}",
            "{\"format\": \"parallax.calibration\", \"version\": 2}",
            "{\"format\": 1, \"version\": 1}", String(repeating: "[", count: 5000)
        ])
    func damaged(text: String) throws {
        try withFile(text) { url in
            let complaint = #expect(throws: Complaint.self) { try ClaimCalibration.open(url) }
            #expect(complaint?.expected == "a file made by parallax claims calibrate (version 1)" && complaint?.found.isEmpty == false)
        }
        #expect(throws: Complaint.self) { try ClaimCalibration.open(URL(filePath: "/nowhere/at all")) }
    }

    /// Replaces a number by another wherever its key stands first, in a file without a checksum.
    private func tampered(_ sealed: String, _ key: String, _ value: String) throws -> String {
        let text = try unsealed(sealed)
        let range = try #require(text.range(of: "\"\(key)\" : ")),
            end = try #require(text[range.upperBound...].firstIndex { ",\n".contains($0) })
        return text.replacingCharacters(in: range.upperBound..<end, with: value)
    }

    private func unsealed(_ text: String) throws -> String { text.replacing(/\s+"checksum" : "crc32 [0-9a-f]{8}",/, with: "") }

    @Test("it carries its checksum: a flipped bit is no other figure, a file edited by hand says so, and one without a checksum is read")
    func checksum() throws {
        try withFile { url in
            let bytes = try Data(contentsOf: url), text = String(decoding: bytes, as: UTF8.self)
            #expect(text.hasPrefix("{\n  \"checksum\" : \"crc32 "))
            var random = SeededGenerator(seed: 2)
            let isThorough = ProcessInfo.processInfo.environment["PARALLAX_FLIPS"] == "all"
            let flips =
                isThorough
                ? bytes.indices.flatMap { byte in (0..<8).map { (byte, $0) } }
                : (0..<40).map { ($0, 1) }
                    + (0..<150).map { _ in (Int.random(in: bytes.indices, using: &random), Int.random(in: 0..<8, using: &random)) }
            var refused = 0
            for (byte, bit) in flips {
                var damaged = bytes
                damaged[byte] ^= 1 << bit
                try damaged.write(to: url)
                // The letters of the key itself may be hit: then the figures are what they were.
                do { #expect(try ClaimCalibration.open(url) == calibration, "byte \(byte), bit \(bit)") } catch { refused += 1 }
            }
            #expect(refused >= flips.count - 8 * "checksum".count && refused > 100)
            try Data(text.replacing("\"folds\" : ", with: "\"folds\" :  ").utf8).write(to: url)
            let complaint = #expect(throws: Complaint.self) { try ClaimCalibration.open(url) }
            #expect(
                complaint?.found == "others: the file was damaged, or edited by hand"
                    && complaint?.remedy.contains("take its line \"checksum\" out") == true)
            try Data((text + "\n\n").utf8).write(to: url)
            #expect(try ClaimCalibration.open(url) == calibration, "an end of line by an editor is no edit")
            try Data(unsealed(text).utf8).write(to: url)
            #expect(try ClaimCalibration.open(url) == calibration)
        }
    }

    @Test("the sample's calibration is as the program writes it, with its checksum")
    func sample() throws {
        let file = Places.sampleData.appending(path: "claims.calibration")
        try withFile { url in
            try ClaimCalibration.open(file).write(to: url)
            #expect(try Data(contentsOf: url) == Data(contentsOf: file))
        }
    }

    @Test(
        "numbers that cannot be are refused: no trap, no verdict from nonsense",
        arguments: [
            ("spread", "0"), ("spread", "-1"), ("spread", "1e999"), ("intercept", "\"x\""), ("presence", "7"), ("bound", "2"),
            ("claims", "-4"), ("swaps", "-1"), ("written", "9223372036854775807"),
            ("isTrue", "100000"), ("samples", "0"), ("samples", "99999999999999999999"), ("confidence", "1"), ("folds", "0"),
            ("kept", "\"AAAAAAAA+H8=\""), ("kept", "\"AAAA\""), ("kept", "\"\""),
            ("count", "1"), ("test", "\"astrology\""), ("version", "1.5"), ("fewest", "-3"), ("heldOutLoss", "null"), ("slopes", "7")
        ])
    func hostile(key: String, value: String) throws {
        try withFile { url in
            let good = try String(contentsOf: url, encoding: .utf8)
            try Data(tampered(good, key, value).utf8).write(to: url)
            let complaint = #expect(throws: Complaint.self) { try ClaimCalibration.open(url) }
            #expect(complaint?.found.isEmpty == false)
        }
    }

    @Test("lists whose lengths disagree are refused: a class with a slope too few, a test that stands twice")
    func lengths() throws {
        try withFile { url in
            let good = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
            func refused(_ change: (inout [String: Any]) -> Void) throws {
                var rule = try #require(good["all"] as? [String: Any]), combination = try #require(rule["combination"] as? [String: Any]),
                    whole = good
                change(&combination)
                rule["combination"] = combination
                whole["all"] = rule
                try JSONSerialization.data(withJSONObject: whole).write(to: url)
                #expect(throws: Complaint.self) { try ClaimCalibration.open(url) }
            }
            try refused { $0["terms"] = Array((($0["terms"] as? [Any]) ?? []).dropLast()) }
            try refused { $0["terms"] = (($0["terms"] as? [Any]) ?? []) + Array((($0["terms"] as? [Any]) ?? []).prefix(1)) }
            try refused { $0["classes"] = (($0["classes"] as? [Any]) ?? []) + Array((($0["classes"] as? [Any]) ?? []).prefix(1)) }
        }
    }
}
