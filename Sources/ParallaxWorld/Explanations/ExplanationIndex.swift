/// Which explanation stands where in a file, what the file says of all of them, and what is wrong with the rest of it.
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

    /// What a second row of a position is.
    enum Repetition { case sample, mistake }

    private let file: String
    /// What `places` lie in: the file, or what a format had to unpack.
    var storage: any ByteStorage
    /// What complaints count: lines, or the results of an answer.
    var unit = "line"
    private(set) var places: [Key: Range<Int>] = [:]
    private(set) var samples: [Key: [Range<Int>]] = [:]
    private(set) var site: Site?
    private(set) var complaints: [Complaint] = []
    var header = ExplanationHeader()
    private var inference = VarianceInference()

    /// Longer texts are no explanations.
    static let longestText = 1 << 20
    /// With everything around the text.
    static let longestRow = 4 << 20
    /// Complaints that are kept; a last one says that there are more.
    private static let mostComplaints = 20
    /// Samples of one position that are kept: more say nothing new.
    private static let mostSamples = 256
    static let positions = 0...1_000_000_000
    /// Explanations and samples of one file: what nobody could look through.
    private static let mostRows = 500_000
    private var rowCount = 0

    init(_ file: String, _ storage: any ByteStorage) {
        self.file = file
        self.storage = storage
    }

    /// Var as the file says it, else as its rows imply it.
    var variance: StatedVariance? { header.variance ?? inference.variance }

    /// Adds the row at `extent`; where an earlier one holds for the same position it is a sample of it, or a mistake.
    mutating func add(_ key: Key, site: Site?, stated: StatedFigures, at extent: Range<Int>, line: Int, again: Repetition = .sample) {
        if let site {
            if let first = self.site, first != site {
                // A text about another layer looks the same and means something else.
                return refuse(line, expected: "one site in the file, \(first)", found: "\(site)", remedy: "keep one file a site")
            }
            self.site = site
        }
        guard rowCount < Self.mostRows else {
            return refuse(line, expected: "at most \(Self.mostRows) explanations", found: "more", remedy: "cut the file in parts")
        }
        rowCount += 1
        if places[key] == nil {
            places[key] = extent
            inference.add(stated)
        } else if again == .sample {
            addSample(key, at: extent)
        } else {
            refuse(line, expected: "one explanation a position", found: "position \(key.position) again", remedy: "the first one counts")
        }
    }

    /// Adds a further text of a position.
    mutating func addSample(_ key: Key, at extent: Range<Int>) {
        guard rowCount < Self.mostRows, samples[key]?.count ?? 0 < Self.mostSamples else { return }
        rowCount += 1
        samples[key, default: []].append(extent)
    }

    /// The words are made only where they are kept: a log of a million lines has as many reasons to refuse one.
    mutating func refuse(
        _ line: Int, expected: @autoclosure () -> String, found: @autoclosure () -> String,
        remedy: String = "mend it, the other rows are used"
    ) {
        if complaints.count < Self.mostComplaints {
            complaints.append(Complaint("\(file), \(unit) \(line)", expected: expected(), found: found(), remedy: remedy))
        } else if complaints.count == Self.mostComplaints {
            complaints.append(Complaint(file, expected: expected(), found: "more such rows from \(unit) \(line) on", remedy: remedy))
        }
    }

    /// What is wrong with the file as a whole.
    mutating func refuse(expected: String, found: String, remedy: String) {
        if complaints.count < Self.mostComplaints { complaints.append(Complaint(file, expected: expected, found: found, remedy: remedy)) }
    }

    mutating func state(_ site: Site) { self.site = self.site ?? site }
}

/// What a file says of all its explanations.
struct ExplanationHeader: Sendable {
    /// The model that was explained, by the file's own name.
    var model: String?
    /// At which the explanations were sampled.
    var temperature: Double?
    var variance: StatedVariance?
    /// The tokens of the document, where they stand apart from the explanations.
    var tokens: [String]?

    /// No context is longer; a longer list is cut.
    static let mostTokens = 1 << 17

    static let longestName = 256
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
