import Foundation

/// What a reader finds in the bytes of a partial: the head, where the records are, and what is damaged.
///
/// `parallax.comparison 3` and a line end; the head as a block, and again at the next multiple of 4096, so that neither a bit nor a sector costs
/// both; then a block a document (``RecordBlock``). Behind damage it is read on from the next mark. A block that an interruption left unfinished at
/// the end is no damage: nothing of it was ever there.
struct RecordScan {
    /// What cannot be read.
    struct Damage: Equatable {
        var bytes: Range<Int>
        /// Whose record it was, by its index in the workspace, where its header says so.
        var document: Int?
    }

    /// The head, made by whoever begins a partial and read back by all others.
    struct Head: Codable {
        var plan: ComparisonPlan
        var basis: ReportBasis
        /// The part that the file was begun for; files before version 3 do not say it.
        var shard: Shard?
    }

    static let kind = "parallax.comparison"
    static let line = Data("\(kind) 3\n".utf8)
    /// Where the second copy of the head begins is a multiple of it.
    private static let sector = 4096
    /// No plan is larger.
    private static let longestHead = 1 << 30

    var head: Head
    /// Whether the first line and both copies of the head are whole.
    var isHeadWhole = true
    /// Payloads by document.
    private(set) var places: [Int: Range<Int>] = [:]
    private(set) var damages: [Damage] = []
    /// Where the unfinished block at the end begins; the length of the file where there is none.
    private(set) var end = 0
    /// Whether the file is of the form before this one.
    private(set) var isFormer = false

    /// Bytes of payloads that are still checked: marks that lie within each other's blocks, which only somebody makes who wants to, do not
    /// make reading take longer than the file is long.
    private var budget = 0

    init(head: Head) { self.head = head }

    /// - Returns: nil for a file without a head that can be read.
    /// - Throws: whatever `check` throws of a head.
    init?(_ file: MappedFile, check: (Head) throws -> Void) throws {
        let bytes = file.bytes
        budget = bytes.count.multiplied(clamped: 4)
        if let found = Self.heads(bytes) {
            try check(found.head)
            head = found.head
            isHeadWhole = found.isWhole
            read(file, found)
        } else if let found = FormerRecords.head(bytes, longest: Self.longestHead) {
            try check(found.head)
            head = found.head
            isFormer = true
            read(former: file, from: found.end)
        } else {
            return nil
        }
    }

    // MARK: Heads

    /// Further into a file nobody looks for what it is.
    private static let farthestMark = 1 << 26

    /// Whether a file is one of these, of whatever version.
    static func recognises(_ bytes: UnsafeRawBufferPointer) -> Bool {
        // One that was begun and not gone on with is one, too.
        if bytes.count < line.count { return bytes.count > 0 && line.starts(with: bytes) }
        return bytes.starts(with: kind.utf8)
            || UnsafeRawBufferPointer(rebasing: bytes.prefix(farthestMark)).place(of: RecordBlock.mark, from: 0) != nil
    }

    private struct Heads {
        var head: Head
        var isWhole: Bool
        /// Where records may begin.
        var start: Int
        /// Where the second copy should be and is not whole: damage there costs no record.
        var second = 0..<0
    }

    private static func decoded(_ block: RecordBlock?, _ bytes: UnsafeRawBufferPointer) -> Head? {
        guard let block, block.kind == .head, block.payload.count <= longestHead, block.isIntact(in: bytes) else { return nil }
        return try? JSONDecoder().decode(Head.self, from: Data(bytes[block.payload]))
    }

    private static func heads(_ bytes: UnsafeRawBufferPointer) -> Heads? {
        if let first = RecordBlock(header: bytes, at: line.count), let head = decoded(first, bytes) {
            let start = (first.payload.upperBound + sector - 1) / sector * sector,
                end = start + RecordBlock.headerSize + first.payload.count
            let second = RecordBlock(header: bytes, at: start)
            if second?.kind == .head, second?.payload.upperBound == end, second?.isIntact(in: bytes) == true {
                return Heads(head: head, isWhole: bytes.starts(with: line), start: end)
            }
            return Heads(head: head, isWhole: false, start: first.payload.upperBound, second: first.payload.upperBound..<end)
        }
        // Every candidate is looked at once; together they are no longer than the file.
        var place = 0, checked = 0
        while let next = bytes.place(of: RecordBlock.mark, from: place), checked <= bytes.count {
            place = next + 1
            guard let block = RecordBlock(header: bytes, at: next), block.kind == .head else { continue }
            checked = checked.adding(clamped: block.payload.count)
            if let head = decoded(block, bytes) { return Heads(head: head, isWhole: false, start: block.payload.upperBound) }
        }
        return nil
    }

