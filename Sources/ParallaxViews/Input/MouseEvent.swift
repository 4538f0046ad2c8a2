/// What the mouse did, and over which cell.
package struct MouseEvent: Hashable, Sendable {
    package enum Kind: Hashable, Sendable { case press, wheelUp, wheelDown }

    package let kind: Kind
    /// From the upper left, from 0. It may lie outside the screen: it was made before a resize, or invented.
    package let point: Point

    package init(_ kind: Kind, x: Int, y: Int) {
        self.kind = kind
        point = Point(x: x, y: y)
    }
}
