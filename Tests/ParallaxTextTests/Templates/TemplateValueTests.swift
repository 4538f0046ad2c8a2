import ParallaxText
import Testing

@Suite("Values of templates behave as Python's, however they are stored")
struct TemplateValueTests {
    private func render(_ source: String) throws -> String {
        try ChatTemplate(source).render([ChatMessage(role: "user", content: "Hi")], addGenerationPrompt: false)
    }

    /// Checked with Jinja 3.1.6.
    @Test(
        "as Jinja prints it",
        arguments: [
            // Keys: 1, 1.0 and True are one, the first key and the last value stay, in the order of the first.
            ("{{ {1: 'a', 'x': 'b', true: 'c', 1.0: 'd'} }}", "{1: 'd', 'x': 'b'}"),
            ("{{ {1: 2}[true] }}{{ 1.0 in {1: 2} }}{{ {true: 2}.get(1) }}{{ {0: 1}[false] }}", "2True21"),
            ("{{ {2: 1}['2'] is defined }}", "False"),
            ("{{ {9007199254740993: 1}.get(9007199254740992.0) }}", "None"),
            (
                "{{ 9007199254740993 == 9007199254740992.0 }}{{ 9007199254740992 == 9007199254740992.0 }}{{ 9007199254740992 < 9007199254740993 }}",
                "FalseTrueTrue"
            ), ("{{ {(1, 'a'): 2}[(1.0, 'a')] }}", "2"), ("{{ {none: 1}[none] }}", "1"),
            ("{{ {'é': 1}['e\\u0301'] is defined }}", "False"), ("{{ 'é' == 'e\\u0301' }}", "False"),
            ("{{ {'a': 1}.items() | list }}", "[('a', 1)]"),
            ("{% set d = {'z': 1} %}{{ dict(d, a=2, z=3) }}{{ d }}", "{'z': 3, 'a': 2}{'z': 1}"),
            ("{{ {'b': 1, 'a': 2} == {'a': 2.0, 'b': true} }}", "True"), ("{{ [3, 1, 3.0, true, 2] | unique | list }}", "[3, 1, 2]"),
            // Finding, cutting and replacing, with overlaps and from the end.
            ("{{ 'aaa'.rfind('aa') }}{{ 'aaa'.find('aa') }}{{ 'aaaa'.count('aa') }}{{ 'aaa'.replace('aa', 'b') }}", "102ba"),
            ("{{ 'abc'.rfind('') }}{{ 'abc'.find('') }}{{ 'abc'.count('') }}{{ 'é𝒳'.rfind('𝒳') }}{{ 'é𝒳é'.rfind('é') }}", "30412"),
            (
                "{{ 'aaa'.rsplit('aa', 1) }}{{ 'aaa'.split('aa', 1) }}{{ 'a b c'.rsplit(' ', 1) }}{{ 'a b c'.split(' ', 0) }}",
                "['a', '']['', 'a']['a b', 'c']['a b c']"
            ), ("{{ 'abcabcabd'.find('abcabd') }}{{ 'aabaabaaa'.rfind('aabaa') }}", "33"),
            ("{{ 'ababab'.replace('ab', 'x', 2) }}", "xxab"), ("{{ 'a\\r\\nb\\n\\nc\\n'.splitlines() }}", "['a', 'b', '', 'c']"),
            (
                "{{ ' \\u00a0a b\\x1c'.strip() }}|{{ ' a '.lstrip() }}|{{ ' a '.rstrip() }}|{{ '   '.strip() }}|{{ 'xaxbx'.strip('x') }}",
                "a b|a | a||axb"
            ),
            // Slices count scalars.
            (
                "{{ 'é𝒳ß'[1] }}{{ 'é𝒳ß'[-1] }}{{ 'é𝒳ß'[::-1] }}{{ 'é𝒳ß'[1:] }}{{ 'é𝒳ß'[:-1] }}{{ 'é𝒳ßab'[::2] }}{{ 'é𝒳ßab'[3:1:-1] }}",
                "𝒳ßß𝒳é𝒳ßé𝒳éßbaß"
            ), ("{{ 'abc'[5] is defined }}{{ 'abc'[1:1] }}{{ [1, 2, 3][::-2] }}{{ 'é' * 3 }}{{ -1 * 'a' }}", "False[3, 1]ééé"),
            // Case, with the sigma at the end of a word.
            ("{{ 'ΑΣ ΑΣ. ΣΑ ΣΣ Α\\u0301Σ\\u0301 Σ' | lower }}", "ας ας. σα σς α\u{301}ς\u{301} σ"),
            ("{{ 'ßﬃ' | upper }}{{ 'ǆa' | capitalize }}", "SSFFIǅa"),
            // Numbers at the edges.
            ("{{ -9223372036854775807 - 1 }}", "-9223372036854775808"),
            ("{{ 7 // -2 }}{{ -7 % 3 }}{{ 2 ** 62 }}{{ 2 ** -1 }}", "-4246116860184273879040.5"),
            ("{{ '1e999' | float }}{{ '9' * 1 | int }}{{ ('9' * 5000) | float }}", "inf9inf"),
            // else runs where no turn came to its end.
            (
                "{% for i in [1, 2] %}{% break %}{% else %}x{% endfor %}{% for i in [1, 2] %}{% continue %}{% else %}y{% endfor %}{% for i in [1, 2] %}{% if i == 2 %}{% break %}{% endif %}{% else %}z{% endfor %}",
                "xy"
            ),
            (
                "{% for i in [] %}{% else %}x{% endfor %}{% for i in [1] %}{{ loop.previtem is defined }}{{ loop.nextitem is defined }}{% else %}y{% endfor %}",
                "xFalseFalse"
            ), ("{{ [] | select('no such test') | list }}", "[]")
        ])
    func python(_ source: String, _ wanted: String) throws {
        #expect(try render(source) == wanted, "\(source)")
    }

    @Test("a number that is none is one key and equals nothing")
    func nan() throws {
        #expect(
            try render("{% set x = 1e308 * 10 - 1e308 * 10 %}{{ x == x }}{{ {x: 1}[x] }}{{ [x, x] | unique | list | length }}") == "False11"
        )
    }

    @Test("what Python cannot hash is no key", arguments: ["{{ {{}: 1} }}", "{{ {} in {} }}", "{{ [{}] | unique }}", "{{ {}[{}] }}"])
    func keys(_ source: String) {
        #expect(throws: Complaint.self) { try render(source) }
    }

    @Test(
        "lines are counted through raw blocks and tags of several lines",
        arguments: [
            ("{% raw %}\n\n{% endraw %}\n{{ 1 / 0 }}", 4), ("{% raw\n%}\n{%\nendraw %}{{ 1 / 0 }}", 4), ("{#\n\n#}\n{{\n1 / 0 }}", 4),
            ("a\r\nb\rc\n{{ 1 / 0 }}", 4), ("{% if true\n%}{{ (\n'a' ~ 1 / 0) }}{% endif %}", 2)
        ])
    func lines(_ source: String, _ line: Int) {
        let complaint = #expect(throws: Complaint.self) { try render(source) }
        #expect(complaint?.subject == "chat template, line \(line)")
    }

    @Test(
        "names that differ only in their normal form are two",
        arguments: [
            ("{% set é = 1 %}{% set e\u{301} = 2 %}{{ é }}{{ e\u{301} }}", "12"),
            ("{% macro f(é, e\u{301}) %}{{ é }}{{ e\u{301} }}{% endmacro %}{{ f(e\u{301}=2, é=1) }}", "12")
        ])
    func names(_ source: String, _ wanted: String) throws {
        #expect(try render(source) == wanted)
    }
}
