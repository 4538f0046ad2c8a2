/// Text as it is compared: without regard to case, to how white space is written and to the shape of quotation marks.
enum FoldedText {
    static func of(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ").map { marks[$0] ?? $0 }.reduce(into: "") { $0.append($1) }
    }

    private static let marks: [Character: Character] = ["\"": "'", "“": "'", "”": "'", "‘": "'", "’": "'", "«": "'", "»": "'"]
}
