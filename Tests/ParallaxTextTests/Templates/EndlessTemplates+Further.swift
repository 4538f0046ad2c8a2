import ParallaxText

/// What templates can say beyond the plain ones: every filter, test and method that there is, blocks that a filter or a macro takes, tuples, formats.
extension EndlessTemplate {
    static let further: [EndlessTemplate] = furtherTexts + furtherLists + everyTest + blocks

    /// Each on ASCII and on scalars of several bytes.
    private static let furtherTexts: [EndlessTemplate] = ["'ab c' * 250000", "'é𝒳ß' * 100000"].flatMap { text in
        [
            "s | d", "s | count", "s | safe", "s | escape", "s | forceescape", "s | replace('a', 'bb')", "s | center(2000000)",
            "s | wordcount", "s.lstrip()", "s.rstrip('c')", "s.upper()", "s.lower()",
            "s.capitalize()", "(s ~ 'xy').index('xy')", "('xy' ~ s).rindex('xy')", "s.isdecimal()", "s.isnumeric()", "s.isalnum()",
            "s.islower()", "s.isupper()", "s.partition('zz')", "s.rpartition('zz')", "s.partition(' ')", "s.center(2000000)",
            "s.ljust(2000000)", "s.rjust(2000000, 'ß')", "s.zfill(2000000)", "(s ~ '%s') % t", "'%s' % s", "'%s and %s' % (s, t)",
            "'%r' % [s]", "'%-1000000s' % s", "'%s' | format(s)", "'{} and {}'.format(t, s)", "'{} {}'.format(s, t)", "'{a}'.format(a=s)",
            "'{:>1000000}'.format(s)", "'{!r}'.format(s)", "s.startswith('b', 1)", "s.startswith(t, 0, 5)", "s.endswith('c', 3)",
            "s.find('zz', 3)", "s.rfind('zz', 3, 200000)", "s.count('a', 1, 100000)", "s.split(none, 3)", "s.split(none, 30000)",
            "s.rsplit(none, 3)", "s | min", "s | max", "s | batch(3) | list", "s | slice(3) | list", "s | sort(reverse=true)",
            "s | attr('upper')", "(s, t)", "(s, t) == (t, s)", "(s, t) | string", "(s,) + (t,)", "s | list | groupby(0)",
            "s | title | d('x', true)", "s[0:100000:7]", "s | sort(case_sensitive=true)", "s | unique(case_sensitive=true) | list"
        ].map { .init("{% set x = \($0) %}", "{% set s = \(text) %}{% set t = s ~ '' %}", name: "\($0) of \(text)") }
    }

    /// Numbers, words and lists, with what is done to lists of all kinds and what only to theirs.
    private static let furtherLists: [EndlessTemplate] =
        [
            ("range(100000) | list", ["l | unique | list", "l | map('round') | list", "l | map('abs') | list"]),
            (
                "range(3000) | map('float') | list",
                ["l | unique | list", "l | map('round') | list", "l | map('round', 1) | list", "l | map('abs') | list"]
            ),
            (
                "('a bc def ghij ' * 20000).split(' ')",
                ["l | unique | list", "l | map('count') | list", "l | map('escape') | list", "l | max(case_sensitive=true)"]
            ),
            (
                "([[1, 2], [3], [2, 4]] * 1000)",
                [
                    "l | groupby(0) | list", "l | min(attribute=0)", "l | max(attribute=0)", "l | sum(attribute=0)",
                    "l | map(attribute=0) | list", "l | map('count') | list", "l | sort(attribute=0, reverse=true)",
                    "l | unique(attribute=0) | list"
                ]
            )
        ].flatMap { list, own in
            (own + [
                "l | min", "l | max", "l | count", "l | batch(3) | list", "l | batch(3, 'x') | list", "l | slice(7) | list",
                "l | slice(7, 'x') | list", "l | sort(reverse=true)", "l | rejectattr('a') | list", "l | selectattr('a') | list",
                "l | map('d', 1) | list", "l | map('safe') | list", "l * 3", "(l, k) == (k, l)", "l[::2]", "(1, 2, l)",
                "l | map('center', 9) | list", "l | map('wordcount') | list", "l | map('attr', 'upper') | list"
            ]).map { .init("{% set x = \($0) %}", "{% set l = \(list) %}{% set k = l | list %}", name: "\($0) of \(list)") }
        } + [
            .init("{% set x = l | map('format', 1) | list %}", "{% set l = ['%s', 'a %d'] * 1000 %}"),
            .init("{% set x = l | groupby('role') | list %}", "{% set l = [{'role': 'a', 'n': 1}, {'role': 'b'}, {'role': 'a'}] * 1000 %}"),
            .init(
                "{% set x = l | groupby('role', default='x', case_sensitive=true) | list %}",
                "{% set l = [{'role': 'B'}, {}, {'role': 'a'}] * 1000 %}"),
            .init("{% set x = d | dictsort(by='value') %}", "{% set d = dict(a=3, b=2, c=1) %}"),
            .init(
                "{% set x = d | dictsort(case_sensitive=true, by='value', reverse=true) %}",
                "{% set d = dict(A='x' * 100000, b='X' * 100000, c='x' * 100001) %}"),
            .init("{% set x = 2.5 | round(2, 'ceil') + 3 | round(1, 'floor') + -7 | abs %}"), .init("{% set x = 1e300 | round(300) %}"),
            .init("{% set x = '%d %5.2f %x %e %c' % (1, 2.5, 255, 3.0, 'c') %}"), .init("{% set x = '%.1000000f' % 1.5 %}"),
            .init("{% set x = '{:,} {:.3f} {:x} {:%}'.format(1234567, 2.5, 255, 0.5) %}"),
            .init("{% set x = 1 is divisibleby 3 and 4 is even %}"),
            .init("{% for r in l | batch(100) %}{% for c in r | slice(7) %}{% endfor %}{% endfor %}", "{% set l = range(100000) | list %}")
        ]

