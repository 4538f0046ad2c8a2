/// Where the person has been: a list of jumps with a way back and forth, and where each document was left.
public struct Journey: Sendable {
    /// A token and a row of the grid.
    public struct Stop: Hashable, Sendable {
        public var place: Place
        public var row: Int

        public init(place: Place, row: Int) {
            self.place = place
            self.row = row
        }
    }

    /// Where a document is looked at whose tokens are not known yet.
    enum Arrival: Equatable, Sendable {
        /// Where there is something to see: the first token that `D` would look at.
        case firstOfInterest
        case last
        /// Some token, as near as the text has it.
        case near(Int)
        /// One that an option named; past the end it is the last one, and that is said.
        case token(Int)
    }

    /// The nearest last.
    private(set) var back: [Stop] = []
    private(set) var forward: [Stop] = []
    private var left: [DocumentID: Int] = [:]
    var arrival: Arrival?

    /// More jumps than a person goes back.
    private static let limit = 100

    public init() {}

    /// Notes a jump: what was ahead is no longer.
    mutating func jump(from stop: Stop) {
        forward = []
        back.removeAll { $0.place == stop.place }
        back.append(stop)
        if back.count > Self.limit { back.removeFirst() }
    }

    /// - Parameter step: −1 back, 1 forward.
    /// - Returns: the next stop on that way that can be visited and is another one; nil where there is none.
    mutating func turn(_ step: Int, from stop: Stop, where canVisit: (Stop) -> Bool) -> Stop? {
        while let next = step < 0 ? back.popLast() : forward.popLast() {
            guard canVisit(next), next.place != stop.place else { continue }
            if step < 0 { forward.append(stop) } else { back.append(stop) }
            return next
        }
        return nil
    }

    mutating func leave(_ place: Place) { left[place.document] = place.position }

    func position(in document: DocumentID) -> Int? { left[document] }

    mutating func forget(_ document: DocumentID) {
        left[document] = nil
        back.removeAll { $0.place.document == document }
        forward.removeAll { $0.place.document == document }
    }
}
