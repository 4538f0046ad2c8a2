import Foundation
import ParallaxCompute
import TestSupport
import Testing

@testable import ParallaxWorld

@Suite("Made-up texts of labels, explanations and documents are read or refused", .serialized)
struct TextFuzzTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let ends = ["\n", "\n", "\n", "\n", "\r\n", "\n\n", "\r", ""]

    private static func cell(_ i: inout Inventor) -> String {
        let text = i.text()
        switch i.count(0...6) {
        case 0: return "\"\(text.replacing("\"", with: "\"\""))\""
        case 1: return "\"" + text
        case 2: return text + "\""
        case 3: return i.number()
        default: return "label \(text)"
        }
    }

    private static func rows(_ i: inout Inventor) -> String {
        let separator = i.pick([",", "\t", ",", ";"]), form = i.count(0...2)
        var text = i.rarely(10) ? "\u{feff}" : ""
        if form == 0, i.rarely(2) {
            text +=
                i.pick(["index,label,f1", "feature\tdescription\tscore", "id,explanation", "\"index\",\"label\"", "label,index"]).replacing(
                    ",", with: separator) + "\n"
        }
        for row in 0..<i.count(1...8) {
            let index = i.rarely(8) ? i.number() : "\(row)"
            if form == 0 {
                text += ([index] + i.list(1...2, cell)).joined(separator: separator)
            } else {
                let key = i.pick(["index", "feature"]), label = i.pick(["label", "description", "explanation"])
                text += i.object([
                    (key, i.value(i.rarely(3) ? "\"\(index)\"" : index, wrong: 20)), (label, i.value("\"words \(i.text())\"")),
                    (i.pick(["f1", "score", "pos_str", "other"]), i.json(depth: 4))
                ])
            }
            text += i.pick(ends)
        }
        return text
    }

    /// One value: a feature of the API, a batch, circuit-tracer's.
    private static func document(_ i: inout Inventor) -> String {
        func feature(_ i: inout Inventor) -> String {
            let explanations =
                "["
                + i.list(0...2) { i in i.value(i.object([("description", i.value("\"d\(i.text())\"")), ("x", i.json(depth: 5))])) }.joined(
                    separator: ",") + "]"
            return i.object([
                (i.pick(["index", "feature_index", "feature"]), i.value(i.rarely(2) ? "\"\(i.count(0...9))\"" : i.number())),
                ("explanations", i.value(explanations)),
                (i.pick(["pos_str", "top_logits", "x"]), i.value("[\"a\",\"b\(i.text())\"]")),
                (i.pick(["examples_quantiles", "y"]), i.json(depth: 5))
            ])
        }
        switch i.count(0...2) {
        case 0: return feature(&i)
        case 1: return "[" + i.list(0...3, feature).joined(separator: ",\n") + "]"
        default: return i.object([("features", i.value("[" + i.list(0...3, feature).joined(separator: ",") + "]"))])
        }
    }

    @Test("labels: tables, rows, values, packed or not")
    func labels() throws {
        let place = folder.url.appending(path: "labels")
        var fuzz = StructuredFuzz("labels", seed: 11)
        try fuzz.run(share: 0.6) { i in
            let text = i.touched(Array((i.rarely(3) ? Self.document(&i) : Self.rows(&i)).utf8), one: 10)
            guard i.rarely(3) else { return text }
            let packed = FileBytes.gzip(
                i.touched(DeflateWriter.packed(text), one: 12), checksum: i.rarely(20) ? 0 : crc32(text),
                size: i.rarely(20) ? i.count(0...99) : text.count)
            return i.touched(i.rarely(6) ? packed + packed : packed, one: 20)
        } _: { file in
            try Data(file).write(to: place)
            _ = try Inspection.of(place.path)
            let labels = try FeatureLabels.open(place, cacheFolder: nil)
            return (0..<20).contains { labels[$0] != nil } || labels.count > 0
        }
    }

    private static func row(_ i: inout Inventor, position: Int) -> String {
        i.object([
            (i.pick(["document", "doc_id", "x"]), i.value(i.rarely(2) ? "\"d\(i.text())\"" : i.number())),
            (i.pick(["position", "position", "row"]), i.value("\(position)", wrong: 20)),
            (
                i.pick(["text", "explanation", "description"]),
                i.value("\"\(i.pick(["", "<explanation>"]))words \(i.text())\(i.pick(["", "</explanation>"]))\"", wrong: 20)
            ),
            (i.pick(["token", "tokens", "logprob", "truncated", "site", "layer"]), i.json(depth: 5)),
            (i.pick(["cos", "mse_nrm", "fve_nrm", "l2_norm", i.text()]), i.value(i.number(), wrong: 5)),
            ("site", i.rarely(3) ? i.json(depth: 5) : "\"blocks.3.hook_resid_post\"")
        ])
    }

    private static func transcript(_ i: inout Inventor) -> String {
        let heads = [
            "Extraction: layer 20 residual stream", "Extraction model: some/model", "fve_nrm: 1 - mse_nrm / 0.7335",
            "fve_nrm: 1 − mse_nrm/.5", "layers 3", ""
        ]
        var text =
            i.list(0...4) { i in i.pick(heads).replacing(i.pick(["20", "0.7335", "zzz"]), with: i.number()) }.joined(separator: "\n") + "\n"
        for position in 0..<i.count(1...6) {
            if i.rarely(5) {
                text +=
                    i.pick(["------------\n", "========\n", ""])
                    + "\(i.count(0...120)). \(i.pick(["SAMPLING VARIANCE — pos 3", "SAMPLES position. 99999999999", "OTHER", "Sampl pos"]))\n"
            }
            if i.rarely(5) { text += i.pick(["t=1 sample 0:\n", "  greedy (t=0):\n", "   temp = 2:\n", "sample:\n"]) }
            let token = i.pick(["token='a'", "token=\"it's\"", "token='\\x07\\u2028\\U0001f600\\q'", "token='\\ud800", "token=", ""])
            text +=
                "[\(i.pick(["", " ", "  "]))\(i.rarely(8) ? i.number() : "\(position)")]\(i.pick(["  ", " REPLY  ", "", " word"]))\(token)  ||v||=\(i.number())  cos=\(i.number()) mse_nrm=\(i.number())=\(i.text())\n"
            text += i.list(0...3) { "    words \($0.text())" }.joined(separator: i.pick(ends)) + "\n"
            if i.rarely(5) { text += "  → MSE=\(i.number()) cos=.9\n" }
        }
        return text
    }

    private static func answer(_ i: inout Inventor) -> String {
        i.object([
            ("layer_index", i.value("41")),
            (
                "results",
                i.value("[" + i.list(0...4) { $0.value(row(&$0, position: $0.count(0...9))) }.joined(separator: ",") + "]", wrong: 20)
            ),
            (i.pick(["tokens", "error", "x"]), i.json(depth: 4)), ("tokens", i.value("[\"a\",{\"token\":\"b\"}]"))
        ])
    }

    private static func explanations(_ i: inout Inventor) -> String {
        switch i.count(0...4) {
        case 0: return i.list(1...6) { row(&$0, position: $0.count(0...9)) }.joined(separator: i.pick(["\n", "\n", "\r\n", ""]))
        case 1: return "[" + i.list(0...5) { row(&$0, position: $0.count(0...9)) }.joined(separator: i.pick([",", ",\n", ",,"])) + "]"
        case 2: return transcript(&i)
        case 3:
            let inner = answer(&i),
                escaped = inner.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n").replacing(
                    "\r", with: "\\r")
            let page = [
                ("modelId", i.value("\"m\"")), ("nlaSourceId", i.value("\"kitft-l\(i.number())\"")), ("temperature", i.number()),
                ("resultJson", i.value(i.rarely(4) ? inner : "\"\(escaped)\"", wrong: 20)), ("tokens", i.json(depth: 4))
            ]
            return i.rarely(3) ? answer(&i) : i.object(page)
        default:
            return i.list(1...6) { i in
                "data: "
                    + i.value(
                        i.rarely(4)
                            ? i.object([("layer_index", i.number()), ("error", i.json(depth: 5))]) : row(&i, position: i.count(0...9)))
                    + "\n"
            }.joined() + i.pick(["data: [DONE]\n", ""])
        }
    }

    @Test("explanations: rows, lists, transcripts, pages, streams")
    func explanations() throws {
        let place = folder.url.appending(path: "explanations")
        var fuzz = StructuredFuzz("explanations", seed: 12)
        try fuzz.run(share: 0.5) { i in
            let text = Array(Self.explanations(&i).utf8)
            return i.touched(text, one: 10)
        } _: { file in
            try Data(file).write(to: place)
            _ = try Inspection.of(place.path)
            let opened = try ExplanationFile.open(place)
            for document in opened.documents {
                for position in document.positions.prefix(50) {
                    if let explanation = opened.explanation(of: document, position: position) {
                        _ = StatedCheck(explanation.stated, variance: opened.variance).disagreements.map(\.description)
                        _ = ExplanationSegments(explanation.text).joined
                    }
                    _ = opened.samples(of: document, position: position)
                }
                _ = opened.tokens(of: document)
            }
            return true
        }
    }

    @Test("documents and conversations")
    func documents() throws {
        var fuzz = StructuredFuzz("documents", seed: 13), number = 0
        try fuzz.run { i in
            func messages(_ i: inout Inventor) -> String {
                "["
                    + i.list(1...3) { i in
                        i.value(
                            i.object([("role", i.value("\"user\"")), ("content", i.value("\"\(i.text())\"")), (i.text(), i.json(depth: 5))])
                        )
                    }.joined(separator: ",") + "]"
            }
            func document(_ i: inout Inventor) -> String {
                i.object([
                    ("id", i.json(depth: 5)), ("text", i.value("\"\(i.text())\"")),
                    (i.pick(["token_ids", "chat", "messages"]), i.rarely(2) ? messages(&i) : i.value("[1,2,\(i.number())]"))
                ])
            }
            let text = i.rarely(4) ? messages(&i) : i.list(1...4, document).joined(separator: i.pick(Self.ends))
            return i.touched(Array(text.utf8), one: 10)
        } _: { file in
            number += 1
            let place = folder.url.appending(path: ["d.json", "d.jsonl", "d.txt"][number % 3])
            try Data(file).write(to: place)
            let opened = try DocumentFile(place, isChat: number % 5 == 0)
            _ = try Inspection.of(place.path)
            var read = 0, failure: (any Error)?
            for index in 0..<opened.count {
                do {
                    _ = try opened.document(index)
                    read += 1
                } catch { failure = error }
            }
            if read == 0, let failure { throw failure }
            return true
        }
    }

    @Test("facts of documents, and verdicts of people")
    func truth() throws {
        let place = folder.url.appending(path: "truth.jsonl")
        var fuzz = StructuredFuzz("facts and verdicts", seed: 14)
        try fuzz.run(share: 0.5) { i in
            let text = i.list(1...5) { i in
                i.object([
                    (i.pick(["id", "document"]), i.value("\"d\(i.count(0...3))\"")), ("position", i.value(i.number())),
                    ("verbalizer", i.value("\"v\"")), ("text", i.value("\"t\"")), ("class", i.value("\"c\"")),
                    ("verdict", i.value("\"true\"")), (i.pick(["facts", "value", "time", "kind"]), i.json(depth: 3))
                ])
            }.joined(separator: i.pick(Self.ends))
            return i.touched(Array(text.utf8), one: 10)
        } _: { file in
            try Data(file).write(to: place)
            _ = try PersonVerdicts(place)
            let truth = try ClaimTruth([place], rules: .standard)
            for document in truth.documents { _ = try? truth.facts(of: document) }
            return true
        }
    }
}
