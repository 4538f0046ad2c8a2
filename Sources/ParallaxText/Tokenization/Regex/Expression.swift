import COniguruma
import Synchronization

/// A regular expression as Oniguruma reads and matches it, which is what huggingface/tokenizers uses.
final class Expression: Sendable {
    let pattern: String
    let survey: ExpressionSurvey
    /// Read-only once it is compiled; any number of threads may search at once.
    nonisolated(unsafe) let compiled: OnigRegex

    /// Compiling uses tables of the library's that all expressions share.
    private static let compiling = Mutex(
        Result {
            if co_initialize(UInt32(clamping: 2 * ExpressionSurvey.deepest + 50)) != 0 {
                throw RegexFailure(found: "Oniguruma, which does not start,")
            }
        })

    /// - Throws: `RegexFailure` that says what is wrong with it, or too much.
    init(_ pattern: String) throws {
        self.pattern = pattern
        let survey = try ExpressionSurvey(pattern)
        self.survey = survey
        compiled = try Self.compiling.withLock { start in
            try start.get()
            return try Self.compile(survey.pattern)
        }
    }

    private static func compile(_ pattern: String) throws -> OnigRegex {
        var regex: OnigRegex?
        var message = [UInt8](repeating: 0, count: Int(wide: co_longest_message) + 1), length: Int32 = 0, pattern = pattern
        let code = pattern.withUTF8 { bytes in co_compile(&regex, bytes.baseAddress, bytes.count, &message, &length) }
        guard code == 0, let regex else {
            throw RegexFailure(found: String(decoding: message.prefix(max(0, Int(wide: length))), as: UTF8.self).shortened)
        }
        return regex
    }

    deinit { onig_free(compiled) }
}

/// Looks for an expression in the pieces of one text, within bounds that the library has not: it is asked for few retries at a time, so few that they end in
/// a moment whatever the expression does between them, and between two such searches the clock and whoever wants to stop are asked.
final class ExpressionSearch {
    private let expression: Expression
    /// Keeps this for as long as it lives.
    private unowned let work: TextWork
    private let region: UnsafeMutablePointer<OnigRegion>
    private let limits: OpaquePointer

    /// About .3 s. A text of more than a megabyte has as much more as it is longer.
    private static let stepsAtOnce = 2e7
    /// However cheap they are.
    private static let mostRetriesAtOnce = 1_000_000.0
    /// 40 bytes each. As many are needed by a megabyte of one letter under most patterns.
    private static let deepestStack: UInt32 = 1 << 21

    init(_ expression: Expression, _ work: TextWork) throws {
        let region = onig_region_new(), limits = onig_new_match_param()
        guard let region, let limits else {
            if let region { onig_region_free(region, 1) }
            if let limits { onig_free_match_param(limits) }
            throw work.refused("memory for a search", "none")
        }
        onig_initialize_match_param(limits)
        onig_set_match_stack_limit_size_of_match_param(limits, Self.deepestStack)
        self.expression = expression
        self.work = work
        self.region = region
        self.limits = limits
    }

    deinit {
        onig_free_match_param(limits)
        onig_region_free(region, 1)
    }

    /// Calls `found` for every match, from left to right without overlaps, as the iterator of tokenizers does: an empty one is found too,
    /// unless it stands where the last one ended. A text without a character has no match.
    func forEachMatch(in text: UnsafeBufferPointer<UInt8>, _ found: (Range<Int>) throws -> Void) throws {
        guard !text.isEmpty, let base = text.baseAddress else { return }
        let retries = try retriesAtOnce(text.count)
        var position = 0, lastEnd: Int?
        while position <= text.count, let match = try search(base, text, from: position, retries) {
            if match.isEmpty, match.lowerBound == lastEnd {
                position += position < text.count ? scalar(in: text, at: position).length : 1
                continue
            }
            position = match.upperBound
            lastEnd = match.upperBound
            try found(match)
        }
    }

    private func retriesAtOnce(_ count: Int) throws -> Int {
        let steps = expression.survey.steps(in: count), most = Self.stepsAtOnce * max(1, Double(count) * 1e-6)
        guard steps <= most else {
            throw work.refused(
                "a text of at most \(expression.survey.longestText(steps: most)) bytes for the expression \"\(expression.pattern.shortened)\"",
                "\(count) bytes")
        }
        return Int(clamping: max(1, min(most / steps, Self.mostRetriesAtOnce)))
    }

    /// The first match from a place on. Where it takes more retries than are given at once, the places are tried one by one, twice as many
    /// each time, before the rest is searched again.
    private func search(_ base: UnsafePointer<UInt8>, _ text: UnsafeBufferPointer<UInt8>, from start: Int, _ retries: Int) throws -> Range<
        Int
    >? {
        var place = start, singly = retries
        while true {
            try work.goOn()
            let code = co_search(expression.compiled, base, text.count, place, region, limits, UInt(clamping: retries))
            if code >= 0 { return try matched(in: text, after: place) }
            if code == co_mismatch { return nil }
            try checkOutOfRetries(code, retries)
            for _ in 0..<singly {
                if let match = try match(base, text, at: place, isFirst: place == start, retries) { return match }
                guard place < text.count else { return nil }
                place += scalar(in: text, at: place).length
            }
            singly *= 2
        }
    }

    /// The match at a place, with more retries each time that they do not suffice.
    private func match(_ base: UnsafePointer<UInt8>, _ text: UnsafeBufferPointer<UInt8>, at place: Int, isFirst: Bool, _ retries: Int)
        throws -> Range<Int>?
    {
        var allowed = retries
        while true {
            try work.goOn()
            let code = co_match(expression.compiled, base, text.count, place, isFirst ? 1 : 0, region, limits, UInt(clamping: allowed))
            if code >= 0 { return try matched(in: text, after: place) }
            if code == co_mismatch { return nil }
            try checkOutOfRetries(code, allowed)
            allowed += retries
        }
    }

    /// Where the last match was. What the library says is not trusted further than needed.
    private func matched(in text: UnsafeBufferPointer<UInt8>, after place: Int) throws -> Range<Int> {
        // \K may move the start.
        let end = min(max(Int(wide: region.pointee.end[0]), place), text.count),
            start = min(max(Int(wide: region.pointee.beg[0]), place), end)
        // \xA9 is a byte, which may be a part of a character.
        for edge in [start, end] where edge < text.count && text[edge] & 0xC0 == 0x80 {
            throw work.refused("the expression \"\(expression.pattern.shortened)\" to match whole characters", "a part of one")
        }
        return start..<end
    }

    /// Counts the retries of a search that was ended by their number; any other end is a complaint.
    private func checkOutOfRetries(_ code: Int32, _ retries: Int) throws {
        switch code {
        case co_out_of_retries_in_match, co_out_of_retries_in_search: try work.charge(retries: retries)
        case co_out_of_stack:
            throw work.refused(
                "the expression \"\(expression.pattern.shortened)\" matched with \(Self.deepestStack) choices to come back to", "more")
        default: throw work.refused("the expression \"\(expression.pattern.shortened)\" matched", "an error of Oniguruma (\(code))")
        }
    }
}