    /// The first line and both copies of the head.
    static func beginning(_ head: Head) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let payload = try encoder.encode(head)
        var data = line + RecordBlock.data(.head, 0, payload)
        data.append(Data(count: (data.count + sector - 1) / sector * sector - data.count))
        return data + RecordBlock.data(.head, 1, payload)
    }

    // MARK: Records

    private mutating func read(_ file: MappedFile, _ heads: Heads) {
        let bytes = file.bytes, layout = RecordLayout(head.plan.methods), known = Set(head.plan.documents.map(\.index))
        var place = heads.start
        while place < bytes.count {
            let header = RecordBlock(header: bytes, at: place)
            if let header, isIntact(header, bytes) {
                note(
                    header,
                    DocumentRecord(bytes: UnsafeRawBufferPointer(rebasing: bytes[header.payload]), layout: layout, width: head.plan.width),
                    known, from: place)
                file.forget(place..<header.payload.upperBound)
                place = header.payload.upperBound
                continue
            }
            let next = bytes.place(of: RecordBlock.mark, from: place + 1) ?? bytes.count
            note(damaged: place..<next, header)
            file.forget(place..<next)
            place = next
        }
        damages.removeAll { heads.second.contains($0.bytes.lowerBound) }
        end = bytes.count
        guard let last = damages.last, last.bytes.upperBound == bytes.count, isUnfinished(last.bytes, bytes) else { return }
        damages.removeLast()
        end = last.bytes.lowerBound
    }

    private mutating func isIntact(_ block: RecordBlock, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard block.payload.upperBound <= bytes.count, block.payload.count <= budget else { return false }
        budget -= block.payload.count
        return block.isIntact(in: bytes)
    }

    private mutating func note(_ header: RecordBlock, _ record: DocumentRecord?, _ known: Set<Int>, from start: Int) {
        guard header.kind == .record else { return }
        guard let record, known.contains(record.index), record.index == header.number else {
            return damages.append(Damage(bytes: start..<header.payload.upperBound))
        }
        // Where a document stands twice, both were made from the same plan.
        if places[record.index] == nil { places[record.index] = header.payload }
    }

    private mutating func note(damaged bytes: Range<Int>, _ header: RecordBlock?) {
        // A mark inside a damaged block begins no other one.
        if header == nil, let last = damages.last, last.bytes.upperBound == bytes.lowerBound {
            damages[damages.count - 1].bytes = last.bytes.lowerBound..<bytes.upperBound
        } else {
            damages.append(Damage(bytes: bytes, document: header?.kind == .record ? header?.number : nil))
        }
    }

    /// Whether the end of a file is a block that was being written.
    private func isUnfinished(_ tail: Range<Int>, _ bytes: UnsafeRawBufferPointer) -> Bool {
        if let header = RecordBlock(header: bytes, at: tail.lowerBound) { return header.payload.upperBound > bytes.count }
        return tail.count < RecordBlock.headerSize && bytes[tail].prefix(8).elementsEqual(RecordBlock.mark.prefix(tail.count))
    }

    // MARK: The form before this one

    private mutating func read(former file: MappedFile, from start: Int) {
        let bytes = file.bytes, layout = RecordLayout(head.plan.methods), known = Set(head.plan.documents.map(\.index))
        var place = start
        while place < bytes.count {
            if let payload = FormerRecords.block(bytes, at: place, budget: &budget) {
                let
                    record = DocumentRecord(
                        bytes: UnsafeRawBufferPointer(rebasing: bytes[payload]), layout: layout, width: head.plan.width),
                    next = payload.upperBound + FormerRecords.trailer
                if let record, known.contains(record.index) {
                    if places[record.index] == nil { places[record.index] = payload }
                } else {
                    damages.append(Damage(bytes: place..<next))
                }
                file.forget(place..<next)
                place = next
                continue
            }
            guard let next = FormerRecords.next(bytes, after: place) else { break }
            note(damaged: place..<next, nil)
            place = next
        }
        // What an interruption left reaches beyond the end.
        if place < bytes.count, !FormerRecords.isUnfinished(bytes, at: place) { note(damaged: place..<bytes.count, nil) }
        end = bytes.count
    }
}

extension RecordScan {
    /// Of a document that stands nowhere else.
    var lost: [Damage] { damages.filter { damage in damage.document.map { places[$0] == nil } ?? true } }

    mutating func add(_ document: Int, at payload: Range<Int>) { places[document] = payload }
}
