/// Byte strings with a value each, looked for in a text.
struct ByteTrie: Sendable {
    private var children: [UInt64: Int32] = [:]
    private var values: [Int32] = [-1]
    /// Which bytes a string begins with: most of a text is passed over by this alone.
    private var isFirst = [Bool](repeating: false, count: 256)

    /// A string that is there already keeps its value; an empty one never matches.
    mutating func insert(_ string: [UInt8], value: Int) {
        guard let first = string.first else { return }
        isFirst[Int(first)] = true
        var node: Int32 = 0
        for byte in string {
            let key = UInt64(node) << 8 | UInt64(byte)
            if let child = children[key] {
                node = child
            } else {
                node = Int32(values.count)
                children[key] = node
                values.append(-1)
            }
        }
        if values[Int(node)] < 0 { values[Int(node)] = Int32(value) }
    }

    /// The leftmost match at or after an offset, of several there the longest.
    func firstMatch(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> (range: Range<Int>, value: Int)? {
        var start = start
        while start < text.count {
            if isFirst[Int(text[start])], let match = longestMatch(in: text, at: start) { return match }
            start += 1
        }
        return nil
    }

    private func longestMatch(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> (range: Range<Int>, value: Int)? {
        var longest: (range: Range<Int>, value: Int)?
        var node: Int32 = 0
        var end = start
        while end < text.count, let child = children[UInt64(node) << 8 | UInt64(text[end])] {
            node = child
            end += 1
            if values[Int(node)] >= 0 { longest = (start..<end, Int(values[Int(node)])) }
        }
        return longest
    }
}
