/// One of the normal forms of Unicode, by the tables of the library of tokenizers and in a time that grows with the text alone, however many
/// marks stand behind one letter.
struct NormalForm {
    let isComposed: Bool
    let isCompatible: Bool

    func of(_ text: [UInt8], _ work: TextWork) throws -> [UInt8] {
        // ASCII is in all four forms already.
        guard text.contains(where: { $0 >= 0x80 }) else { return text }
        var scalars = try decomposed(text, work)
        if isComposed { try Self.compose(&scalars, work) }
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        for scalar in scalars {
            if scalar.isASCII { result.append(UInt8(clamping: scalar.value)) } else { result.append(contentsOf: Character(scalar).utf8) }
        }
        return result
    }

    /// Every character apart, the marks behind each letter in the order of their classes.
    private func decomposed(_ text: [UInt8], _ work: TextWork) throws -> [Unicode.Scalar] {
        let table = isCompatible ? LibraryUnicode.compatible : LibraryUnicode.canonical
        var result: [Unicode.Scalar] = [], marks = RunOfMarks()
        result.reserveCapacity(text.count)
        try text.withUnsafeBufferPointer { bytes in
            var offset = 0
            while offset < bytes.count {
                try work.step()
                let (scalar, length) = scalar(in: bytes, at: offset)
                offset += length
                table.forEachPart(of: scalar) { part in
                    let order = LibraryUnicode.combiningClass(of: part)
                    if order == 0 { marks.end(in: &result) } else { marks.append(order, at: result.count) }
                    result.append(part)
                }
                try work.allow(result.count, "characters", "a normal form")
            }
        }
        marks.end(in: &result)
        return result
    }

    /// Puts what belongs together back together.
    private static func compose(_ scalars: inout [Unicode.Scalar], _ work: TextWork) throws {
        var count = 0, starter: Int?
        // The class of what stands last behind the starter; below 0 where nothing does.
        var last = -1
        for scalar in scalars {
            try work.step()
            let order = Int(wide: LibraryUnicode.combiningClass(of: scalar))
            if let starter, last < order, let whole = LibraryUnicode.composition(scalars[starter], scalar) {
                scalars[starter] = whole
                continue
            }
            if order == 0 {
                starter = count
                last = -1
            } else {
                last = order
            }
            scalars[count] = scalar
            count += 1
        }
        scalars.removeSubrange(count...)
    }
}

/// The marks behind one letter, which are put in the order of their classes; those of one class keep theirs.
private struct RunOfMarks {
    private var start = 0
    private var orders: [UInt8] = []
    private var isOrdered = true
    /// Shorter runs are ordered by moving each mark to its place.
    private static let short = 16

    mutating func append(_ order: UInt8, at place: Int) {
        if orders.isEmpty { start = place } else if let last = orders.last, last > order { isOrdered = false }
        orders.append(order)
    }

    mutating func end(in scalars: inout [Unicode.Scalar]) {
        guard !orders.isEmpty else { return }
        if !isOrdered { if orders.count <= Self.short { insert(&scalars) } else { distribute(&scalars) } }
        orders.removeAll(keepingCapacity: true)
        isOrdered = true
    }

    private mutating func insert(_ scalars: inout [Unicode.Scalar]) {
        for index in orders.indices.dropFirst() {
            var place = index
            while place > 0, orders[place - 1] > orders[place] {
                orders.swapAt(place - 1, place)
                scalars.swapAt(start + place - 1, start + place)
                place -= 1
            }
        }
    }

    /// Counts how many there are of each class.
    private func distribute(_ scalars: inout [Unicode.Scalar]) {
        var places = [Int](repeating: 0, count: 257)
        for order in orders { places[Int(wide: order) + 1] += 1 }
        for order in 1...256 { places[order] += places[order - 1] }
        let marks = Array(scalars[start..<start + orders.count])
        for (mark, order) in zip(marks, orders) {
            scalars[start + places[Int(wide: order)]] = mark
            places[Int(wide: order)] += 1
        }
    }
}
