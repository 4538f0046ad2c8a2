/// Finds room for labels beside marks, so that no two lie on each other.
struct LabelPlaces {
    struct Place {
        let x: Double
        /// Of the base line.
        let y: Double
        let anchor: Drawing.Anchor
        /// So far off that a line must lead to the mark.
        let isFar: Bool
    }

    private struct Box {
        let left, right, top, bottom: Double

        func overlaps(_ other: Box) -> Bool { left < other.right && other.left < right && top < other.bottom && other.top < bottom }
    }

    /// Widest and highest that eleven-pixel letters get.
    private static let letter = 6.7, height = 12.0

    private let bounds: Box
    private var taken: [Box] = []

    init(left: Double, right: Double, top: Double, bottom: Double) { bounds = Box(left: left, right: right, top: top, bottom: bottom) }

    /// Keeps labels off a mark.
    mutating func avoid(_ x: Double, _ y: Double, size: Double = 6) {
        taken.append(Box(left: x - size, right: x + size, top: y - size, bottom: y + size))
    }

    /// - Parameter isNeeded: whether the label is also set where the only room is far away, eight lines rather than three.
    /// - Returns: nil where there is no room.
    mutating func place(_ text: String, beside x: Double, _ y: Double, isNeeded: Bool) -> Place? {
        let width = Double(text.count) * Self.letter
        for distance in 0...(isNeeded ? 8 : 3) {
            for shift in distance == 0 ? [0.0] : [-Double(distance), Double(distance)] {
                let line = y + 4 + shift * Self.height
                for isRight in [true, false] {
                    let offset = distance > 1 ? 16.0 : 9.0
                    let start = isRight ? x + offset : x - offset - width
                    let box = Box(left: start, right: start + width, top: line - Self.height + 3, bottom: line + 2)
                    guard box.left >= bounds.left, box.right <= bounds.right, box.top >= bounds.top, box.bottom <= bounds.bottom,
                        !taken.contains(where: { $0.overlaps(box) })
                    else { continue }
                    taken.append(box)
                    return Place(x: isRight ? start : start + width, y: line, anchor: isRight ? .start : .end, isFar: distance > 1)
                }
            }
        }
        return nil
    }
}
