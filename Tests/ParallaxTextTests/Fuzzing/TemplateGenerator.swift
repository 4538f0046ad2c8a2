import ParallaxText
import TestSupport

/// Random chat templates that are sound in form and wild in what they do: every filter, test, method and function that the interpreter
/// knows, on values of every kind and size, with numbers at the edges and texts of awkward scalars. Most parts get operands of a kind that
/// they take, so that a template runs on; s is a text, n a number, l a list, d a mapping, x anything.
struct TemplateGenerator {
    private var random: SeededGenerator
    /// Parts that may still be made, so that a template ends.
    private var room = 0
    private var loops = 0

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func template() -> String {
        (room, loops) = (8, 0)
        var source =
            "{% set s, n, l, d, x = 'ab', 3, [1, 2], {'a': 1}, none %}{% set s = \(text()) %}{% set n = \(number()) %}{% set l = \(list()) %}{% set d = \(mapping()) %}{% set x = \(anything()) %}{% set ns = namespace(x=\(anything()), y=\(text())) %}"
        // A single part in a loop that would go on for ever, or a whole template.
        if isOneIn(3) {
            room = Int.random(in: 1...4, using: &random)
            return source
                + "{% for i in range(100000) %}{% for j in range(100000) %}{% set x = \(isOneIn(2) ? any() : anything()) %}{% endfor %}{% endfor %}"
        }
        room = Int.random(in: 4...60, using: &random)
        if isOneIn(3) {
            source += "{% macro f(a, b=\(anything())) %}\(body())\(isOneIn(2) ? "{{ f(\(anything())) }}" : "")\(body()){% endmacro %}"
        }
        repeat { source += statement() } while room > 0
        return isOneIn(20) ? damaged(source) : source
    }

    // MARK: statements

    private mutating func body() -> String { (0..<Int.random(in: 0...2, using: &random)).map { _ in statement() }.joined() }

    private mutating func statement() -> String {
        room -= 1
        guard room > 0 else { return "." }
        switch Int.random(in: 0..<18, using: &random) {
        case 0...2: return "{{ \(anything()) }}"
        case 3: return "{% set s = \(text()) %}"
        case 4: return "{% set n = \(number()) %}"
        case 5: return "{% set l = \(list()) %}"
        case 6: return "{% set d = \(mapping()) %}"
        // What a loop does to itself again and again grows.
        case 7: return "{% set ns.x = \(growth()) %}"
        case 8:
            return
                "{% set ns.y = \(one(of: ["ns.y ~ ns.y", "ns.y + s", "ns.y.replace('a', 'aa')", "s ~ ns.y | e", "[ns.y] | string", "ns.y * 2", "ns.y | join(ns.y)", "ns.y[1:] ~ 'a'"])) %}"
        case 9, 10, 11: return loop()
        case 12: return "{% if \(condition()) %}\(body()){% elif \(condition()) %}\(body()){% else %}\(body()){% endif %}"
        case 13: return "{% set s %}\(body()){{ \(anything()) }}{% endset %}"
        case 14: return "{% with x = \(anything()) %}\(body()){% endwith %}"
        case 15: return "{%- set a, b = [\(anything()), \(anything())] -%}\n  "
        case 16: return isOneIn(2) ? "{% raw %}{{ x }\n{% endraw %}" : "{# \(one(of: Self.texts)) #}"
        default:
            return loops > 0
                ? one(of: ["{% break %}", "{% continue %}", "{{ loop.index }}", "{{ loop.previtem }}"])
                : one(of: ["text\n", "{% generation %}x{% endgeneration %}", "\u{301}"])
        }
    }

    private mutating func loop() -> String {
        guard loops < 4 else { return "{{ loop.cycle(1, 2) }}" }
        let sequence = isOneIn(2) ? "range(\(one(of: ["2", "7", "50", "3000", "100000"])))" : isOneIn(2) ? self.sequence() : "d.items()"
        loops += 1
        defer { loops -= 1 }
        let condition = isOneIn(4) ? " if \(condition())" : ""
        return
            "{% for \(sequence == "d.items()" ? "k, x" : "x") in \(sequence)\(condition) %}\(body())\(body()){% else %}\(body()){% endfor %}"
    }

    private mutating func growth() -> String {
        one(of: [
            "[ns.x, ns.x]", "{'k': ns.x}", "[ns.x] + [ns.x]", "ns.x | string", "[ns, ns.x]", "namespace(x=ns.x)", "dict(a=ns.x, b=ns)",
            "ns.x | string | tojson", "ns.x | string | list", "[ns.x | string] * 1 if false else [x]",
            "ns.x ~ loop.index", "[loop, ns.x]", "[ns.x | default(1), d.items, s.strip]", "dict(d, k=ns.x)",
            "(ns.x | string).split('a') | unique", "l + [ns.x]"
        ])
    }

    // MARK: expressions

