extension MergeTable {
    /// Reads merges, each as "a b" or as ["a", "b"], the first of them the first to be done.
    /// - Parameter prefix: how many bytes of the second piece do not become part of what the two merge into.
    static func read(_ scanner: inout JSONScanner, _ vocabulary: Vocabulary, prefix: Int) throws -> MergeTable {
        var reader = MergeReader(vocabulary, subject: scanner.subject, prefix: prefix)
        var left: [UInt8] = [], right: [UInt8] = []
        try scanner.array { scanner in
            if scanner.peek() == UInt8(ascii: "[") {
                var count = 0
                try scanner.array { scanner in
                    if count == 0 { try scanner.string(into: &left) } else { try scanner.string(into: &right) }
                    count += 1
                }
                guard count == 2 else { throw reader.malformed("an array of \(count)") }
                try reader.add(left[...], right[...])
            } else {
                try scanner.string(into: &left)
                try reader.add(line: left[...])
            }
        }
        return reader.merges
    }

    /// Reads the lines of a merges.txt.
    static func read(lines: [UInt8], _ vocabulary: Vocabulary, subject: String) throws -> MergeTable {
        var reader = MergeReader(vocabulary, subject: subject, prefix: 0)
        for (index, line) in lines.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            reader.line = index + 1
            if !line.isEmpty { try reader.add(line: line) }
        }
        return reader.merges
    }
}

/// Enters merges in a table one by one.
struct MergeReader {
    private(set) var merges: MergeTable
    /// Where the merge stands, for complaints; 0 where it stands in no line of its own.
    var line = 0
    private let vocabulary: Vocabulary
    private let subject: String
    private let prefix: Int
    private var rank: UInt32 = 0
    private var whole: [UInt8] = []

    init(_ vocabulary: Vocabulary, subject: String, prefix: Int) {
        merges = MergeTable(expected: vocabulary.count)
        self.vocabulary = vocabulary
        self.subject = subject
        self.prefix = prefix
    }

    func malformed(_ found: String) -> Complaint {
        Complaint(subject, expected: line > 0 ? "\"a b\" in line \(line)" : "\"a b\" or [\"a\", \"b\"] as merge \(rank)", found: found, remedy: "the file is damaged, fetch it again")
    }

    mutating func add(line: ArraySlice<UInt8>) throws {
        // The first line of a merges.txt.
        if line.starts(with: "#version".utf8) { return }
        guard let space = line.firstIndex(of: 0x20), !line[(space + 1)...].contains(0x20) else { throw malformed("\"\(String(decoding: line, as: UTF8.self).shortened)\"") }
        try add(line[..<space], line[(space + 1)...])
    }

    mutating func add(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) throws {
        guard right.count >= prefix else { throw malformed("\"\(String(decoding: right, as: UTF8.self).shortened)\", which is shorter than the continuing_subword_prefix") }
        whole.replaceSubrange(whole.indices, with: left)
        whole.append(contentsOf: right.dropFirst(prefix))
        merges.set(try id(left), try id(right), MergeTable.Merge(rank: rank, id: try id(whole[...])))
        rank += 1
    }

    private func id(_ piece: ArraySlice<UInt8>) throws -> UInt32 {
        guard let id = piece.withUnsafeBufferPointer({ vocabulary.id(of: $0) }) else { throw malformed("\"\(String(decoding: piece, as: UTF8.self).shortened)\", which the vocabulary has not") }
        return UInt32(clamping: id)
    }
}
