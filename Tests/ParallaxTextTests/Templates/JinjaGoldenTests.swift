import Foundation
import ParallaxText
import TestSupport
import Testing

@Suite("What chat templates can say, as Jinja says it in transformers' sandbox")
struct JinjaGoldenTests {
    /// Goldens/templates/make_jinja_goldens.py
    struct Entry: Decodable, CustomTestStringConvertible {
        let kind: String, source: String
        /// One of the two.
        let text: String?, error: String?

        var testDescription: String { "\(kind): \(source)" }

        static let all: [Entry] =
            (try? JSONDecoder().decode([Entry].self, from: Data(contentsOf: ChatFileTests.goldens.appending(path: "jinja.json")))) ?? []
    }

    @Test("goldens of every kind are there")
    func complete() {
        #expect(
            Set(Entry.all.map(\.kind)) == [
                "tuples", "views", "startswith", "dictsort", "split", "percent", "braces", "blocks", "recursive", "numbers", "lists",
                "others"
            ])
        #expect(Entry.all.count > 150 && Entry.all.count { $0.error != nil } > 30)
    }

    @Test("the same text, or a refusal where Jinja refuses", arguments: Entry.all)
    func agrees(entry: Entry) throws {
        let measured = try MeasuredRendering(entry.source, [ChatMessage(role: "user", content: "Hi")])
        measured.checkOutcome(entry.source)
        if let text = entry.text {
            #expect(measured.text == text, "\(entry.source): \(measured.complaint?.description ?? "")")
        } else {
            #expect(measured.complaint != nil, "\(entry.source): \(measured.text ?? "") where Jinja says \(entry.error ?? "")")
        }
    }

    @Test(
        "the bounds hold for formats, fillings, batches and calls of loops and callers",
        arguments: [
            "{{ '%99999999d' % 1 }}", "{{ '%999999999999d' % 1 }}", "{{ '%.99999f' % 1.5 }}", "{{ '{:>99999999}'.format('a') }}",
            "{{ 'a'.center(10 ** 15) }}", "{{ '7'.zfill(10 ** 18) }}", "{{ [1] * 10 ** 12 }}", "{{ [1] * 10 ** 18 }}",
            "{{ [1]|batch(0)|list }}", "{{ [1]|batch(10 ** 15, 'x')|list }}", "{{ [1]|slice(10 ** 9)|list }}",
            "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
            "{% macro m() %}{{ caller() }}{% endmacro %}{% macro n() %}{% call m() %}{{ n() }}{% endcall %}{% endmacro %}{{ n() }}",
            "{% set ns = namespace() %}{% set ns.a = ns %}{{ ns }}",
            "{% set ns = namespace(t=()) %}{% for i in range(9999) %}{% set ns.t = (ns.t,) %}{% endfor %}", "{{ ('{' * 50001).format() }}",
            "{{ '{:{:{:{}}}}'.format(1,2,3,4) }}",
            "{% set ns = namespace(t='%s' * 1000) %}{% for i in range(99) %}{% set ns.t = ns.t % (ns.t,) %}{% endfor %}",
            "{% set ns = namespace(f='') %}{% for i in range(99999) %}{% set ns.f = '{:>1000000}'.format(ns.f) %}{% endfor %}",
            "{{ '%(' }}{{ '%(' % {} }}", "{{ '%*d' % (10 ** 18, 1) }}", "{{ '{0[}'.format(1) }}", "{{ '{0!}'.format(1) }}",
            "{{ '{0.x}'.format({'x': 1}) }}", "{{ 9223372036854775807|round(-1) }}", "{{ 1|round(10 ** 9) }}",
            "{% for a in range(3000) %}{% for g in range(3000)|groupby('x', default=a) %}{{ g }}{% endfor %}{% endfor %}",
            "{{ range(100000)|map('string')|list|sort(attribute='a,b,c,d,e,f', reverse=true) }}"
        ])
    func bounds(_ source: String) throws {
        let measured = try MeasuredRendering(source)
        measured.checkOutcome(source)
        measured.checkPrice(source)
        #expect(measured.complaint != nil, "\(source): \(measured.text?.prefix(80) ?? "")")
    }
}
