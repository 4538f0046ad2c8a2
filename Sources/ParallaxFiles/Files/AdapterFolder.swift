import Foundation

/// A folder of low-rank changes to another model (peft's LoRA and the like), which is no model by itself.
package enum AdapterFolder {
    static let configurationName = "adapter_config.json"

    /// What it is, in words; nil for another folder.
    package static func description(_ folder: URL) -> (kind: String, base: String?)? {
        guard let value = try? JSONValue(file: folder.appending(path: configurationName).path), value.object != nil else { return nil }
        return ("an adapter (\(value["peft_type"]?.string?.shortened ?? "peft"))", value["base_model_name_or_path"]?.string?.shortened)
    }

    /// How it becomes a model.
    package static let use = "merge it into that model once, with peft's PeftModel.from_pretrained(model, ADAPTER).merge_and_unload().save_pretrained(FOLDER), and name FOLDER"

    /// - Throws: `Complaint` where a folder holds an adapter and no model.
    package static func refuse(_ folder: URL) throws {
        guard let (kind, base) = description(folder) else { return }
        throw Complaint(folder.path, expected: "a model", found: "\(kind) of the model \(base.map { "\"\($0)\"" } ?? "that it was trained on"), which is no model by itself", remedy: use)
    }
}
