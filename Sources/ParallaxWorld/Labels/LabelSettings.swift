/// How a file of labels is read, where it does not say so itself.
public struct LabelSettings: Sendable, Equatable {
    /// The column (or the key) that holds the feature's index.
    public var feature: String?
    /// The one that holds the words.
    public var label: String?
    /// Where the file is not UTF-8.
    public var encoding: TextEncoding?

    public init(feature: String? = nil, label: String? = nil, encoding: TextEncoding? = nil) {
        self.feature = feature
        self.label = label
        self.encoding = encoding
    }
}
