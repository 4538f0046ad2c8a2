/// Columns and rows; never negative.
package struct Size: Hashable, Sendable {
    package let width: Int
    package let height: Int

    package init(width: Int, height: Int) {
        self.width = min(max(width, 0), Self.limit)
        self.height = min(max(height, 0), Self.limit)
    }

    /// No terminal is larger; keeps hostile sizes from overflowing or filling the memory.
    static let limit = 10_000
}

/// A column and a row, counted from the upper left from 0.
package struct Point: Hashable, Sendable {
    package var x: Int
    package var y: Int

    package init(x: Int, y: Int) {
        self.x = x
        self.y = y
    }
}

/// A box of cells. Empty boxes are ordinary: nothing is drawn in them.
package struct Rect: Hashable, Sendable {
    package let x: Int
    package let y: Int
    package let width: Int
    package let height: Int

    package init(x: Int, y: Int, width: Int, height: Int) {
        self.x = min(max(x, -Size.limit), Size.limit)
        self.y = min(max(y, -Size.limit), Size.limit)
        self.width = min(max(width, 0), Size.limit)
        self.height = min(max(height, 0), Size.limit)
    }

    package static let empty = Rect(x: 0, y: 0, width: 0, height: 0)

    package var endX: Int { x + width }
    package var endY: Int { y + height }
    package var isEmpty: Bool { width == 0 || height == 0 }
    package var size: Size { Size(width: width, height: height) }

    package func contains(_ point: Point) -> Bool {
        point.x >= x && point.x < endX && point.y >= y && point.y < endY
    }

    package func intersection(_ other: Rect) -> Rect {
        let left = max(x, other.x), top = max(y, other.y)
        return Rect(x: left, y: top, width: min(endX, other.endX) - left, height: min(endY, other.endY) - top)
    }

    /// One row of this box, counted from its top; empty where there is none.
    package func row(_ index: Int) -> Rect {
        index >= 0 && index < height ? Rect(x: x, y: y + index, width: width, height: 1) : .empty
    }

    /// Without rows and columns at its edges.
    package func inset(left: Int = 0, top: Int = 0, right: Int = 0, bottom: Int = 0) -> Rect {
        Rect(x: x + min(left, width), y: y + min(top, height), width: width - left - right, height: height - top - bottom)
    }
}
