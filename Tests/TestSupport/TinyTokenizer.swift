import Foundation

/// A byte-level tokenizer without merges: a token a byte, and the special tokens that an NLA pair needs.
enum TinyTokenizer {
    /// What stands for each byte, as GPT-2 has it: printable ones for themselves, the others from U+0100 on.
    private static let letters: [String] = {
        var next: UInt32 = 256
        return (UInt32(0)..<256).map { byte in
            if (33...126).contains(byte) || (161...172).contains(byte) || (174...255).contains(byte) {
                return String(Unicode.Scalar(byte)!)
            }
            defer { next += 1 }
            return String(Unicode.Scalar(next)!)
        }
    }()

    static let special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    static let marker = "㈎"
    private static let markup = [marker, "<explanation>", "</explanation>", "<concept>", "</concept>", "<text>", "</text>", "<summary>"]

    private static let firstByte = special.count

    static var vocabularySize: Int { firstByte + 256 + markup.count }

    static func id(of name: String) -> Int {
        if let place = special.firstIndex(of: name) { return place }
        if let place = markup.firstIndex(of: name) { return firstByte + 256 + place }
        return firstByte + Int(name.utf8.first ?? 0)
    }

    static func write(to folder: URL, chatTemplate: String) throws {
        func added(_ name: String, _ isSpecial: Bool) -> [String: Any] {
            [
                "id": id(of: name), "content": name, "single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
                "special": isSpecial
            ]
        }
        let vocabulary = Dictionary(uniqueKeysWithValues: letters.enumerated().map { ($1, firstByte + $0) })
        let byteLevel: [String: Any] = ["type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true]
        let tokenizer: [String: Any] = [
            "version": "1.0", "added_tokens": special.map { added($0, true) } + markup.map { added($0, false) }, "pre_tokenizer": byteLevel,
            "decoder": byteLevel,
            "model": ["type": "BPE", "vocab": vocabulary, "merges": [String]()]
        ]
        let settings = [
            "tokenizer_class": "PreTrainedTokenizerFast", "eos_token": "<|im_end|>", "pad_token": "<|endoftext|>",
            "chat_template": chatTemplate
        ]
        try JSONSerialization.data(withJSONObject: tokenizer, options: .sortedKeys).write(to: folder.appending(path: "tokenizer.json"))
        try JSONSerialization.data(withJSONObject: settings, options: .sortedKeys).write(
            to: folder.appending(path: "tokenizer_config.json"))
    }
}
