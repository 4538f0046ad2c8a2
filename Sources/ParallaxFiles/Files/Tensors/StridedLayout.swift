/// Elements that lie in a file in another order than row by row: how far they reach, and how they are put in order.
struct StridedLayout {
    private let shape: [Int]
    private let strides: [Int]
    /// Elements of the tensor.
    let count: Int
    /// Elements from the first to behind the last that is touched; 0 where there are none.
    let reach: Int

    /// NumPy's limit.
    private static let highestRank = 64

    /// - Parameter strides: in elements.
    /// - Returns: nil where extents or strides are negative, do not belong together or overflow.
    init?(shape: [Int], strides: [Int]) {
        guard shape.count == strides.count, shape.count <= Self.highestRank, shape.allSatisfy({ $0 >= 0 }), strides.allSatisfy({ $0 >= 0 }) else { return nil }
        var count = 1, last = 0
        for (extent, stride) in zip(shape, strides) where extent > 0 {
            let (product, tooMany) = count.multipliedReportingOverflow(by: extent)
            let (step, tooFar) = (extent - 1).multipliedReportingOverflow(by: stride)
            let (sum, tooLarge) = last.addingReportingOverflow(step)
            guard !tooMany, !tooFar, !tooLarge, sum < .max else { return nil }
            (count, last) = (product, sum)
        }
        let isEmpty = shape.contains(0)
        self.shape = shape
        self.strides = strides
        self.count = isEmpty ? 0 : count
        reach = isEmpty ? 0 : last + 1
    }

    /// Whether the elements already lie row by row, without gaps.
    var isRowMajor: Bool {
        var expected = 1
        for (extent, stride) in zip(shape, strides).reversed() where extent != 1 {
            if stride != expected, count > 0 { return false }
            expected *= extent
        }
        return true
    }

    /// A copy in which the last axis runs fastest.
    /// - Parameter source: at least `reach` elements.
    /// - Throws: `Complaint` about `subject` where that does not fit in memory.
    func rowMajor(_ source: UnsafeRawBufferPointer, elementSize size: Int, subject: String) throws -> MemoryBytes {
        try MemoryRoom.check(count, of: size, subject)
        return try MemoryBytes(count: count * size) { target in
            // Position along each axis of the element written next, and where that element lies.
            var index = [Int](repeating: 0, count: shape.count)
            var from = 0
            for to in 0..<count {
                (target.baseAddress! + to * size).copyMemory(from: source.baseAddress! + from * size, byteCount: size)
                var axis = shape.count - 1
                while axis >= 0 {
                    index[axis] += 1
                    from += strides[axis]
                    if index[axis] < shape[axis] { break }
                    from -= strides[axis] * shape[axis]
                    index[axis] = 0
                    axis -= 1
                }
            }
        }
    }
}
