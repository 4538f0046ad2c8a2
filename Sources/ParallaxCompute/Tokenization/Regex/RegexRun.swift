/// Runs a program at places of a text.
struct RegexRun {
    let program: [TextRegex.Instruction]
    let sets: [ScalarSet]
    private var retries: [Retry] = []

    /// Where to go on after a failure.
    private struct Retry {
        var instruction: Int
        var position: Int
        /// Of a greedy run of characters: it may shrink to this place.
        var floor: Int
    }

    /// A place of the program at a place of the text.
    private struct Crossing: Hashable {
        let instruction: Int
        let position: Int
    }

    /// After this many failures a run remembers where it has been. Few ever get there.
    private static let forgetfulFailures = 2000

    init(program: [TextRegex.Instruction], sets: [ScalarSet]) {
        self.program = program
        self.sets = sets
    }

    /// Where the match that starts at `start` ends.
    mutating func end(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? { run(text, from: 0, at: start) }

    /// Runs from an instruction to the next `match` on its level.
    private mutating func run(_ text: UnsafeBufferPointer<UInt8>, from first: Int, at start: Int) -> Int? {
        let bottom = retries.count
        defer { retries.removeSubrange(bottom...) }
        var (instruction, position, failures) = (first, start, 0)
        var seen: Set<Crossing> = []
        while true {
            var fails = false
            switch program[instruction] {
            case .set(let set):
                if position < text.count, case let (scalar, length) = scalar(in: text, at: position), sets[set].contains(scalar) {
                    position += length
                    instruction += 1
                } else {
                    fails = true
                }
            case .many(let set, let least, let most):
                if let (floor, end) = extent(text, position, sets[set], least, most) {
                    instruction += 1
                    position = end
                    if end > floor { retries.append(Retry(instruction: instruction, position: end, floor: floor)) }
                } else {
                    fails = true
                }
            case .split(let way, let other):
                if failures > Self.forgetfulFailures, !seen.insert(Crossing(instruction: instruction, position: position)).inserted {
                    fails = true
                } else {
                    retries.append(Retry(instruction: other, position: position, floor: position))
                    instruction = way
                }
            case .jump(let target): instruction = target
            case .lookahead(let end, let isNegated):
                fails = (run(text, from: instruction + 1, at: position) != nil) == isNegated
                instruction = end
            case .atomic(let end):
                if let after = run(text, from: instruction + 1, at: position) {
                    position = after
                    instruction = end
                } else {
                    fails = true
                }
            case .place(let place):
                fails = !isAt(place, text, position)
                instruction += 1
            case .match: return position
            }
            guard fails else { continue }
            failures += 1
            guard retries.count > bottom, let last = retries.last else { return nil }
            if last.position > last.floor {
                position = last.position - scalar(in: text, before: last.position).length
                if position > last.floor { retries[retries.count - 1].position = position } else { retries.removeLast() }
            } else {
                position = last.position
                retries.removeLast()
            }
            instruction = last.instruction
        }
    }

    /// The least and the most that a run of characters takes; nil where it is shorter than `least`.
    private func extent(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ set: ScalarSet, _ least: Int, _ most: Int) -> (floor: Int, end: Int)? {
        var (count, position, floor) = (0, start, start)
        while count < most, position < text.count {
            let (scalar, length) = scalar(in: text, at: position)
            guard set.contains(scalar) else { break }
            position += length
            count += 1
            if count == least { floor = position }
        }
        return count < least ? nil : (floor, position)
    }

    private func isAt(_ place: RegexNode.Place, _ text: UnsafeBufferPointer<UInt8>, _ position: Int) -> Bool {
        switch place {
        case .startOfText: position == 0
        case .endOfText: position == text.count
        case .startOfLine: position == 0 || text[position - 1] == 0x0a
        case .endOfLine: position == text.count || text[position] == 0x0a
        }
    }
}
