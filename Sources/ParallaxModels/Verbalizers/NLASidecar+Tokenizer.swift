import Foundation

extension NLASidecar {
    /// Holds the sidecar against the tokenizer and the chat template of its folder, without a model.
    /// - Throws: `Complaint` where they make another prompt than the sidecar says.
    package func checkTokenizer(of folder: URL) throws {
        let tokenizer = try Tokenizer.open(folder: folder)
        switch role {
        case .reconstructor: try ActivationReconstructor.checkSuffix(self, tokenizer)
        case .verbalizer:
            guard let marker, let chat = try ChatTemplate.open(folder: folder) else { return }
            _ = try InjectionPrompt(self, marker, tokenizer, chat)
        }
    }
}
