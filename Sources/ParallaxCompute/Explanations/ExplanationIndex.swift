/// Which explanation stands where in a file, and what is wrong with the rest of it.
struct ExplanationIndex {
    enum DocumentName: Hashable, Sendable {
        case id(String)
        case number(Int)
        /// The row names none and holds for every document.
        case any
    }

    struct Key: Hashable, Sendable {
        let document: DocumentName
        let position: Int
    }

    private let file: String
    private(set) var places: [Key: Range<Int>] = [:]
    private(set) var site: Site?
    private(set) var complaints: [Complaint] = []

    /// Longer texts are no explanations.
    static let longestText = 1 << 20
    /// With everything around the text.
    static let longestRow = 4 << 20
    /// Complaints that are kept; a last one says that there are more.
    private static let mostComplaints = 20
    static let positions = 0...1_000_000_000

    init(file: String) { self.file = file }

    /// Adds the row at `extent` unless an earlier one holds for the same position.
    mutating func add(_ key: Key, site: Site?, at extent: Range<Int>, line: Int) {
        if let site {
            if let first = self.site, first != site {
                // A text about another layer looks the same and means something else.
                return refuse(line, expected: "one site in the file, \(first)", found: "\(site)", remedy: "keep one file a site")
            }
            self.site = site
        }
        if places[key] == nil { places[key] = extent }
    }

    mutating func refuse(_ line: Int, expected: String, found: String, remedy: String = "mend it, the other rows are used") {
        if complaints.count < Self.mostComplaints {
            complaints.append(Complaint("\(file), line \(line)", expected: expected, found: found, remedy: remedy))
        } else if complaints.count == Self.mostComplaints {
            complaints.append(Complaint(file, expected: expected, found: "more such rows from line \(line) on", remedy: remedy))
        }
    }

    mutating func state(_ site: Site) { self.site = self.site ?? site }
}

/// Numbers of lines for offsets that are asked for in ascending order.
struct LineCounter {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    private var number = 1

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// The line, from 1, in which the byte at `offset` stands.
    mutating func line(at offset: Int) -> Int {
        while true {
            let end = bytes.endOfLine(from: position)
            guard end < offset, end < bytes.count else { return number }
            position = end + 1
            number += 1
        }
    }
}
