import TestSupport
import Testing

/// Templates that do one thing again and again, each on a value on which it is dear: siblings of those in Goldens/hostile.
struct EndlessTemplate: Sendable, CustomTestStringConvertible {
    let name: String
    let source: String

    var testDescription: String { name }

    /// - Parameter setup: comes once, before the loop.
    init(_ body: String, _ setup: String = "", name: String? = nil) {
        self.name = name ?? "\(body) after \(setup.count > 80 ? "much" : setup)"
        source = setup + "{% for i in range(100000) %}{% for j in range(100000) %}" + body + "{% endfor %}{% endfor %}"
    }

    static let all: [EndlessTemplate] = statements + texts + searches + lists + mappings + printing + further

    private static func mapping(_ count: Int, _ key: (Int) -> String) -> String {
        "{" + (0..<count).map { "\(key($0)): \($0)" }.joined(separator: ", ") + "}"
    }

    private static let statements: [EndlessTemplate] = [
        .init(""), .init("x"), .init("{{ 1 }}"), .init("{% if i %}{% endif %}"), .init("{% set x = 1 %}"),
        .init("{% with a = 1, b = 2 %}{% endwith %}"), .init("{% set x = nope %}"),
        .init((0..<50).map { "{% set x\($0) = 1 %}" }.joined(), name: "50 variables"),
        .init(
            String(repeating: "{% with %}", count: 50) + String(repeating: "{% set x = far %}", count: 20)
                + String(repeating: "{% endwith %}", count: 50), name: "a variable behind 50 levels"),
        .init("{% set n.x = i %}{% set y = n.x %}", "{% set n = namespace() %}"), .init("{{ f() }}", "{% macro f() %}{% endmacro %}"),
        .init("{% set x = f(1, 2, c=3) %}", "{% macro f(a, b, c, d=4) %}{{ a }}{% endmacro %}"),
        .init("{% set x %}abc{% endset %}"), .init("{% set x %}{{ s }}{% endset %}", "{% set s = 'ab c' * 250000 %}"),
        .init("{% set x = loop.index0 %}{% set y = loop.previtem %}{% set z = loop.nope %}"),
        .init("{% set x = loop.cycle(1, 2, 3) %}"), .init("{% for c in s %}{% endfor %}", "{% set s = 'ab c' * 250000 %}"),
        .init("{% for c in l if c %}{% endfor %}", "{% set l = range(100000) %}"),
        .init("{% for k, v in d.items() %}{% endfor %}", "{% set d = {'a': 1, 'b': 2} %}"),
        .init("{% set x = 1 + 2 * 3 - 4 // 5 % 6 ** 2 %}"), .init("{% set x = 3.5 ** 39.5 / 1e-300 %}"),
        .init("{% set x = 1 < 2 < 3 < 4 <= 5 != 6 %}"),
        .init("{% set x = 1 if not i else 2 and 3 or 4 %}"), .init("{% set x = i is odd and i is defined and i is string %}"),
        .init("{% set x = range(1000) %}"), .init("{% set x = strftime_now('%c' * 20) %}"),
        .init("{% set x = 1 | default(\((0..<300).map { "a\($0)=1" }.joined(separator: ", "))) %}", name: "300 named arguments"),
        .init("{% set x = '\(String(repeating: "y", count: 1000))' %}", name: "a long literal"),
        .init("{% set x = \u{61}\(String(repeating: "\u{301}", count: 3000)) %}", name: "a name of 3,000 combining marks"),
        .init("{% set x = messages.\u{61}\(String(repeating: "\u{301}", count: 3000)) %}", name: "an attribute of 3,000 combining marks"),
        .init(
            "{% set x = 1 | default(\u{61}\(String(repeating: "\u{301}", count: 3000))=1) %}", name: "an argument of 3,000 combining marks")
    ]

    /// Each on ASCII and on scalars of several bytes.
    private static let texts: [EndlessTemplate] = ["'ab c' * 250000", "'é𝒳ß' * 100000"].flatMap { text in
        [
            "s | upper", "s | lower", "s | title", "s | capitalize", "s.title()", "s.strip()", "s.strip('x')", "s | trim", "s | reverse",
            "s | list", "s[::-1]", "s[1:]", "s[:-1]", "s[::3]", "s[5]", "s[-5]", "s[150000]",
            "s.split()", "s.split(' ')", "s.split('ß')", "s.rsplit(' ', 3)", "s.rsplit('ß', 3000)", "s.splitlines()", "s.replace('a', 'b')",
            "s.replace('é', 'bb')", "s.replace('zz', 'b')", "s.find('zz')", "s.rfind('zz')",
            "s.count('a')", "'zz' in s", "s == t", "s < t", "s.startswith(s)", "s.endswith(t)", "s.isdigit()", "s.isalpha()", "s.isspace()",
            "s is lower", "s is upper", "s | e", "s | indent", "s | tojson", "[s] | string",
            "s ~ s", "s + s", "s * 2", "s | length", "s | int", "s | float", "s.removeprefix('ab')", "s.removesuffix('c')", "','.join(s)",
            "s | unique", "s | sort", "s | first", "s | last", "s | map('upper') | list", "{s: 1}", "s in d", "s in [t]",
            "d[s]", "d[(s, 1)]", "{(s, (t, 1)): 1}", "[s, t, 1] | unique", "messages[s]", "d.get(s)", "s | select('in', d)",
            "s | default(1)", "s | string"
        ].map { .init("{% set x = \($0) %}", "{% set s = \(text) %}{% set t = s ~ '' %}{% set d = {'a': 1} %}") }
    }

