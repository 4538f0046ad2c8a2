/// A text of a question, which may be as long as a person makes it. Its length stands for it in hashes, and its bytes are compared: to put the marks of
/// a long one in order takes a millisecond, at every key, and few questions differ by their text alone.
@propertyWrapper
public struct HashedByLength<Text: QuestionText>: Hashable, Sendable {
    public var wrappedValue: Text

    public init(wrappedValue: Text) { self.wrappedValue = wrappedValue }

    public static func == (a: Self, b: Self) -> Bool {
        switch (a.wrappedValue.textBytes, b.wrappedValue.textBytes) {
        case (nil, nil): true
        case (let a?, let b?): a.count == b.count && a.elementsEqual(b)
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue.textBytes?.count) }
}

/// A text, or none.
public protocol QuestionText: Sendable {
    var textBytes: String.UTF8View? { get }
}

extension String: QuestionText {
    public var textBytes: String.UTF8View? { utf8 }
}

extension Optional: QuestionText where Wrapped == String {
    public var textBytes: String.UTF8View? { self?.utf8 }
}
