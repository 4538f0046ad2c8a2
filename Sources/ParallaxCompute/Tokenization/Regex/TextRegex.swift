/// A regular expression over UTF-8 as Oniguruma matches it: leftmost, the first alternative that fits, greedy unless said otherwise.
///
/// It backtracks, but never twice through the same place of the text with the same rest of the expression: time grows with the length of
/// the text times that of the expression.
struct TextRegex: Sendable {
    enum Instruction: Sendable {
        case set(Int)
        /// As many as there are, from `least` to `most`, given back one by one.
        case many(set: Int, least: Int, most: Int)
        case split(first: Int, second: Int)
        case jump(Int)
        /// The instructions up to `end` match here, or do not.
        case lookahead(end: Int, isNegated: Bool)
        case atomic(end: Int)
        case place(RegexNode.Place)
        case match
    }

    private var program: [Instruction] = []
    private var sets: [ScalarSet] = []

    /// Expressions that compile to more are refused.
    private static let longestProgram = 20_000

    /// - Throws: `RegexFailure` that names what is not read.
    init(_ pattern: String) throws {
        var parser = RegexParser(pattern)
        let node = try parser.parse()
        guard !node.canBeEmpty else { throw RegexFailure(found: "an expression that matches nothing at all") }
        try emit(node)
        program.append(.match)
    }

    /// Where it matches, from left to right without overlaps.
    func matches(in text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var run = RegexRun(program: program, sets: sets)
        var start = 0
        while start < text.count {
            if let end = run.end(in: text, from: start), end > start {
                found.append(start..<end)
                start = end
            } else {
                start += scalar(in: text, at: start).length
            }
        }
        return found
    }

    private mutating func emit(_ node: RegexNode) throws {
        guard program.count < Self.longestProgram else { throw RegexFailure(found: "an expression of more than \(Self.longestProgram) steps") }
        switch node {
        case .set(let set): program.append(.set(index(of: set)))
        case .sequence(let parts): for part in parts { try emit(part) }
        case .alternatives(let ways):
            var ends: [Int] = []
            for way in ways.dropLast() {
                let split = program.count
                program.append(.match)
                try emit(way)
                ends.append(program.count)
                program.append(.match)
                program[split] = .split(first: split + 1, second: program.count)
            }
            if let last = ways.last { try emit(last) }
            for end in ends { program[end] = .jump(program.count) }
        case .repeated(.set(let set), let repetition) where !repetition.isLazy:
            program.append(.many(set: index(of: set), least: repetition.least, most: repetition.most ?? .max))
        case .repeated(let inner, let repetition): try emit(inner, repetition)
        case .lookahead(let inner, let isNegated): try emitInner(inner) { .lookahead(end: $0, isNegated: isNegated) }
        case .atomic(let inner): try emitInner(inner) { .atomic(end: $0) }
        case .place(let place): program.append(.place(place))
        }
    }

    private mutating func emit(_ inner: RegexNode, _ repetition: RegexNode.Repetition) throws {
        for _ in 0..<repetition.least { try emit(inner) }
        func split(_ place: Int, _ after: Int) -> Instruction {
            repetition.isLazy ? .split(first: after, second: place + 1) : .split(first: place + 1, second: after)
        }
        guard let most = repetition.most else {
            let start = program.count
            program.append(.match)
            try emit(inner)
            program.append(.jump(start))
            program[start] = split(start, program.count)
            return
        }
        var splits: [Int] = []
        for _ in repetition.least..<max(repetition.least, most) {
            splits.append(program.count)
            program.append(.match)
            try emit(inner)
        }
        for place in splits { program[place] = split(place, program.count) }
    }

    private mutating func emitInner(_ inner: RegexNode, _ instruction: (Int) -> Instruction) throws {
        let start = program.count
        program.append(.match)
        try emit(inner)
        program.append(.match)
        program[start] = instruction(program.count)
    }

    private mutating func index(of set: ScalarSet) -> Int {
        sets.append(set)
        return sets.count - 1
    }
}
