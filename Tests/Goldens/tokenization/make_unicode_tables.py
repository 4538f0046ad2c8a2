"""Makes Sources/ParallaxText/Tokenization/Unicode/LibraryTables.swift: what tokenizers takes characters for. Its own tables of
normal forms, punctuation, marks and scripts are of different, older versions of Unicode; they are found by asking the library about every
code point. And unicode.json: checksums of its answers, over every code point too.

Run it in this folder: python make_unicode_tables.py (tokenizers 0.23; it takes a minute)
"""
import json, os, unicodedata, zlib
from tokenizers import __version__, normalizers as N, pre_tokenizers as P

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(HERE, "../../../Sources/ParallaxText/Tokenization/Unicode/LibraryTables.swift")
ALL = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
FORMS = {name: getattr(N, name)().normalize_str for name in ("NFC", "NFD", "NFKC", "NFKD")}
NFC, NFD, NFKD = FORMS["NFC"], FORMS["NFD"], FORMS["NFKD"]


def ranges(codes):
    found = []
    for code in sorted(codes):
        if found and found[-1][1] == code - 1 or found and found[-1][1] == 0xD7FF and code == 0xE000:
            found[-1][1] = code
        else:
            found.append([code, code])
    return found


def number(value):
    """In base 36, a minus sign before it where it is below 0."""
    digits = ""
    rest = abs(value)
    while True:
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest % 36] + digits
        rest //= 36
        if not rest:
            return ("-" if value < 0 else "") + digits


def range_table(codes):
    """For every range how far behind the last one it begins, and how many characters more than one it has."""
    numbers, last = [], 0
    for first, end in ranges(codes):
        numbers += [first - last, end - first]
        last = end
    return numbers


def hangul(character):
    return 0xAC00 <= ord(character) < 0xAC00 + 11172


def decompositions():
    """Code, how many characters, and those: canonical ones, then for compatible ones those that differ. Each code less the one before it,
    each character less the last one's first."""
    canonical, compatible = [], []
    last, target = 0, 0
    for table, form, unless in ((canonical, NFD, None), (compatible, NFKD, NFD)):
        last, target = 0, 0
        for character in ALL:
            made = form(character)
            if hangul(character) or made == (unless(character) if unless else character):
                continue
            table += [ord(character) - last, len(made)]
            for index, part in enumerate(made):
                table.append(ord(part) - target)
                target = ord(part)
            last = ord(character)
    return canonical, compatible


def classes():
    """The combining class of every mark: where it goes among the first marks of each class."""
    known = {}
    for table in (unicodedata.ucd_3_2_0, unicodedata):
        for character in ALL:
            order = table.combining(character)
            # One that the library does not know stays where it is.
            is_known = NFD("a\u0345" + character) != "a\u0345" + character or NFD("a" + character + "\u0334") != "a" + character + "\u0334"
            if order and order not in known and NFD(character) == character and is_known:
                known[order] = character
    orders = sorted(known)
    # One that goes before a mark of the greatest class, or behind one of the least before which it cannot go.
    found = {}
    for character in ALL:
        if NFD(character) != character:
            continue
        moves_before = lambda order: known[order] != character and NFD("a" + known[order] + character) == "a" + character + known[order]
        moves_behind = lambda order: known[order] != character and NFD("a" + character + known[order]) == "a" + known[order] + character
        if not moves_before(orders[-1]) and not moves_behind(orders[0]) and character not in known.values():
            continue
        low = [order for order in orders if moves_behind(order)]
        high = [order for order in orders if moves_before(order)]
        same = [order for order in orders if order not in low and order not in high]
        assert len(same) == 1 and low + same + high == orders, (hex(ord(character)), low, same, high)
        found[ord(character)] = same[0]
    return found


def compositions():
    """First, second, both together: each first and each whole less the one before."""
    table, first, whole = [], 0, 0
    for character in ALL:
        made = NFD(character)
        if hangul(character) or len(made) < 2 or NFC(character) != character:
            continue
        before = NFC(made[:-1])
        if len(before) != 1:
            continue
        assert NFC(before + made[-1]) == character, hex(ord(character))
        table += [ord(character) - whole, ord(before) - first, ord(made[-1])]
        whole, first = ord(character), ord(before)
    return table


