/// The value, or a failure that says that the golden or the test is not as it has to be.
func required<Value>(_ value: Value?, _ what: StaticString = #function) throws -> Value {
    guard let value else { throw Lacking(what: "\(what)") }
    return value
}

private struct Lacking: Error, CustomStringConvertible {
    let what: String
    var description: String { "\(what): there is no such thing" }
}
