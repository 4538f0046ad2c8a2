import Testing

/// Sources of templates that are long, deep or of awkward scalars: a head, a part many times, a tail.
struct LongSource: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String

    var testDescription: String { name }

    private init(_ name: String, _ part: String, _ count: Int) { self.init(name, "", part, count) }

    private init(_ name: String, _ head: String, _ part: String, _ count: Int, _ tail: String = "") {
        self.name = name
        text = head + String(repeating: part, count: count) + tail
    }

    private init(_ name: String, _ head: String = "", numbered count: Int, _ tail: String = "", _ part: (Int) -> String) {
        self.name = name
        text = head + (0..<count).map(part).joined() + tail
    }

    static let all: [LongSource] = parts + marks + nests + numbered

    private static let parts: [LongSource] = [
        .init("outputs", "{{1}}", 190_000), .init("assignments", "{% set a=1 %}", 76_000), .init("signs", "{{", "+", 900_000),
        .init("a list", "{{[", "1,", 450_000, "]}}"), .init("a mapping", "{{{", "1:1,", 220_000, "}}}"),
        .init("strings", "{{", "'a'", 300_000, "}}"), .init("arguments", "{{f(", "a=1,", 220_000, ")}}"),
        .init("conditions", "{% if 1 %}{% endif %}", 47_000), .init("branches", "{% if 0 %}", "{% elif 0 %}", 80_000, "{% endif %}"),
        .init("a comment", "{#", "x", 900_000), .init("blanks", "{% if 1", " ", 900_000, "%}{% endif %}"),
        .init("raw text", "{% raw %}", "{% ", 300_000), .init("escapes", "{{ '", "\\n", 400_000, "' }}"),
        .init("an open string", "{{ '", "a", 900_000),
        .init("line ends", "\r\n", 400_000), .init("digits", "{{ ", "9", 900_000, " }}"), .init("decimals", "{{ 0.", "9", 900_000, " }}"),
        .init("colons", "{{ a[", ":", 900_000, "] }}"), .init("brackets that do not match", "{{ ", "(]", 400_000),
        .init("braces in text", "{ {", 300_000), .init("blanks before tags", "", "    {#-   -#}   \n", 50_000),
        .init("raw blocks", "{% raw %}\n{% endraw %}", 40_000), .init("a string of strings", "{{ ", "'a' ", 200_000, "}}")
    ]

    private static let marks: [LongSource] = [
        .init("a name of letters", "{{ ", "é", 400_000, " }}"), .init("a name of marks", "{{ a", "\u{301}", 400_000, " }}"),
        .init("names of marks", "{{ a", "\u{301}a ~ a", 90_000, " }}"), .init("a filter of marks", "{{ 1 | a", "\u{301}", 400_000, " }}"),
        .init("a test of marks", "{{ 1 is a", "\u{301}", 400_000, " }}"), .init("a statement of marks", "{% a", "\u{301}", 400_000, " %}"),
        .init("an attribute of marks", "{{ messages.a", "\u{301}", 400_000, " }}"), .init("text of marks", "a", "\u{301}", 400_000),
        .init("a string of marks", "{{ 'a", "\u{301}", 400_000, "' | length }}"),
        .init("text of Hangul", "\u{1100}\u{1161}\u{11A8}", 100_000)
    ]

    private static let nests: [LongSource] = [
        .init("nested macros", "{% macro f() %}", 60_000), .init("nested sets", "{% set a %}", 80_000),
        .init("nested slices", "{{ ", "a[a:", 200_000), .init("nested calls", "{{ ", "f(a=", 200_000),
        .init("nested conditions", "{{ ", "1 if 1 else ", 70_000),
        .init("nested mappings", "{{ ", "{1:", 300_000), .init("nested filters", "{{ 1", " | d(1", 150_000),
        .init("nested tests", "{{ 1", " is in [1", 100_000), .init("nested with", "{% with a=1 %}", 60_000),
        .init("nested generations", "{% generation %}", 60_000)
    ]

    private static let numbered: [LongSource] = [
        .init("names", numbered: 90_000) { "{{a\($0)}}" }, .init("macros", numbered: 22_000) { "{% macro f\($0)(a,b=1) %}{% endmacro %}" },
        .init("parameters", "{% macro f(z", numbered: 100_000, ") %}{% endmacro %}") { ",a\($0)" },
        .init("targets", "{% for z", numbered: 100_000, " in [] %}{% endfor %}") { ",a\($0)" },
        .init("variables of with", "{% with z=1", numbered: 90_000, " %}{% endwith %}") { ",a\($0)=1" },
        .init("keys", "{{ {0:0", numbered: 60_000, "} | length }}") { ",'a\($0)':1" }
    ]
}
