/// The words that Parallax knows of one kind. They are listed, so that tests can try every one of them.
package protocol JinjaVocabulary: RawRepresentable<String>, CaseIterable, Sendable {}

extension JinjaVocabulary {
    /// What a word means; nil where it is another's.
    static func named(_ word: JinjaWord) -> Self? { allCases.first { JinjaWord($0.rawValue) == word } }
}

/// What stands behind `|`.
package enum JinjaFilter: String, JinjaVocabulary {
    case standard = "default", d, length, count, tojson, trim, upper, lower, capitalize, title, string, safe, escape, e, forceescape
    case replace, indent, int, float, abs
    case first, last, list, join, reverse, items, dictsort, sort, unique, sum, map, select, reject, selectattr, rejectattr
    case min, max, groupby, batch, slice, round, format, attr, center, wordcount
}

/// What stands behind `is`.
package enum JinjaTest: String, JinjaVocabulary {
    case defined, undefined, none, boolean, isTrue = "true", isFalse = "false", integer, float, number, string, mapping, iterable, sequence, callable
    case eq, equalto, equal = "==", ne, unequal = "!=", lt, lessthan, less = "<", gt, greaterthan, greater = ">", le, lessOrEqual = "<=", ge, greaterOrEqual = ">="
    case isIn = "in", odd, even, divisibleby, lower, upper, sameas
}

/// The functions that transformers gives to chat templates.
package enum JinjaFunction: String, JinjaVocabulary {
    case range, namespace, dict
    case raiseException = "raise_exception"
    case now = "strftime_now"
}

package enum JinjaTextMethod: String, JinjaVocabulary {
    case strip, lstrip, rstrip, split, rsplit, splitlines, startswith, endswith, replace, upper, lower, title, capitalize
    case find, rfind, index, rindex, count, join, removeprefix, removesuffix, isdigit, isalpha, isspace, isdecimal, isnumeric, isalnum, islower, isupper, format
    case partition, rpartition, center, ljust, rjust, zfill
}

package enum JinjaMappingMethod: String, JinjaVocabulary {
    case items, keys, values, get
}

/// Those that change a list are known and refused, as by transformers' sandbox.
package enum JinjaListMethod: String, JinjaVocabulary {
    case index, count, append, pop, insert, extend
}

/// A word with what it means where Parallax knows it; otherwise it is refused by its name when it is used.
struct JinjaNamed<Meaning: JinjaVocabulary>: Sendable {
    let word: JinjaWord
    let meaning: Meaning?

    init(_ word: JinjaWord) {
        self.word = word
        meaning = Meaning.named(word)
    }
}
