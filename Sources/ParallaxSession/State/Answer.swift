/// The last answer to a kind of request of which only the newest matters. It counts while the request it answers is still the one
/// that the state would make.
public struct Answer<Value: Sendable>: Sendable {
    public var request: Request
    public var value: Value

    public init(_ request: Request, _ value: Value) {
        self.request = request
        self.value = value
    }

    /// The value, where it answers this request.
    public func value(for request: Request?) -> Value? { request == self.request ? value : nil }
}
