import Foundation
import ParallaxModels
import Testing
import TestSupport

/// A folder that holds one sidecar.
private func sidecar(_ yaml: String) throws -> NLASidecar {
    let folder = try TemporaryFolder()
    try folder.write("nla_meta.yaml", yaml)
    return try NLASidecar.open(folder: folder.url)
}

/// The sentence with which a sidecar is refused.
private func refusal(_ yaml: String) -> String? {
    do {
        _ = try sidecar(yaml)
        return nil
    } catch { return "\(error)" }
}

private let verbalizer = """
    kind: nla_model
    schema_version: 2
    role: av
    d_model: 16
    extraction: {layer_index: 5, injection_scale: 12.5}
    tokens: {injection_char: "@", injection_token_id: 7, injection_left_neighbor_id: 8, injection_right_neighbor_id: 9}
    prompt_templates: {av: "Read {injection_char}."}
    """

private func verbalizer(replacing old: String, with new: String) -> String {
    precondition(verbalizer.contains(old))
    return verbalizer.replacingOccurrences(of: old, with: new)
}

@Suite("NLA sidecars") struct SidecarTests {
    @Test("a sidecar says the site, the scale, the marker and the prompt")
    func reads() throws {
        let read = try sidecar(verbalizer)
        #expect(read.role == .verbalizer)
        #expect(read.site == .residual(6))
        #expect(read.width == 16)
        #expect(read.injectionScale == 12.5)
        #expect(read.lossScale == 4, "an absent mse_scale means sqrt(d)")
        #expect(read.marker == .init(text: "@", tokenID: 7, leftNeighbourID: 8, rightNeighbourID: 9))
        #expect(read.template.filled(with: "@") == "Read @.")
    }

    @Test(
        "a sidecar without a role has that of its only template; with none or both it says what to write",
        arguments: ["av", "actor", "ar", "critic"])
    func noRole(template: String) throws {
        let place = template.hasPrefix("a") && template != "ar" ? "{injection_char}" : "{explanation}"
        let yaml = verbalizer.replacingOccurrences(of: "role: av\n", with: "")
        let read = try sidecar(yaml.replacingOccurrences(of: "{av: \"Read {injection_char}.\"}", with: "{\(template): \"Read \(place).\"}"))
        #expect(read.role == (["av", "actor"].contains(template) ? .verbalizer : .reconstructor))
        let both = yaml.replacingOccurrences(
            of: "{av: \"Read {injection_char}.\"}", with: "{av: \"Read {injection_char}.\", ar: \"{explanation}\"}")
        #expect(
            refusal(both)?.contains("found none, and the prompt templates of both; write role: av or role: ar into the sidecar") == true)
        let neither = yaml.replacingOccurrences(of: "{av: \"Read {injection_char}.\"}", with: "{}")
        #expect(refusal(neither)?.contains("neither a role nor a prompt template") == true)
    }

    @Test("schema 1 names the roles actor and critic, and the layer num_hidden_layers")
    func schemaOne() throws {
        let read = try sidecar(
            """
            kind: nla_model
            schema_version: 1
            role: critic
            d_model: 16
            extraction: {injection_scale: null, mse_scale: null}
            tokens: {critic_suffix_ids: [3, 4]}
            prompt_templates: {actor: "{injection_char}", critic: "Text: {explanation} {{end}}"}
            critic: {num_hidden_layers: 2}
            """)
        #expect(read.role == .reconstructor)
        #expect(read.site == .residual(3))
        #expect(read.lossScale == nil, "null means no normalisation")
        #expect(read.reconstructorSuffix == [3, 4])
        #expect(read.template.filled(with: "{a} {{b}}") == "Text: {a} {{b}} {end}")
    }

    @Test("the new names of templates come first")
    func newNamesFirst() throws {
        let read = try sidecar(
            verbalizer(
                replacing: "{av: \"Read {injection_char}.\"}", with: "{actor: \"old {injection_char}\", av: \"new {injection_char}\"}"))
        #expect(read.template.filled(with: "m") == "new m")
    }

    @Test(
        "a scale is a number, a number as text, or sqrt_d_model",
        arguments: [("'12.5'", 12.5), ("1e2", 100), ("sqrt_d_model", 4), ("\"sqrt_d_model\"", 4), ("3", 3)])
    func scales(_ written: String, _ scale: Float) throws {
        let read = try sidecar(verbalizer(replacing: "12.5", with: written))
        #expect(read.injectionScale == scale)
    }

    @Test(
        "a scale that is no norm is refused",
        arguments: ["0", "-3", ".nan", "nan", ".inf", "inf", "1e60", "1e-60", "sqrt", "[1]", "{}", "true"])
    func badScales(_ written: String) throws {
        let sentence = try #require(refusal(verbalizer(replacing: "12.5", with: written)))
        #expect(sentence.contains("extraction.injection_scale"))
    }

    @Test(
        "an AV without a scale is refused, and the kind that has none is named",
        arguments: ["layer_index: 5", "layer_index: 5, injection_scale: null", "layer_index: 5, injection_scale: none"])
    func noScale(_ extraction: String) throws {
        let sentence = try #require(refusal(verbalizer(replacing: "layer_index: 5, injection_scale: 12.5", with: extraction)))
        #expect(sentence.contains("injection_scale") && sentence.contains("EasyNLA") && sentence.contains("nanoNLA"))
    }

    @Test(
        "other kinds are refused by name",
        arguments: [("easynla", "EasyNLA"), ("nano_nla_model", "nanoNLA"), ("nla_dataset", "data set"), ("sae", "\"sae\"")])
    func otherKinds(_ kind: String, _ named: String) throws {
        let sentence = try #require(refusal(verbalizer(replacing: "nla_model", with: kind)))
        #expect(sentence.contains(named))
    }

    @Test("a folder without a sidecar says what it is instead")
    func otherFolders() throws {
        let folder = try TemporaryFolder()
        #expect(throws: Complaint.self) { try NLASidecar.open(folder: folder.url) }
        try folder.write("ar_meta.json", "{}")
        let complaint = #expect(throws: Complaint.self) { try NLASidecar.open(folder: folder.url) }
        #expect(complaint?.found.contains("EasyNLA") == true)
    }

    @Test("layers that contradict each other are both named")
    func contradiction() throws {
        let sentence = try #require(refusal(verbalizer + "\ncritic: {extraction_layer_index: 6}"))
        #expect(sentence.contains("critic.extraction_layer_index 6") && sentence.contains("extraction.layer_index 5"))
    }

    @Test("a sidecar may leave the layer to others")
    func noLayer() throws {
        let read = try sidecar(verbalizer(replacing: "layer_index: 5, ", with: ""))
        #expect(read.site == nil)
    }

    @Test(
        "each part that is missing or of another type is named",
        arguments: [
            ("kind: nla_model", "kinds: nla_model", "kind"),
            ("schema_version: 2", "schema_version: 3", "schema_version"),
            ("schema_version: 2", "schema_version: two", "schema_version"),
            ("role: av", "role: encoder", "role"),
            ("role: av", "role: [av]", "role"),
            ("d_model: 16", "d_model: 0", "d_model"),
            ("d_model: 16", "d_model: 99999999999999999999", "d_model"),
            ("layer_index: 5", "layer_index: -1", "extraction.layer_index"),
            ("layer_index: 5", "norm: whitened, layer_index: 5", "extraction.norm"),
            ("injection_char: \"@\", ", "", "tokens.injection_char"),
            ("injection_token_id: 7", "injection_token_id: 7.5", "tokens.injection_token_id"),
            ("injection_right_neighbor_id: 9", "x: 9", "tokens.injection_right_neighbor_id"),
            ("tokens: {", "tokens: [] #", "tokens"),
            ("av: \"Read", "xx: \"Read", "prompt_templates.av (or actor)"),
            ("Read {injection_char}.", "Read it.", "{injection_char}"),
            ("Read {injection_char}.", "Read {explanation}.", "{explanation}"),
            ("Read {injection_char}.", "Read {injection_char} }.", "a single }"),
            ("d_model: 16", "d_model: 16\nd_model: 17", "d_model given twice")
        ])
    func faults(_ old: String, _ new: String, _ named: String) throws {
        let sentence = try #require(refusal(verbalizer(replacing: old, with: new)))
        #expect(sentence.contains(named), "\(sentence)")
    }

    @Test("hostile YAML gives a sentence", arguments: HostileText.all)
    func hostile(_ hostile: HostileText) {
        // On a thread of two megabytes, the least that threads have by default.
        let thread = OneShotThread(stackSize: 2 << 20) { refusal(hostile.yaml) }
        #expect(thread.result()?.isEmpty == false)
    }

    @Test("bytes that are no UTF-8 give a sentence")
    func notText() throws {
        let folder = try TemporaryFolder()
        try folder.write("nla_meta.yaml", [0x61, 0x0a, 0xff, 0x00] as [UInt8])
        let complaint = #expect(throws: Complaint.self) { try NLASidecar.open(folder: folder.url) }
        #expect(complaint?.expected == "text in UTF-8" && complaint?.found == "the byte 0xFF at line 2, column 1")
    }
}

