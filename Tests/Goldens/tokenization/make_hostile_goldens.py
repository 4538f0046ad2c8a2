"""Makes hostile-expressions.json: expressions that run away, are too deep or too long, or are none, each with a text; and beside each what
tokenizers (0.23) makes of it, where that ends within some seconds.

Strings are lists of parts: a string, {"repeat": S, "times": n}, {"count": S, "to": n} (S0|S1|…) or {"from": code, "codes": n}.
"cases" are the samples of the kind, "siblings" ours. Run it in this folder: python make_hostile_goldens.py
"""
import json, os, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
FILE = os.path.join(HERE, "hostile-expressions.json")
M = 1_000_000
PROSE = "The river runs through the old town, and it's 42 boats long (naïvely). \n"
CL100K = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,2}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"


def r(unit, times):
    return {"repeat": unit, "times": times}


def doubling(depth, last):
    return "".join(fr"(?<g{i}>\g<g{i + 1}>\g<g{i + 1}>)" for i in range(depth)) + f"(?<g{depth}>{last})"


def nested(opening, depth, inner, closing):
    return [r(opening, depth), inner, r(closing, depth)]


# Name, expression, text.
SIBLINGS = [
    # What goes on without a retry: no limit of the library sees it.
    ("possessive, square over the starts", r"(?>a+)b", [r("a", 300_000)]), ("possessive before a class", r"a++[bc]", [r("a", M)]), ("an atomic group within a repetition", r"(?:(?>a+)b|a)*c", [r("a", 50_000)]),
    ("cheap first, then not", r"(?:(?>a+)b|a|y|z)*c", [r("yz", 100_000), r("a", 100_000)]), ("a look to the end at every character", r"(?:(?=.*)a)*b?", [r("a", M)]), ("the same, shorter", r"(?:(?=a*)a)+", [r("a", 200_000)]),
    ("a look within a look", r"(?:(?=(?:(?=a*)a)*)a)*", [r("a", 3000)]), ("nothing else, ninety deep", nested("(?=", 90, "a*", ")") + ["a"], [r("a", 5000)]), ("back-references as long as the text", r"(a+)\1+b", [r("a", 20_000)]),
    ("back-reference", r"(a*)+\1b", [r("a", 2000)]), ("clusters of flags", r"\X+b", [r("🇫🇮", 20_000)]), ("borders of clusters", r"\y.", [r("🇫🇮", 20_000)]), ("absence", r"(?~abc)", [r("ab", 50_000)]), ("absence repeated", r"(?:(?~abc)d)*", [r("ab", 5000)]),
    # Retries without end.
    ("(a*)*", r"(a*)*b", [r("a", 5000)]), ("x+x+", r"(x+x+)+y", [r("x", 5000)]), ("five stars", r"(.*)(.*)(.*)(.*)(.*)b", [r("a", 3000)]), ("anchored ways", r"^(a|b|ab)*c", [r("ab", 20_000)]), ("ways of a letter", r"(?:a|b|c|d|e)*z", [r("abcde", 100_000)]),
    ("cases of s", r"(?i:(ſ|s|S)+)k", [r("sSſ", 10_000)]), ("bounds within bounds", r"(?:a{0,1000}){0,1000}b", [r("a", 5000)]), ("nothing or a", r"(?:(?:a?){100}){100}b", [r("a", 5000)]), ("thousand thousand thousands", r"(((a{1000}){1000}){1000})", [r("a", 5000)]),
    ("a dot a hundred thousand times", r".{1,100000}b", [r("a", 100_000)]), ("white space, one line end wanted", r"\s*[\r\n]+|\S", [r(" ", M)]), ("the same, short", r"\s*[\r\n]+|\S|\s", [r(" ", 30_000)]), ("to the end of the line", r"\s+$", [r(" ", M), "x"]),
    ("tempered", r"(?:(?!end).)*end", [r("b", M)]), ("tempered by a star", r"(?:(?!b*d).)*end", [r("b", 100_000)]),
    # Behind and around.
    ("behind without an end", r"(?<=a*)b", [r("a", 300_000)]), ("behind without an end, found", r"(?<=a*b)c", [r("a", 300_000), "c"]), ("behind a thousand", r"(?<!a{1,1000})b|(?<=a.{0,500})c", [r("a", 100_000)]), ("sixty behind", nested("(?<=", 60, "a", ")"), [r("a", 5000)]),
    # Recursion.
    ("brackets within brackets", r"(?<p>\((?:[^()]|\g<p>)*\))", [r("(", 100_000)]), ("recursion down", r"(?<a>a\g<a>?b)", [r("a", 100_000)]), ("thirty doublings", doubling(30, "a"), [r("a", 100)]), ("seven doublings", doubling(7, "a?"), [r("a", 100)]),
    # Compiling.
    ("300,000 repetitions of one", ["a", r("{1}", 300_000)], "aaa"), ("ninety repetitions of one", ["a", r("{1}", 90)], "aaa"), ("forty doublings", ["a", r("{2}", 40)], "aaa"), ("letters that fold", ["(?i)", r("ss", 9000)], [r("ss", 2000)]),
    ("letters that fold, three ways", ["(?i)", r("ssﬁß", 1500)], [r("ss", 2000)]), ("ninety-nine brackets", nested("[", 99, "a", "]"), "aaa"), ("101 brackets", nested("[", 101, "a", "]"), "aaa"), ("101 groups", nested("(", 101, "a", ")"), "aaa"), ("101 options", [r("(?i)", 101), "a"], "aaa"),
    ("4000 properties", [r(r"\p{L}", 4000)], [r("a", 5000)]), ("400 properties", [r(r"\p{L}", 400)], [r("a", 500_000)]), ("intersections", ["[", r(r"[^\p{L}]&&", 200), "a]"], [r("a", 5000)]), ("20,001 bytes", [r("a", 20_001)], "a"),
    # What is followed with care.
    ("extended mode", "(?x) a # ( \n b", [r("ab", 5000)]), ("extended mode, a few bytes", "(?x) a # ( \n b", "abab"), ("a comment", r"a(?#)(?=a*)*b", [r("ab", 5000)]), ("a callout", r"a(?{x})b", [r("ab", 1000)]), ("failure by name", r"(*FAIL)", [r("ab", 1000)]),
    ("a counter", r"(?:(*MAX{2})a)*", [r("a", 1000)]), ("a condition", r"(a)?(?(1)b|c)", [r("ab", 10)]), ("a bracket that ends at once", r"[]a]*b", [r("a", 1000)]), ("a brace that is none", r"\x{zz(?=a*)*}", [r("a", 1000)]),
    # Nothing is matched, at many places.
    ("the empty expression", "", [r("a", M)]), ("word borders", r"\b", [r("ab ", 300_000)]), ("ends of lines", r"$", [r("ab\n", 300_000)]), ("where the last match ended", r"\G.", [r("ab", 50_000)]), ("keep", r"a\Kb", [r("ab", 50_000)]), ("keep, and look", r"(?=ab\K)", [r("ab", 50_000)]),
    # What is not published but harmless is done.
    ("words of prose", r"'s|\p{L}+|\p{N}+|[^\s\p{L}\p{N}]+|\s+", [r(PROSE, 14_000)]), ("words as GPT-4's, almost", CL100K, [r(PROSE, 14_000)]), ("the same, one letter", CL100K, [r("a", M)]), ("marks", r"(?:\p{L}\p{M}*)+", ["a", r("\u0301", 500_000)]),
    ("a class until", r"[^a]*?a", [r("b", M)]), ("lazy to the end", r"(?:.|\n)*?end", [r("b", M)]), ("letters before a digit", r"[a-z]+[0-9]", [r("abc ", 250_000)]), ("letters before the last character", r"[a-z]+@", [r("abc ", 250_000), "@"]), ("1500 words", [r("the|river|town|", 500), "x"], [r("the river ", 100_000)]),
] + [(f"junk {p}", p, "abc") for p in [
    "\\", "[", "[]", "[a", ")", "*", "{", "}", "(?", "(?<", "(?<a", "\\p{", "\\p{Foo}", "\\k<1>", "\\g<1>", "(?<n>a)\\k<m>", "\\x{110000}", "\\xff", "\\u{D800}", "\\uD800", "a{100001}", "a{2,1}", "[b-a]", "\\M-\\C-a", "[[:foo:]]", "[[:alpha:", "(?(1)a|b)", "(?~|a|b)", "(?i", "(?W:a)", "\\o{7777777777777}", "\\0", "\\400"]] + [("a part of a character", r"\xA9", "é©a")]


