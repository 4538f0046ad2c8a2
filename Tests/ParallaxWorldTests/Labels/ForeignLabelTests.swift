import Foundation
import TestSupport
import Testing

@testable import ParallaxWorld

@Suite("Labels as other people have them")
struct ForeignLabelTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func open(_ text: String, _ name: String = "labels", _ settings: LabelSettings = LabelSettings()) throws -> FeatureLabels {
        try FeatureLabels.open(folder.write(name, text), settings: settings, cacheFolder: nil)
    }

    @Test(
        "feature 102 is alpha, and 40 beta, whatever the table is like",
        arguments: [
            "id,feature,label\n0,102,alpha\n1,40,beta\n", "index,feature,label\n0,102,alpha\n1,40,beta\n",
            ",feature,label\n0,102,alpha\n1,40,beta\n", ",label\n102,alpha\n40,beta\n", "feature,index,label\n102,102,alpha\n40,40,beta\n",
            "latent,description\n102,alpha\n40,beta\n",
            "feature_index,explanation\n102,alpha\n40,beta\n", "Feature Index,Label\n102,alpha\n40,beta\n",
            "featureIndex;label;score\n102;alpha;0,5\n40;beta;0,25\n", "102;alpha\n40;beta\n",
            "latent_id\tlabel\n102.0\talpha\n40.0\tbeta\n", "\"feature\",\"label\"\n\"102\",\"alpha\"\n\"40\",\"beta\"\n",
            "\u{feff}\"index\";\"label\"\r\n102;\"alpha\"\r\n40;\"beta\"\r\n", "neuron|label\n102|alpha\n40|beta\n",
            "index,label,score\n102,alpha,NaN\n40,beta,0.5\n7,nan,0.1\n8,,0.1\n", "id,index,label\n0,102,alpha\n1,40,beta\n",
            "label,feature\nalpha,102\nbeta,40\n", "layer,feature,label\n3,102,alpha\n3,40,beta\n",
            "feature,words for it\n102,alpha\n40,beta\n", "id,label\n102,alpha\n40,beta\n"
        ])
    func tables(_ text: String) throws {
        let labels = try open(text)
        #expect(labels[102]?.text == "alpha" && labels[40]?.text == "beta" && labels.count == 2, "\(text)")
    }

    @Test(
        "and whatever the JSON is like",
        arguments: [
            "{\"feature_index\": 102, \"label\": \"alpha\"}\n{\"feature_index\": 40, \"label\": \"beta\"}\n",
            "{\"latent\": 102, \"explanation\": \"alpha\"}\n{\"latent\": 40, \"explanation\": \"beta\"}\n",
            "{\"index\": 0, \"feature\": 102, \"label\": \"alpha\"}\n{\"index\": 1, \"feature\": 40, \"label\": \"beta\"}\n",
            "{\"feature\": 102.0, \"label\": \"alpha\", \"score\": NaN}\n{\"feature\": 40.0, \"label\": \"beta\", \"score\": Infinity}\n{\"feature\": NaN, \"label\": \"x\"}\n{\"feature\": 9, \"label\": NaN}\n",
            "{\"102\": \"alpha\", \"40\": \"beta\"}", "{\n  \"102\": \"alpha\",\n  \"40\": \"beta\"\n}\n",
            "{\"102\": {\"label\": \"alpha\", \"score\": 0.5}, \"40\": {\"description\": \"beta\"}}",
            "{\"labels\": {\"102\": \"alpha\", \"40\": \"beta\"}}",
            "{\"features\": {\"102\": {\"explanation\": \"alpha\"}, \"40\": {\"explanation\": \"beta\"}}}",
            "[{\"index\": 102, \"label\": \"alpha\"}, {\"index\": 40, \"label\": \"beta\"}]",
            "[\n  {\n    \"latent_index\": \"102\",\n    \"description\": \"alpha\"\n  },\n  {\n    \"latent_index\": \"40\",\n    \"description\": \"beta\"\n  }\n]\n",
            "[{\"id\": 0, \"feature\": 102, \"label\": \"alpha\"},\n{\"id\": 1, \"feature\": 40, \"label\": \"beta\"}]",
            "[\n{\"index\": \"102\", \"topkCosSimIndices\": [\n5,\n17\n], \"explanations\": [{\"id\": \"x\", \"description\": \"alpha\"}]},\n{\"index\": \"40\", \"explanations\": [{\"description\": \"beta\"}]}]",
            "{\"id\": \"c1\", \"feature\": \"102\", \"label\": \"alpha\"}\n{\"id\": \"c2\", \"feature\": \"40\", \"label\": \"beta\"}"
        ])
    func json(_ text: String) throws {
        let labels = try open(text)
        #expect(labels[102]?.text == "alpha" && labels[40]?.text == "beta" && labels.count == 2, "\(text)")
    }

    @Test(
        "where two could be meant the person is asked by their names, and answers with one",
        arguments: [
            ("feature,latent,label\n1,102,alpha\n2,40,beta\n", "latent", ["feature", "latent"]),
            ("index,feature_id,label\n102,7,alpha\n40,9,beta\n", "index", ["index", "feature_id"]),
            ("id,index,label\n102,0,alpha\n40,1,beta\n", "id", ["id", "index"]),
            ("index;idx;label\n3;102;alpha\n9;40;beta\n", "idx", ["index", "idx"]),
            (
                "{\"index\": 102, \"latent\": 5, \"label\": \"alpha\"}\n{\"index\": 40, \"latent\": 3, \"label\": \"beta\"}\n", "index",
                ["index", "latent"]
            ),
            (
                "[{\"index\": 102, \"latent\": 5, \"label\": \"alpha\"}, {\"index\": 40, \"latent\": 3, \"label\": \"beta\"}]", "index",
                ["index", "latent"]
            ),
            ("neuron,unit,label\n1,102,alpha\n1,40,beta\n", "unit", ["neuron", "unit"])
        ])
    func questions(_ text: String, _ answer: String, _ named: [String]) throws {
        let complaint = #expect(throws: Complaint.self) { try open(text) }
        for name in named { #expect(complaint?.found.contains("\"\(name)\"") == true, "\(complaint?.description ?? "")") }
        #expect(complaint?.remedy.contains("labels: {") == true)
        // inspect passes the question on.
        #expect(try Inspection.of(folder.write("labels", text).path).odd.contains { $0.contains(named[0]) })
        let labels = try open(text, "labels", LabelSettings(feature: answer))
        #expect(labels[102]?.text == "alpha" && labels[40]?.text == "beta")
    }

    @Test("so it is with the words")
    func words() throws {
        let text = "feature,description,explanation\n102,x,alpha\n40,y,beta\n"
        let complaint = #expect(throws: Complaint.self) { try open(text) }
        #expect(complaint?.found == "\"description\" and \"explanation\"")
        #expect(try open(text, "labels", LabelSettings(label: "explanation"))[102]?.text == "alpha")
        #expect(try open("feature,text,label\n102,x,alpha\n", "l")[102]?.text == "alpha")
        #expect(throws: Complaint.self) { try open("feature,layer,kind\n102,1,x\n", "l") }
        #expect(try open("feature,layer,kind\n102,1,x\n", "l", LabelSettings(label: "kind"))[102]?.text == "x")
        let wrong = #expect(throws: Complaint.self) { try open(text, "labels", LabelSettings(feature: "latent")) }
        #expect(wrong?.found.contains("feature, description, explanation") == true)
    }

    @Test(
        "rows of two layers are no labels of one dictionary",
        arguments: [
            "layer,feature,label\n3,102,alpha\n4,102,beta\n",
            "{\"layer\": \"3-res\", \"index\": 1, \"label\": \"a\"}\n{\"layer\": \"4-res\", \"index\": 1, \"label\": \"b\"}\n",
            "[{\"layer\": 3, \"index\": 1, \"label\": \"a\"}, {\"layer\": 4, \"index\": 1, \"label\": \"b\"}]"
        ])
    func layers(_ text: String) throws {
        let complaint = #expect(throws: Complaint.self) { try open(text) }
        #expect(complaint?.expected == "labels of one layer")
    }

    @Test("labels in other encodings: a mark says which, or the workspace; else they are refused at line and column")
    func encodings() throws {
        let text = "index,label\n102,caf\u{e9}\n"
        let wide = try folder.write("wide.csv", [0xff, 0xfe] + Array(text.utf16).flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] })
        #expect(try FeatureLabels.open(wide, cacheFolder: nil)[102]?.text == "café")
        for (name, text) in [
            ("a.csv", text), ("a.jsonl", "{\"index\": 1, \"label\": \"x\"}\n{\"index\": 102, \"label\": \"caf\u{e9}\"}"),
            ("a.json", "[{\"index\": 102,\n \"label\": \"caf\u{e9}\"}]")
        ] {
            let url = try folder.write(name, text.unicodeScalars.map { UInt8($0.value) })
            let complaint = #expect(throws: Complaint.self) { try FeatureLabels.open(url, cacheFolder: nil) }
            #expect(
                complaint?.description.contains("0xE9") == true && complaint?.description.contains("line 2, column") == true,
                "\(complaint?.description ?? "")")
            #expect(try FeatureLabels.open(url, settings: LabelSettings(encoding: .latin1), cacheFolder: nil)[102]?.text == "café")
        }
        try folder.write(
            "w.yaml", "dictionaries:\n  - path: .\n    labels: {path: a.csv, feature: index, label: label, encoding: latin1}\n")
        let entry = try #require(try Workspace.open(folder.url.appending(path: "w.yaml")).dictionaries.first)
        #expect(
            entry.labels?.lastPathComponent == "a.csv"
                && entry.labelSettings == LabelSettings(feature: "index", label: "label", encoding: .latin1))
    }

    @Test(
        "a list that is no list of features is refused at its place, and its numbers are no labels",
        arguments: [
            "[\n5,\n17,\n102\n]", "[\n  {\"index\": 5, \"label\": \"a\"},\n  {\"index\": 6 \"label\": \"b\"}\n]", "[\"alpha\", \"beta\"]",
            "[[102, \"alpha\"]]"
        ])
    func noFeatures(_ text: String) throws {
        let complaint = #expect(throws: Complaint.self) { try open(text) }
        if text.contains("\"index\": 6") {
            #expect(complaint?.found.contains("line 3, column 15") == true, "\(complaint?.description ?? "")")
        }
    }
}