/// A text that is no sidecar, with a name, since some are long.
struct HostileText: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let yaml: String

    private init(_ description: String, _ yaml: String) { (testDescription, self.yaml) = (description, yaml) }

    private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    /// Each line names nine times the line before: the last stands for 9³⁹ values.
    private static let laughs =
        "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
        + (1..<40).map { n in "a\(n): &a\(n) [" + (0..<9).map { _ in "*a\(n - 1)" }.joined(separator: ",") + "]\n" }.joined()

    static let all = [
        HostileText("nothing", ""), .init("a comment", "# nothing"), .init("a text", "just text"), .init("a list", "- a\n- list"),
        .init("an open list", "kind: ["),
        .init("a control character", "\u{0}"), .init("an unknown alias", "kind: *undefined"),
        .init("two documents", "---\na: 1\n---\nb: 2"), .init("another version", "%YAML 9.9\n---\na"),
        .init("a mapping as a key", "? {a: b}\n: c"), .init("an alias of itself", "&a [*a]"), .init("a wrong escape", "\"\\xff\""),
        .init("lists in lists", repeated("[", 100_000)), .init("mappings in mappings", repeated("{a: ", 100_000)),
        .init("entries in entries", repeated("- ", 100_000)),
        .init("keys in keys", repeated("? ", 50_000)), .init("lists with quoted ends", repeated("[\"]\",", 50_000)),
        .init("nested as deep as is let through", repeated("- ", 49) + repeated("[", 400)),
        .init(
            "steps as deep as is let through",
            (0..<100).map { repeated(" ", $0) + "a:\n" }.joined() + repeated(" ", 100) + repeated("{a: ", 400)),
        .init("aliases of aliases", laughs), .init("aliases of aliases as a key", laughs + "? *a39\n: 1\n"),
        .init("two megabytes", repeated("x", 2 << 20))
    ]
}
