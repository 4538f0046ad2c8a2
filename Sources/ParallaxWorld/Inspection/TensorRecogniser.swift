import Foundation

/// Tensors in a safetensors, .npy, .npz or PyTorch file: what `compare` and `encode` take, or weights without their folder.
struct TensorRecogniser: Recogniser {
    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        guard !place.isFolder else { return nil }
        let head = place.head(9)
        let isZip = TensorFiles.isZip(head)
        let isNumpy = head.starts(with: NumpyHeader.magic)
        let isSafetensors = head.count == 9 && head[8] == UInt8(ascii: "{") && head[4..<8].allSatisfy { $0 == 0 }
        guard isZip || isNumpy || isSafetensors else { return nil }
        var found = Inspection(place, kind: .tensors, family: isZip ? "NumPy archive (.npz)" : isNumpy ? "NumPy array (.npy)" : "safetensors file")
        if isZip, let archive = try? ZipArchive(MappedFile(place.url.path, holes: true)), PyTorchFile.pickle(in: archive) != nil { found.family = "PyTorch checkpoint (.pt)" }
        do {
            let file = try TensorFiles.open(place.url.path)
            var outlines: [TensorOutline] = [], odd: [String] = []
            for name in file.names {
                do { outlines.append(try file.outline(of: name)) } catch {
                    odd.append("\(error)")
                }
            }
            found.add(odd, odd.count, "more tensors that cannot be read")
            found.name(foreign: file.foreign)
            let facts = WeightFacts(outlines)
            found.describe(facts)
            found.note("tensors", outlines.count)
            found.odd += facts.storedOtherwise(than: nil)
            if let file = file as? SafetensorsFile {
                for (key, value) in file.metadata.sorted(by: { $0.key < $1.key }).prefix(16) { found.note(key.shortened, value.shortened) }
            }
            describeStates(facts, &found)
            do { try MappedFile(place.url.path).checkWhole() } catch { found.odd.append("\(error)") }
        } catch {
            found.kind = .unknown
            found.odd.append("\(error)")
        }
        return found
    }

    /// Captured states and lone weights are told by their keys.
    private func describeStates(_ facts: WeightFacts, _ found: inout Inspection) {
        if let states = facts.outlines["hidden_states"], states.shape.count == 3, let tokens = facts.outlines["token_ids"]?.shape.first {
            found.family += ", captured states"
            found.note("states", "[sites, tokens, d] = \(states.shape)")
            if states.shape[1] != tokens { found.odd.append("hidden_states has \(states.shape[1]) tokens, token_ids has \(tokens).") }
            if let sites = facts.outlines["sites"]?.shape.first, sites != states.shape[0] { found.odd.append("hidden_states has \(states.shape[0]) sites, the list of sites has \(sites).") }
        } else if facts.outlines["W_dec"] != nil || facts.outlines["w_dec"] != nil {
            found.odd.append("These look like the weights of a dictionary without their configuration: name the folder they belong to.")
        }
    }
}