    /// Tests whose argument is another value.
    private static let comparing: Set<JinjaTest> = [
        .eq, .equalto, .equal, .ne, .unequal, .lt, .lessthan, .less, .gt, .greaterthan, .greater, .le, .lessOrEqual, .ge, .greaterOrEqual,
        .sameas
    ]

    private static let everyTest: [EndlessTemplate] = JinjaTest.allCases.map { test in
        let argument = comparing.contains(test) ? ", t" : test == .isIn ? ", [t]" : test == .divisibleby ? ", 3" : ""
        let values = [.odd, .even, .divisibleby].contains(test) ? "[1, 2, 3]" : "[s, s]"
        return .init(
            "{% set x = \(values) | select('\(test.rawValue)'\(argument)) | list %}", "{% set s = 'é' * 200000 %}{% set t = s ~ '' %}",
            name: "is \(test.rawValue)")
    }

    private static let nested =
        "{% set n = namespace(l=[[], []]) %}{% for i in range(8) %}{% set n.l = [n.l, n.l] %}{% endfor %}{% set l = n.l %}"

    private static let blocks: [EndlessTemplate] = [
        .init("{% filter upper %}{{ s }}{% endfilter %}", "{% set s = 'ab c' * 100000 %}"),
        .init("{% filter replace('a', 'bb') | trim %}{{ s }}abc{% endfilter %}", "{% set s = 'ab c' * 100000 %}"),
        .init("{% set x | upper | indent(3) %}{{ s }}{% endset %}", "{% set s = 'a\\n' * 100000 %}"),
        .init("{% set x | list | length | string %}{{ s }}{% endset %}", "{% set s = 'é' * 100000 %}"),
        .init("{% call f() %}{{ s }}{% endcall %}", "{% set s = 'abc' * 1000 %}{% macro f() %}{{ caller() }}{{ caller() }}{% endmacro %}"),
        .init(
            "{% set x %}{% call(a, b=2) f(1) %}{{ a }}{{ b }}{% endcall %}{% endset %}",
            "{% macro f(n) %}{{ caller(n) }}{{ caller(n, b=s) }}{% endmacro %}{% set s = 'b' * 100000 %}"),
        .init("{% set x = f(1, 2, 3, a=4, b=5) %}", "{% macro f() %}{{ varargs | length }}{{ kwargs | length }}{% endmacro %}"),
        .init("{% for a in l recursive %}{{ loop(a) }}{% endfor %}", nested),
        .init("{% for a in l recursive %}{% set x = loop.depth %}{% set y = loop(a) %}{% endfor %}", nested),
        .init("{% set a, b, c = (1, 2, 3) %}"), .init("{% for a, b in l %}{% endfor %}", "{% set l = [(1, 2)] * 100000 %}"),
        .init("{% set x = (1, (2, (3, (4, s)))) %}", "{% set s = 'a' * 100000 %}"),
        .init("{% set x = d[(1, s)] %}", "{% set s = 'a' * 100000 %}{% set d = {(1, s): 2} %}"),
        .init("{% for a in l %}{% if a > 5 %}{% break %}{% endif %}{% continue %}{% endfor %}", "{% set l = range(100000) | list %}"),
        .init("{% set x = messages[0] | tojson %}{% set y = messages[0].items() | list %}"),
        .init("{% for m in messages %}{% for k, v in m.items() %}{% set x = v | tojson %}{% endfor %}{% endfor %}"),
        .init("{% set x = raise_exception('a' * 100000) if i < 0 else 1 %}")
    ]
}
