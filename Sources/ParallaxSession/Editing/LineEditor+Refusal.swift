extension LineEditor {
    /// Why the last thing did not go in; nil where nothing was refused.
    public var refusal: String? { refused.map { Self.refusal(of: $0, limit: limit) } }

    /// The sentence for a text that is too long for a line, or for all of them.
    public static func refusal(of bytes: Int, limit: Int = textLimit) -> String {
        let remedy = limit < textLimit ? "type or paste less" : "save it as a file and open that with O"
        return "too long: a text here has at most \(size(limit)), this one would have \(size(bytes)); \(remedy)"
    }

    /// "16 kB", "1.0 MB", "5.2 MB": up at the last digit, so that what is too long is seen to be longer.
    private static func size(_ bytes: Int) -> String {
        guard bytes >= 1 << 20 else { return "\((bytes + 1023) >> 10) kB" }
        let tenths = (Double(bytes) / Double(1 << 20) * 10).rounded(.up) / 10
        return "\(tenths) MB"
    }
}
