import Foundation
import Testing

@testable import ParallaxCompute

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
            #expect(ClaimVerdicts.page(page, calibration: read, usesText: false) == ClaimVerdicts.page(page, calibration: calibration, usesText: false))
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
            "", "[]", "null", "{\"format\": \"parallax.calibration\"}", "{\"format\": \"parallax.statistics\", \"version\": 1}", "{\"format\": \"parallax.calibration\", \"version\": 2}",
            "{\"format\": 1, \"version\": 1}", String(repeating: "[", count: 5000),
        ])
    func damaged(text: String) throws {
        try withFile(text) { url in
            let complaint = #expect(throws: Complaint.self) { try ClaimCalibration.open(url) }
            #expect(complaint?.expected == "a file made by parallax claims calibrate (version 1)" && complaint?.found.isEmpty == false)
        }
        #expect(throws: Complaint.self) { try ClaimCalibration.open(URL(filePath: "/nowhere/at all")) }
    }

    /// Replaces a number by another wherever its key stands first.
    private func tampered(_ text: String, _ key: String, _ value: String) throws -> String {
        let range = try #require(text.range(of: "\"\(key)\" : ")), end = try #require(text[range.upperBound...].firstIndex { ",\n".contains($0) })
        return text.replacingCharacters(in: range.upperBound..<end, with: value)
    }

    @Test(
        "numbers that cannot be are refused: no trap, no verdict from nonsense",
        arguments: [
            ("spread", "0"), ("spread", "-1"), ("spread", "1e999"), ("intercept", "\"x\""), ("presence", "7"), ("bound", "2"), ("claims", "-4"), ("swaps", "-1"), ("written", "9223372036854775807"),
            ("isTrue", "100000"), ("samples", "0"), ("samples", "99999999999999999999"), ("confidence", "1"), ("folds", "0"), ("kept", "\"AAAAAAAA+H8=\""), ("kept", "\"AAAA\""), ("kept", "\"\""),
            ("count", "1"), ("test", "\"astrology\""), ("version", "1.5"), ("fewest", "-3"), ("heldOutLoss", "null"), ("slopes", "7"),
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
                var rule = try #require(good["all"] as? [String: Any]), combination = try #require(rule["combination"] as? [String: Any]), whole = good
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