def scripts():
    """For every range how far behind the last one it begins, how many characters more than one, and its script by number."""
    cut = lambda text: [piece for piece, _ in P.UnicodeScripts().pre_tokenize_str(text)]
    own, samples, numbers = {}, [], []
    previous = None
    for character in ALL:
        if not cut(character):
            continue
        if previous is not None and len(cut(previous + character)) == 1:
            own[character] = own[previous]
        else:
            own[character] = next((index for index, sample in enumerate(samples) if len(cut(sample + character)) == 1), len(samples))
            if own[character] == len(samples):
                samples.append(character)
        previous = character
    assert len(samples) < 255
    last, start = 0, None
    groups = []
    for character in ALL:
        script = own.get(character)
        if script is None:
            continue
        if groups and groups[-1][2] == script and groups[-1][1] == ord(character) - 1:
            groups[-1][1] += 1
        else:
            groups.append([ord(character), ord(character), script])
    for first, end, script in groups:
        numbers += [first - last, end - first, script]
        last = end
    return numbers


def lines(numbers):
    """Numbers with spaces between them, in lines of at most 196 characters."""
    text, line = [], ""
    for value in numbers:
        word = number(value)
        if len(line) + len(word) + 1 > 196:
            text.append(line)
            line = ""
        line += (" " if line else "") + word
    return "\n".join("        " + line for line in text + [line])


def members():
    clean = N.BertNormalizer(clean_text=True, handle_chinese_chars=False, strip_accents=False, lowercase=False).normalize_str
    strip = N.BertNormalizer(clean_text=False, handle_chinese_chars=False, strip_accents=True, lowercase=False).normalize_str
    accents = N.StripAccents().normalize_str
    cut = P.Punctuation("removed").pre_tokenize_str
    words = P.Whitespace().pre_tokenize_str
    return {
        "wordCharacters": [ord(c) for c in ALL if [piece for piece, _ in words("a" + c)] == ["a" + c]],
        "punctuation": [ord(c) for c in ALL if not cut(c)],
        "others": [ord(c) for c in ALL if clean(c) == "" and ord(c) not in (0, 0xFFFD)],
        "nonspacingMarks": [ord(c) for c in ALL if NFD(c) == c and strip(c) == ""],
        "combiningMarks": [ord(c) for c in ALL if accents(c) == ""],
    }


def digest(make):
    """For every 4096 code points the checksum of what becomes of each by itself, and behind a letter and before marks, where neighbours matter."""
    return [zlib.crc32("".join(make(c) + "\n" + make("e\u0323" + c + "\u0301\u0316") + "\n" for c in map(chr, range(first, first + 4096)) if not 0xD800 <= ord(c) < 0xE000).encode()) for first in range(0, 0x110000, 4096)]


if __name__ == "__main__":
    print("tokenizers", __version__)
    canonical, compatible = decompositions()
    order = classes()
    table, last = [], 0
    for first, end in ranges(order):
        start = first
        for code in range(first, end + 2):
            if code > end or order[code] != order[start]:
                table += [start - last, code - 1 - start, order[start]]
                last, start = code - 1, code
    tables = {"canonical": canonical, "compatible": compatible, "combiningClasses": table, "compositions": compositions(), "scripts": scripts()} | {name: range_table(codes) for name, codes in members().items()}
    os.makedirs(os.path.dirname(SOURCE), exist_ok=True)
    with open(SOURCE, "w") as file:
        file.write(f"// Made by make_unicode_tables.py with tokenizers {__version__}: numbers in base 36, as `LibraryUnicode` reads them.\nenum LibraryTables {{\n")
        for name, numbers in tables.items():
            file.write(f'    static let {name}: StaticString = """\n{lines(numbers)}\n        """\n')
        file.write("}\n")
    print({name: len(numbers) for name, numbers in tables.items()}, os.path.getsize(SOURCE), "bytes")
    others = {
        "Lowercase": N.Lowercase(), "StripAccents": N.StripAccents(), "Nmt": N.Nmt(), "Bert": N.BertNormalizer(), "Bert clean": N.BertNormalizer(True, False, False, False), "Bert Chinese": N.BertNormalizer(False, True, False, False),
    }
    digests = {name: digest(form) for name, form in FORMS.items()} | {name: digest(normalizer.normalize_str) for name, normalizer in others.items()}
    for name, cut in {"Punctuation": P.Punctuation("isolated"), "Digits": P.Digits(True), "Whitespace": P.Whitespace(), "WhitespaceSplit": P.WhitespaceSplit(), "UnicodeScripts": P.UnicodeScripts(), "BertPreTokenizer": P.BertPreTokenizer()}.items():
        digests[name] = digest(lambda text: "\0".join(piece for piece, _ in cut.pre_tokenize_str(text)))
    with open(os.path.join(HERE, "unicode.json"), "w") as file:
        json.dump(digests, file, separators=(",", ":"))