def whole(parts):
    def one(part):
        if isinstance(part, str):
            return part
        if "repeat" in part:
            return part["repeat"] * part["times"]
        if "count" in part:
            return "|".join(f"{part['count']}{i}" for i in range(part["to"]))
        return "".join(chr(part["from"] + i) for i in range(part["codes"]))
    return "".join(map(one, parts))


def judge():
    """In a process of its own, which may hang or be ended: how many pieces there are, and where the first ones end."""
    from tokenizers import Regex, pre_tokenizers
    case = json.load(sys.stdin)
    ends = [end for _, (_, end) in pre_tokenizers.Split(Regex(whole(case["pattern"])), "isolated").pre_tokenize_str(whole(case["text"]))]
    print(json.dumps({"pieces": len(ends), "ends": ends[:20]}))


def judged(case):
    try:
        result = subprocess.run([sys.executable, __file__, "judge"], input=json.dumps(case), capture_output=True, text=True, timeout=20)
    except subprocess.TimeoutExpired:
        return case | {"tokenizers": "runs on"}
    return case | (json.loads(result.stdout) if result.returncode == 0 else {"tokenizers": "refuses"})


if __name__ == "__main__":
    if sys.argv[1:] == ["judge"]:
        judge()
    else:
        parts = lambda value: [value] if isinstance(value, str) else value
        strip = lambda case: {key: case[key] for key in ("name", "pattern", "text")}
        cases = [judged(strip(case)) for case in json.load(open(FILE))["cases"]]
        siblings = [judged({"name": name, "pattern": parts(pattern), "text": parts(text)}) for name, pattern, text in SIBLINGS]
        lines = lambda cases: ",\n".join(json.dumps(case) for case in cases)
        open(FILE, "w").write(f'{{"cases": [\n{lines(cases)}\n], "siblings": [\n{lines(siblings)}\n]}}\n')