    private mutating func anything() -> String {
        switch Int.random(in: 0..<11, using: &random) {
        case 0...2: text()
        case 3: number()
        case 4, 5: list()
        case 6: mapping()
        case 7: condition()
        case 8: any()
        default:
            one(of: [
                "x", "ns.x", "ns", "nothing", "none", "messages", "messages[0].content", "range", "s.strip", "bos_token", "d.get('a')",
                "loop", "x.y", "l[n | int]", "d[s]", "l | first", "s | last"
            ])
        }
    }

    private mutating func text() -> String {
        room -= 1
        guard room > 0 else { return isOneIn(3) ? "s" : one(of: Self.texts) }
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1: return one(of: Self.texts)
        case 2: return one(of: Self.largeTexts)
        case 3: return "(\(text()) ~ \(anything()))"
        case 4:
            return
                "(\(text()) | \(one(of: ["upper", "lower", "title", "capitalize", "trim", "trim('ab')", "reverse", "e", "indent", "indent(3, true)", "string", "tojson", "replace('a', 'bb')"])))"
        case 5: return "(\(text())).\(one(of: ["strip", "lstrip", "rstrip"]))(\(isOneIn(2) ? text() : ""))"
        case 6: return "(\(text())).replace(\(pattern()), \(text()))"
        case 7: return "(\(text()))[\(slice())]"
        case 8: return "(\(sequence()) | join(\(text())))"
        case 9:
            return
                "(\(isOneIn(2) ? anything() : list()) | \(one(of: ["string", "string", "tojson", "tojson(indent=2)", "tojson(sort_keys=true)"])))"
        case 10: return "(\(text())).\(one(of: ["removeprefix", "removesuffix"]))(\(text()))"
        default: return "(\(text()) * \(one(of: ["2", "0", "1000", "-1"])))"
        }
    }

    private mutating func number() -> String {
        room -= 1
        guard room > 0, !isOneIn(3) else { return isOneIn(4) ? "n" : one(of: Self.numbers) }
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return "(\(number()) \(one(of: ["+", "-", "*", "/", "//", "%", "**"])) \(number()))"
        case 1: return "(\(sequence()) | length)"
        case 2: return "(\(text())).\(one(of: ["find", "rfind", "count"]))(\(pattern()))"
        case 3: return "(\(anything()) | \(one(of: ["int", "float"])))"
        case 4: return "(\(list())).count(\(anything()))"
        default: return "(\(number()) | abs)"
        }
    }

    private mutating func sequence() -> String { isOneIn(3) ? text() : isOneIn(3) ? mapping() : list() }

    private mutating func list() -> String {
        room -= 1
        guard room > 0 else { return isOneIn(2) ? "l" : one(of: ["[]", "[1, 'a']", "[[1], [1.0]]", "messages"]) }
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return one(of: Self.largeLists)
        case 1, 2: return "[\((0..<Int.random(in: 0...3, using: &random)).map { _ in anything() }.joined(separator: ", "))]"
        case 3: return "(\(text())).split(\(isOneIn(3) ? "" : pattern())\(isOneIn(3) ? "" : ""))"
        case 4: return "(\(text())).\(one(of: ["splitlines()", "split(' ', 2)", "rsplit('a', 3)", "rsplit(' ')"]))"
        case 5:
            return
                "(\(sequence()) | \(one(of: ["list", "reverse", "unique", "select", "reject('odd')", "select('string')", "map('string')", "map('upper') | list", "map('length')"])))"
        case 6: return "(\(list()) | map('string') | sort)"
        case 7: return "(\(list()))[\(slice())]"
        case 8: return "(\(list()) + \(list()))"
        case 9: return "(\(mapping())).\(one(of: ["items", "keys", "values"]))()"
        case 10: return "(\(mapping()) | \(one(of: ["items", "list", "dictsort"])))"
        default:
            return
                "(messages | \(one(of: ["selectattr('role', 'equalto', 'user')", "map(attribute='content')", "sort(attribute='role')", "rejectattr('x')"])) | list)"
        }
    }

    private mutating func mapping() -> String {
        room -= 1
        guard room > 0, !isOneIn(3) else { return isOneIn(2) ? "d" : one(of: ["{}", "{'a': 1, 'b': [2]}", "{1: 1, 1.0: 2, true: 3}"]) }
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
            return
                "{\((0..<Int.random(in: 0...3, using: &random)).map { _ in "\(isOneIn(3) ? list() : isOneIn(2) ? number() : text()): \(anything())" }.joined(separator: ", "))}"
        case 1: return "dict(\(mapping()), z=\(anything()))"
        default: return "dict(a=\(anything()), b=\(anything()))"
        }
    }

    private mutating func condition() -> String {
        room -= 1
        guard room > 0 else { return one(of: ["true", "x", "s", "loop is defined"]) }
        switch Int.random(in: 0..<7, using: &random) {
        case 0: return "\(text()) \(comparison()) \(text())"
        case 1: return "\(number()) \(comparison()) \(number())"
        case 2: return "\(anything()) \(one(of: ["==", "!="])) \(anything())"
        case 3: return "\(anything()) in \(isOneIn(2) ? list() : mapping())"
        case 4: return "\(pattern()) not in \(text())"
        case 5: return "(\(text())).\(one(of: ["startswith", "endswith"]))(\(isOneIn(3) ? "\(list()) | map('string') | list" : text()))"
        default: return "(\(condition()) \(one(of: ["and", "or"])) not \(condition()))"
        }
    }

    private mutating func comparison() -> String { one(of: ["==", "!=", "<", "<=", ">", ">="]) }

    /// What a text is searched for: not empty, where that matters.
    private mutating func pattern() -> String {
        isOneIn(3) ? "(\(text()) ~ 'a')" : one(of: ["'a'", "'ab'", "' '", "'\\n'", "'é'", "'aa'", "('a' * 1000 ~ 'b')", "'\\u0301'"])
    }

    private mutating func slice() -> String {
        func bound() -> String {
            isOneIn(3) ? "" : one(of: ["0", "1", "-1", "5", "-5", "1000", "9223372036854775807", "-9223372036854775807 - 1", "n | int"])
        }
        return isOneIn(2)
            ? "\(bound()):\(bound())"
            : "\(bound()):\(bound()):\(one(of: ["1", "-1", "2", "-3", "9223372036854775807", "-9223372036854775807 - 1"]))"
    }

    /// Any word that the interpreter knows, one that was added yesterday too, on anything.
    private mutating func any() -> String {
        let value = "(\(anything()))",
            arguments = (0..<Int.random(in: 0...3, using: &random)).map { _ in anything() }.joined(separator: ", ")
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1: return "\(value) | \(one(of: JinjaFilter.allCases).rawValue)(\(arguments))"
        case 2: return "\(sequence()) | map('\(one(of: JinjaFilter.allCases).rawValue)'\(arguments.isEmpty ? "" : ", " + arguments)) | list"
        case 3: return "\(sequence()) | \(one(of: ["select", "reject"]))('\(one(of: JinjaTest.allCases).rawValue)', \(anything()))"
        case 4:
            let ofTexts = "(\(text())).\(one(of: JinjaTextMethod.allCases).rawValue)",
                ofMappings = "(\(mapping())).\(one(of: JinjaMappingMethod.allCases).rawValue)"
            return "\(one(of: [ofTexts, ofTexts, ofMappings, "(\(list())).\(one(of: JinjaListMethod.allCases).rawValue)"]))(\(arguments))"
        default: return "\(one(of: JinjaFunction.allCases.filter { $0 != .raiseException }).rawValue)(\(arguments))"
        }
    }

    // MARK: values

    private static let numbers = [
        "0", "1", "2", "-1", "3", "63", "64", "1000", "100000", "9223372036854775807", "(-9223372036854775807 - 1)", "4611686018427387904",
        "-100000",
        "0.5", "1.0", "1e308", "5e-324", "1e16", "(1e308 * 10)", "((1e308 * 10) - (1e308 * 10))", "-0.0", "9007199254740993",
        "9007199254740992.0", "true"
    ]
    private static let texts = [
        "''", "'a'", "'ab c'", "' x '", "'role'", "'A'", "'1'", "' 3.5 '", "'1e999'", "'%Y %c'", "'\\n'", "'\\r\\n\\t'",
        "'\\x00\\x1b[2J\\x7f'", "'é'", "'e\\u0301\\u0301'", "'Σ'", "'aΣ.'", "'ßﬃǆ'", "'🙂👍🏽'",
        "'\\u202e\\ufeff\\u2028'", "'<&\\'\"\\\\>'", "'items'", "'upper'", "'odd'", "'𝒳'", "'\\u0345'"
    ]
    private static let largeTexts = [
        "('ab ' * 100000)", "('é\\u0301' * 50000)", "('\\n' * 100000)", "('Σ' * 20000)", "(\"<&'\" * 30000)", "('x' * 1000000)",
        "('\\u00a0' * 99999)", "('ab' * 5000 ~ 'c')", "('9' * 100000)",
        "('\\u0301' * 300000)", "('\\x01' * 99999)"
    ]
    private static let largeLists = [
        "range(100000)", "(range(3000) | map('string') | list)", "('a b c ' * 9999).split()", "('a' * 70000).split('a')",
        "('é' * 9999) | list", "(range(3000) | reverse)", "(range(999) | map('float') | list)"
    ]

    // MARK: chance

    private mutating func isOneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }

    private mutating func one<Element>(of elements: [Element]) -> Element { elements[Int.random(in: 0..<elements.count, using: &random)] }

    private mutating func damaged(_ text: String) -> String {
        var scalars = Array(text.unicodeScalars)
        let place = Int.random(in: 0..<scalars.count, using: &random)
        if isOneIn(2) {
            scalars.insert(
                contentsOf: one(of: ["{%", "%}", "}}", "(", "]", "|", "'", " if ", " is ", "-", "\u{301}", "~"]).unicodeScalars, at: place)
        } else {
            scalars.removeSubrange(place..<min(scalars.count, place + Int.random(in: 1...20, using: &random)))
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
