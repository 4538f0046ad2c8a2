import Foundation
import Yams

/// A folder with an NLA sidecar: an activation verbalizer (AV) or an activation reconstructor (AR). Or a sidecar alone.
struct NLARecogniser: Recogniser {
    private static let sidecarName = "nla_meta.yaml"

    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        let file = place.isFolder ? place.file(Self.sidecarName) : place.url
        guard place.isFolder ? place.has(Self.sidecarName) : String(decoding: place.head(4096), as: UTF8.self).contains("nla_"),
            let sidecar = InspectedPlace.mapping(file),
            let kind = sidecar.text("kind"), kind.hasPrefix("nla_")
        else { return nil }
        guard kind == "nla_model" else {
            var found = Inspection(place, kind: .unknown, family: "NLA sidecar (\(kind.shortened))")
            found.odd.append(
                "It describes \(kind == "nla_dataset" ? "a data set" : "something else"), not a verbalizer or a reconstructor.")
            return found
        }
        let role = sidecar.text("role") ?? Self.role(by: sidecar.section("prompt_templates"))
        let isVerbalizer = ["av", "actor"].contains(role), isReconstructor = ["ar", "critic"].contains(role)
        var found = Inspection(
            place, kind: isReconstructor ? .reconstructor : .verbalizer,
            family: isReconstructor
                ? "NLA activation reconstructor (AR)" : isVerbalizer ? "NLA activation verbalizer (AV)" : "NLA model of no known role")
        if !isVerbalizer, !isReconstructor {
            found.odd.append("The sidecar's role is \(role.map { "\"\($0.shortened)\"" } ?? "missing"), not av or ar.")
        }
        let layer = layer(sidecar)
        describe(sidecar, layer: layer, isVerbalizer: isVerbalizer, isReconstructor: isReconstructor, &found)
        if place.isFolder {
            if found.odd.isEmpty, place.has("tokenizer.json") { tokenizer(place, &found) }
            model(sidecar, layer: layer, isReconstructor: isReconstructor, place, &found)
        }
        return found
    }

    /// What the template of one role alone says.
    private static func role(by templates: Node.Mapping?) -> String? {
        let roles = [["av", "actor"], ["ar", "critic"]].compactMap { names in names.contains { templates?.text($0) != nil } ? names[0] : nil
        }
        return roles.count == 1 ? roles[0] : nil
    }

    /// K: the block whose output is meant.
    private func layer(_ sidecar: Node.Mapping) -> Int? {
        sidecar.section("critic")?.integer("extraction_layer_index") ?? sidecar.section("extraction")?.integer("layer_index")
            ?? sidecar.section("ar")?.integer("num_hidden_layers") ?? sidecar.section("critic")?.integer("num_hidden_layers")
    }

    private func describe(_ sidecar: Node.Mapping, layer: Int?, isVerbalizer: Bool, isReconstructor: Bool, _ found: inout Inspection) {
        for key in ["stage", "base_checkpoint", "d_model", "schema_version"] {
            if let value = sidecar.text(key) { found.note(key, value.shortened) }
        }
        if let layer, (0..<100_000).contains(layer) {
            found.site = Site.residual(layer + 1).description
        } else {
            found.odd.append("The sidecar names no layer (critic.extraction_layer_index).")
        }
        if let version = sidecar.text("schema_version"), !["1", "2"].contains(version) {
            found.odd.append("The sidecar's schema_version is \(version.shortened), not 1 or 2.")
        }
        if sidecar.integer("d_model") == nil { found.odd.append("The sidecar lacks d_model (a whole number).") }

        let extraction = sidecar.section("extraction")
        let scale = extraction?.text("injection_scale")
        if let scale { found.note("injection scale", scale.shortened) }
        if isVerbalizer, scale == nil {
            found.odd.append("The sidecar has no extraction.injection_scale, without which activations cannot be injected.")
        }
        let lossScale = extraction?.text("mse_scale")
        found.normalisation = lossScale.map { "vectors compared at the length \($0.shortened)" }

        let tokens = sidecar.section("tokens")
        if isVerbalizer {
            for key in ["injection_char", "injection_token_id", "injection_left_neighbor_id", "injection_right_neighbor_id"] {
                if let value = tokens?.text(key) {
                    found.note(key, value.shortened)
                } else {
                    found.odd.append("The sidecar lacks tokens.\(key).")
                }
            }
        }
        let templates = sidecar.section("prompt_templates")
        let (names, place) = isReconstructor ? (["ar", "critic"], "{explanation}") : (["av", "actor"], "{injection_char}")
        if let template = names.lazy.compactMap({ templates?.text($0) }).first {
            found.note("template", template.shortened)
            if !template.contains(place) { found.odd.append("The template holds no \(place).") }
        } else {
            found.odd.append("The sidecar has no prompt template \(names[0]).")
        }
    }

    /// Whether the tokenizer makes of the prompt what the sidecar says; no weights are needed for that.
    private func tokenizer(_ place: InspectedPlace, _ found: inout Inspection) {
        do {
            try NLASidecar.open(folder: place.url).checkTokenizer(of: place.url)
        } catch {
            found.odd.append("\(error)")
        }
    }

    private func model(_ sidecar: Node.Mapping, layer: Int?, isReconstructor: Bool, _ place: InspectedPlace, _ found: inout Inspection) {
        guard let configuration = place.configuration("config.json") else {
            found.odd.append("There is no config.json beside the sidecar.")
            return
        }
        ModelRecogniser.describe(configuration, place, role: isReconstructor ? .reconstructor : .language, &found)
        let inner = configuration["text_config"]?.object == nil ? configuration : configuration["text_config"] ?? configuration
        let width = inner["hidden_size"]?.integer
        if let width, let stated = sidecar.integer("d_model"), width != stated {
            found.odd.append("The sidecar's d_model is \(stated), the model's width is \(width).")
        }
        guard isReconstructor else { return }
        if let layer, let blocks = inner["num_hidden_layers"]?.integer, blocks != layer &+ 1 {
            found.odd.append("A reconstructor for layer \(layer) has \(layer &+ 1) blocks, config.json says \(blocks).")
        }
        do {
            let head = try SafetensorsFile(place.file("value_head.safetensors").path)
            let facts = WeightFacts(try head.names.map { try head.outline(of: $0) })
            if let odd = facts.disagreement("weight", shape: [width, width], meaning: "the value head") { found.odd.append(odd) }
            if let shape = facts.outlines["weight"]?.shape {
                found.note("value head", "\(shape)" + (facts.outlines["bias"] == nil ? "" : " and a bias"))
            }
            if let odd = facts.disagreement("bias", shape: [width], meaning: "the bias of the value head", optional: true) {
                found.odd.append(odd)
            }
            let others = facts.outlines.keys.filter { !["weight", "bias"].contains($0) }.sorted()
            if !others.isEmpty { found.odd.append("value_head.safetensors also holds \(others.listed()), which no part of the AR uses.") }
        } catch {
            found.odd.append("\(error)")
        }
    }
}

extension Node.Mapping {
    fileprivate func section(_ key: String) -> Node.Mapping? { self[Node(key)]?.mapping }

    /// A scalar that is not null, as written.
    fileprivate func text(_ key: String) -> String? {
        guard let node = self[Node(key)], node.null == nil else { return nil }
        return node.scalar?.string
    }

    fileprivate func integer(_ key: String) -> Int? { text(key).flatMap { Int(foreign: $0) } }
}