    private static let searches: [EndlessTemplate] = [
        .init("{% set x = p in s %}", "{% set s = 'ab' * 500000 %}{% set p = 'ab' * 100000 ~ 'aa' %}"),
        .init("{% set x = s.find(p) %}", "{% set s = 'aaab' * 250000 %}{% set p = 'aaaa' %}"),
        .init("{% set x = s.rfind(p) %}", "{% set s = 'ab' * 500000 %}{% set p = 'bb' ~ 'ab' * 100000 %}"),
        .init("{% set x = s.count(p) %}", "{% set s = 'a' * 1000000 %}{% set p = 'a' * 999 %}"),
        .init("{% set x = s.split(p) %}", "{% set s = 'a' * 1000000 %}{% set p = 'a' * 5000 ~ 'b' %}"),
        .init("{% set x = s.rsplit(p, 1) %}", "{% set s = 'a' * 1000000 %}{% set p = 'b' ~ 'a' * 5000 %}"),
        .init("{% set x = s.split('a') %}", "{% set s = 'a' * 1000000 %}"),
        .init("{% set x = s.split() %}", "{% set s = 'a ' * 1000000 %}"),
        .init("{% set x = s.splitlines() %}", "{% set s = '\\n' * 1000000 %}"),
        .init("{% set x = s.replace('a', 'bb') %}", "{% set s = 'a' * 1000000 %}"),
        .init("{% set x = s.strip() %}", "{% set s = '\\u00a0' * 1000000 %}"),
        .init("{% set x = 'a'.strip(s) %}", "{% set s = 'xyz' * 100000 %}"),
        .init("{% set x = s.startswith(l) %}", "{% set s = 'ab' %}{% set l = range(100000) | map('string') | list %}"),
        .init("{% set x = s.endswith(l) %}", "{% set s = 'a' * 100000 %}{% set l = ['b' ~ s, 'c' ~ s[1:], 'b' ~ s[1:]] %}"),
        .init("{% set x = s | lower %}", "{% set s = 'Σ' * 100000 %}"),
        .init("{% set x = s | lower %}", "{% set s = \"'\" * 100000 ~ \"Σ'\" * 50000 ~ \"'\" * 100000 %}"),
        .init("{% set x = s ~ 'a' %}", "{% set s = 'a' * 16000000 %}"),
        .init("{% set x = 'a' * 4000000 %}"), .init("{% set x = s ~ 'a' %}", "{% set s = '\\u0301' * 300000 %}"),
        .init("{% set x = s[1:] %}", "{% set s = '\\u0301' * 300000 %}"), .init("{% set x = s | int %}", "{% set s = '9' * 1000000 %}")
    ]

