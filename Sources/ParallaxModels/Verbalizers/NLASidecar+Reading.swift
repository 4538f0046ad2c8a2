import Foundation

extension NLASidecar {
    private static let tokenIDs = 0...Int(wide: Int32.max)

    init(_ root: SidecarValue) throws {
        try Self.checkKind(root)
        schemaVersion = try root.value("schema_version")?.integer(1...2) ?? 1
        path = root.file
        role = try root.value("role").map { try Self.role($0) } ?? Self.role(byTemplatesOf: root)
        stage = try root.value("stage")?.text()
        baseCheckpoint = try root.value("base_checkpoint")?.text()
        width = try root.required("d_model", "the width of the activations").integer(1...1_000_000)
        layer = try Self.layer(root)
        if let norm = try root.value("extraction.norm"), try norm.text().lowercased() != "none" {
            throw norm.complaint(expected: "none (raw activations)", remedy: "use an NLA of raw activations")
        }
        injectionScale = try Self.scale(root.value("extraction.injection_scale"), width: width).map(Float.init)
        lossScale = if let entry = try root.entry("extraction.mse_scale") { try Self.scale(entry, width: width) } else { Double(width).squareRoot() }
        switch role {
        case .verbalizer:
            marker = try Self.marker(root)
            reconstructorSuffix = nil
            template = try Self.template(root, "av", "actor", place: "injection_char")
        case .reconstructor:
            marker = nil
            reconstructorSuffix = try root.value("tokens.critic_suffix_ids")?.integers(Self.tokenIDs)
            template = try Self.template(root, "ar", "critic", place: "explanation")
        }
        if role == .verbalizer, injectionScale == nil {
            throw Complaint(
                path, expected: "extraction.injection_scale (the norm of the vector at the marker)", found: "none",
                remedy: "use a sidecar that has it (EasyNLA and nanoNLA checkpoints never do: they add the vector at the output of block 1 and are not supported)")
        }
    }

    private static func checkKind(_ root: SidecarValue) throws {
        guard case .mapping = root.node else { throw root.complaint(expected: "an NLA sidecar, a mapping") }
        let kind = try root.required("kind", "nla_model")
        let name = try kind.text()
        guard name != "nla_model" else { return }
        let letters = name.lowercased().filter(\.isLetter)
        if let trainer = ["EasyNLA", "nanoNLA"].first(where: { letters.contains($0.lowercased()) }) {
            throw kind.complaint(expected: "nla_model", found: "\"\(name.shortened)\"", remedy: "\(trainer) checkpoints add the vector at the output of block 1 and are not supported, use a published NLA")
        }
        throw kind.complaint(
            expected: "nla_model",
            remedy: name == "nla_dataset" ? "this is the sidecar of a data set, name the model's folder" : "this kind is unknown, use a published NLA")
    }

    private static func role(_ value: SidecarValue) throws -> Role {
        switch try value.text() {
        case "av", "actor": .verbalizer
        case "ar", "critic": .reconstructor
        default: throw value.complaint(expected: "av (or actor), ar (or critic)")
        }
    }

    /// Sidecars without a role hold the template of one role alone.
    private static func role(byTemplatesOf root: SidecarValue) throws -> Role {
        func holds(_ names: [String]) throws -> Bool { try names.contains { try root.value("prompt_templates.\($0)") != nil } }
        switch (try holds(["av", "actor"]), try holds(["ar", "critic"])) {
        case (true, false): return .verbalizer
        case (false, true): return .reconstructor
        case (true, true):
            throw Complaint(root.file, expected: "role (av or ar)", found: "none, and the prompt templates of both", remedy: "write role: av or role: ar into the sidecar")
        case (false, false): throw Complaint(root.file, expected: "role (av or ar)", found: "neither a role nor a prompt template that would tell it", remedy: "use a complete sidecar")
        }
    }

    /// K from every key that may say it.
    /// - Throws: `Complaint` where two of them disagree.
    private static func layer(_ root: SidecarValue) throws -> Int? {
        let keys = ["critic.extraction_layer_index", "ar.num_hidden_layers", "critic.num_hidden_layers", "extraction.layer_index"]
        let said = try keys.compactMap { key in try root.value(key).map { (key: key, layer: try $0.integer(0...99_999)) } }
        guard let first = said.first else { return nil }
        if let other = said.first(where: { $0.layer != first.layer }) {
            throw Complaint(
                root.file, expected: "one layer", found: "\(first.key) \(first.layer) and \(other.key) \(other.layer)",
                remedy: "correct the sidecar (both mean K, counted from 0; num_hidden_layers of config.json is K + 1)")
        }
        return first.layer
    }

    /// A number, a number written as text, `sqrt_d_model`; null, `raw` and `none` mean that nothing is scaled.
    private static func scale(_ value: SidecarValue?, width: Int) throws -> Double? {
        guard let value, !value.isNull, case let text = try value.text(), text != "raw", text != "none" else { return nil }
        if text == "sqrt_d_model" { return Double(width).squareRoot() }
        // As a Float it must still be a norm that a vector can have.
        guard let number = Double(text), number.isFinite, Float(number) > 0, Float(number).isFinite else {
            throw value.complaint(expected: "a positive number, \"sqrt_d_model\" or null")
        }
        return number
    }

    private static func marker(_ root: SidecarValue) throws -> Marker {
        func id(_ name: String, _ meaning: String) throws -> Int { try root.required("tokens.\(name)", meaning).integer(tokenIDs) }
        return try Marker(
            text: root.required("tokens.injection_char", "the marker's text").text(), tokenID: id("injection_token_id", "the marker's id"),
            leftNeighbourID: id("injection_left_neighbor_id", "the id before the marker"), rightNeighbourID: id("injection_right_neighbor_id", "the id after the marker"))
    }

    private static func template(_ root: SidecarValue, _ name: String, _ oldName: String, place: String) throws -> PromptTemplate {
        for key in [name, oldName].map({ "prompt_templates.\($0)" }) {
            guard let value = try root.value(key), case let text = try value.text(), !text.isEmpty else { continue }
            return try PromptTemplate(text, place: place, source: value.name)
        }
        throw Complaint(root.file, expected: "prompt_templates.\(name) (or \(oldName))", found: "none", remedy: "use a complete sidecar")
    }
}
