import COniguruma
import Synchronization

/// A regular expression as Oniguruma reads and matches it, which is what huggingface/tokenizers uses.
final class Expression: Sendable {
    let pattern: String
    let survey: ExpressionSurvey
    /// Read-only once it is compiled; any number of threads may search at once.
    nonisolated(unsafe) let compiled: OnigRegex

    /// Compiling uses tables of the library's that all expressions share.
    private static let compiling = Mutex(Result { if co_initialize(UInt32(clamping: 2 * ExpressionSurvey.deepest + 50)) != 0 { throw RegexFailure(found: "Oniguruma, which does not start,") } })

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