    private static let lists: [EndlessTemplate] =
        ["range(100000)", "('a bc def ghij ' * 20000).split(' ')", "range(3000) | map('float')", "[[1, [2]], {'a': [3]}, 'b', none]"]
        .flatMap { list in
            [
                "l[1:]", "l[::-1]", "l[5]", "l | reverse", "-1 in l", "'q' in l", "l.count('q')", "l == k", "l + l", "l | list",
                "l | length", "l | map('string') | list", "l | map('default', 1) | list", "l | select | list", "l | reject('none') | list",
                "l | map('string') | sort", "l | map('string') | unique", "l | join(',')", "l | string", "l | tojson",
                "l | tojson(indent=4)", "l | first", "[l]", "[l, l] | sum(start=[])", "l | map('string') | map(attribute='strip') | list"
            ].map { .init("{% set x = \($0) %}", "{% set l = \(list) | list %}{% set k = l + [] %}") }
        } + [
            .init("{% set x = l.index(99999) %}", "{% set l = range(100000) %}"),
            .init("{% set x = l | sort(attribute=0) %}", "{% set l = [[3], [2], [1]] %}"),
            .init("{% set n.l = n.l[1:] + [i] %}", "{% set n = namespace(l=range(1000)) %}"),
            .init("{% for a in l %}{% for b in l %}{% for c in l %}{% endfor %}{% endfor %}{% endfor %}", "{% set l = range(100) %}"),
            .init("{% set x = l | join(attribute='content') %}", "{% set l = [messages[0], messages[1]] %}"),
            .init("{% set x = l | map('tojson') | list %}", "{% set l = messages + messages %}"),
            .init("{% set x = l | map('replace', 'a', 'b') | map('upper') | list %}", "{% set l = ['aaa', 'bab'] %}"),
            .init("{% set x = l | sum %}", "{% set l = range(100000) %}"),
            .init("{% set x = l | sort %}", "{% set l = range(100000) | reverse | list %}"),
            .init("{% set x = l | unique %}", "{% set l = range(100000) %}"),
            .init("{% set x = messages | selectattr('role', 'equalto', 'user') | list %}"),
            .init("{% set x = messages | map(attribute='content') | list %}"), .init("{% set x = messages | sort(attribute='role') %}"),
            .init("{% set x = l + l %}", "{% set l = range(100000) %}{% set l = l + l + l + l + l %}"),
            .init("{% set x = l == k %}", "{% set l = ['a' * 100000] %}{% set k = ['a' * 99999 ~ 'a'] %}"),
            .init(
                "{% set x = a == b %}",
                "{% set n = namespace(a=[1], b=[1]) %}{% for i in range(40) %}{% set n.a = [n.a, n.a] %}{% set n.b = [n.b, n.b] %}{% endfor %}{% set a = n.a %}{% set b = n.b %}",
                name: "two lists of 2^40 elements compared"),
            .init(
                "{% set x = a | string %}",
                "{% set n = namespace(a=[1]) %}{% for i in range(40) %}{% set n.a = [n.a, n.a] %}{% endfor %}{% set a = n.a %}",
                name: "a list of 2^40 elements printed"),
            .init(
                "{% set x = {a: 1} %}",
                "{% set n = namespace(a=[1]) %}{% for i in range(40) %}{% set n.a = [n.a, n.a] %}{% endfor %}{% set a = n.a %}",
                name: "a list of 2^40 elements as a key")
        ]

    private static let mappings: [EndlessTemplate] =
        [mapping(5000) { "\($0)" }, mapping(2000) { "'k\($0)'" }].flatMap { literal in
            [
                "d.keys()", "d.values()", "d.items()", "d | items", "d | list", "d | dictsort", "dict(d)", "dict(d, z=1)",
                "namespace(d).k1", "d == e", "d | string", "d | tojson", "d | tojson(sort_keys=true)", "d.get(7)", "'k7' in d",
                "d | length", "d | first",
                "d | map('string') | list", "d.nope", "d['k7']"
            ].filter { !$0.hasPrefix("namespace") }.map {
                .init(
                    "{% set x = \($0) %}", "{% set d = \(literal) %}{% set e = dict(d, z=1) %}{% set d = dict(d, z=1) %}",
                    name: "\($0) of \(literal.prefix(6))…")
            }
        } + [
            .init("{% set x = {'a': 1, 'b': 2} %}"), .init("{% set x = dict(a=1, b=2) %}"),
            .init("{% set x = d[l] %}", "{% set l = range(900) | list %}{% set d = {l: 1} %}"),
            .init("{% set x = {s: 1, t: 2} %}", "{% set s = 'a' * 500000 %}{% set t = s ~ 'b' %}"),
            .init("{% set n.d = dict(n.d, z=i) %}", "{% set n = namespace(d={}) %}"),
            .init(
                "{% set x = d == e %}", "{% set s = 'a' * 500000 %}{% set d = {(s, (1, s)): 1} %}{% set e = {(s ~ '', (1, s ~ '')): 1} %}",
                name: "two mappings with a tuple of long texts as a key compared"),
            .init("{% set x = {}[k] %}", "{% set k = [1] %}{% for i in range(9) %}{% set k = [k, k] %}{% endfor %}")
        ]

    private static let printing: [EndlessTemplate] = [
        .init("{% set x = [s] | string %}", "{% set s = '\\x01' * 100000 %}"),
        .init("{% set x = s | tojson %}", "{% set s = '\\x01' * 100000 %}"), .init("{% set x = s | e %}", "{% set s = '&' * 1000000 %}"),
        .init("{% set x = s | indent(1, blank=true) %}", "{% set s = '\\n' * 100000 %}"),
        .init("{% set x = l | string %}", "{% set l = [1.1, 2.7e300, 3.3333333333, 1e-7, 5e-324] %}"),
        .init("{% set x = 1 ~ 2.5 ~ none ~ true ~ [] ~ {} %}"),
        .init(
            "{% set x = l | tojson(indent=32) %}",
            "{% set n = namespace(s=[1]) %}{% for i in range(45) %}{% set n.s = [n.s] %}{% endfor %}{% set l = n.s %}"),
        .init("{% set x = '12' | int + '1.5' | float %}"), .init("{% set x = s | join(s) %}", "{% set s = 'ab' * 1000 %}")
    ]
}
