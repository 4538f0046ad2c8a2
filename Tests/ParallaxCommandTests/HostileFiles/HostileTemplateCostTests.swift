import Foundation
import TestSupport
import Testing

/// What a template may hold at one time is counted; here the kernel counts. Each holds as much as it can, in values of another kind.
@Suite("Chat templates that fill their memory end within two seconds and 256 MB of the whole program", .serialized)
struct HostileTemplateCostTests {
    private static let doubled = "{% set n = namespace(l=[1]) %}{% for i in range(20) %}{% set n.l = n.l + n.l %}{% endfor %}"
    private static let mapping =
        "{% set d = {" + (0..<15_000).map { "'k\($0)': \($0)" }.joined(separator: ", ") + "} %}{% set n = namespace(l=[]) %}"

    static let templates: [(name: String, source: String)] = [
        (
            "a long list, chosen from and mapped",
            doubled + "{% set x = n.l | select | list %}{% set y = n.l | map('default', 1) | list %}{{ (x + y) | length }}"
        ),
        ("characters", "{% set l = ('é' * 2600000) | list %}{% set x = l | map('upper') | list %}"),
        ("pieces", "{% set l = ('0123456789abcdef ' * 700000).split(' ') %}"),
        ("many short lists", "{% set l = 'abcdefgh' * 100000 %}{% set a = l | map('list') | list %}{% set b = l | map('list') | list %}"),
        ("pairs", mapping + "{% for i in range(100) %}{% set n.l = n.l + [d.items()] %}{% endfor %}"),
        ("copies of a mapping", mapping + "{% for i in range(1000) %}{% set n.l = n.l + [dict(d, z=i)] %}{% endfor %}"),
        ("long texts", "{% set a = 'a' * 30000000 %}{% set b = a ~ 'b' %}{% set c = a ~ 'c' %}"),
        ("calls of a macro in itself", "{% macro f(n) %}{% set a = 'x' * 1000000 %}{{ f(n + 1) ~ a }}{% endmacro %}{{ f(0) }}"),
        ("a long source, then a long list", String(repeating: "{{ 1 }}", count: 19_000) + doubled + doubled + "{{ 1 / 0 }}"),
        ("a source of too many parts", String(repeating: "{{1}}", count: 190_000))
    ]

    @Test("each ends with a sentence", arguments: templates.indices)
    func bounded(_ place: Int) throws {
        let (name, source) = Self.templates[place], folder = try Folder(), model = try folder.copy(ofSample: "subject", as: "model")
        try folder.write("model/chat_template.jinja", source)
        let chat = try folder.write("chat.json", "[{\"role\": \"user\", \"content\": \"Hi\"}]")
        let cost = try Cost.of(["tokenize", "--model", model.path, "--chat", chat.path])
        #expect(cost.status == 1 && cost.output.contains("chat_template.jinja, line 1: expected "), "\(name): \(cost.output.prefix(400))")
        #expect(cost.processor <= Cost.processorBound, "\(name): \(cost.processor) s")
        #expect(cost.memory - Cost.least <= Cost.memoryBound, "\(name): \((cost.memory - Cost.least) >> 20) MB")
    }
}
