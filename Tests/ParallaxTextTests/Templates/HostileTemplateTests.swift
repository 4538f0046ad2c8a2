import Foundation
import ParallaxText
import TestSupport
import Testing

@Suite("Templates of strangers are done or refused within two seconds and 256 MB")
struct HostileTemplateTests {
    /// Goldens/hostile/templates.json.gz: 120 templates, of which 26 ran away once.
    struct Named: Decodable, Sendable, CustomTestStringConvertible {
        let name: String, template: String

        var testDescription: String { name }

        static let all: [Named] = {
            guard let file = try? MappedFile(Places.computeGoldens.appending(path: "hostile/templates.json.gz").path),
                var stream = try? GzipStream(file)
            else { return [] }
            var contents = Data()
            while let piece = try? stream.next() { contents.append(contentsOf: piece) }
            return (try? JSONDecoder().decode([Named].self, from: contents)) ?? []
        }()
    }

    @Test("they are all there")
    func complete() { #expect(Named.all.count == 120 && EndlessTemplate.all.count > 300) }

    @Test("each named one", arguments: Named.all)
    func named(_ hostile: Named) throws {
        let result = try MeasuredRendering(hostile.template)
        result.checkOutcome(hostile.name)
        // Without optimisation the clock ends what the prices would.
        #expect(result.seconds <= 2, "\(hostile.name) took \(result.seconds) s")
    }

    /// A part of the work there is, unless the run is a long one.
    static let limit: Int = {
        if ProcessInfo.processInfo.environment["PARALLAX_MUTANTS"] != nil { return JinjaAllowance.mostWork }
        #if DEBUG
        return JinjaAllowance.mostWork / 400
        #else
        return JinjaAllowance.mostWork / 50
        #endif
    }()

    @Test("whatever one does again and again is paid by the bytes that it touches", arguments: EndlessTemplate.all)
    func endless(_ endless: EndlessTemplate) throws {
        let result = try MeasuredRendering(endless.source, work: Self.limit)
        result.checkOutcome(endless.name)
        result.checkPrice(endless.name)
        #expect(result.complaint != nil, "\(endless.name) ended")
    }

    /// Methods that change a list are refused by name, wherever they stand.
    private static let refusedMethods = JinjaListMethod.allCases.map(\.rawValue).filter { !["index", "count"].contains($0) }

    @Test("every filter, test, function and method that there is stands in one of them, so that a new one cannot go without a price")
    func everyOperation() {
        let sources = EndlessTemplate.all.map(\.source).joined(separator: "\n")
        func missing(_ words: [String], _ forms: (String) -> [String]) -> [String] {
            words.filter { word in !forms(word).contains { sources.contains($0) } }
        }
        #expect(missing(JinjaFilter.allCases.map(\.rawValue)) { word in [" ", "(", ")", "|"].map { "| \(word)\($0)" } } == [])
        #expect(missing(JinjaTest.allCases.map(\.rawValue)) { ["select('\($0)'", "is \($0) "] } == [])
        #expect(missing(JinjaFunction.allCases.map(\.rawValue)) { ["\($0)("] } == [])
        #expect(missing(JinjaTextMethod.allCases.map(\.rawValue)) { [".\($0)("] } == [])
        #expect(missing(JinjaMappingMethod.allCases.map(\.rawValue)) { ["d.\($0)("] } == [])
        #expect(missing(JinjaListMethod.allCases.map(\.rawValue).filter { !Self.refusedMethods.contains($0) }) { ["l.\($0)("] } == [])
        for method in Self.refusedMethods {
            #expect(throws: Complaint.self) {
                try ChatTemplate("{% set l = [1] %}{{ l.\(method)(1) }}").render([], addGenerationPrompt: false)
            }
        }
    }

    @Test("they run until their work is paid, and are not ended by a mistake in them", arguments: EndlessTemplate.further)
    func runs(_ endless: EndlessTemplate) throws {
        let complaint = try #require(try MeasuredRendering(endless.source, work: 1 << 22).complaint)
        #expect(complaint.remedy.contains("give it less text"), "\(endless.name): \(complaint)")
    }

    @Test("a source that is long, deep or of awkward scalars is read in linear time", arguments: LongSource.all)
    func reading(_ source: LongSource) throws {
        let result = try MeasuredRendering(source.text)
        result.checkOutcome(source.name)
        result.checkPrice(source.name)
        #expect(result.seconds <= 2, "\(source.name) took \(result.seconds) s")
    }

    @Test(
        "what grows is refused before it is made",
        arguments: [
            "{{ 'a' * 9223372036854775807 }}", "{{ 9223372036854775807 * 'ab' }}",
            "{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
            "{{ ('a' * 100000) | join('b' * 100000) }}",
            "{% set n = namespace(x='a') %}{% for i in range(60) %}{% set n.x = n.x.replace('a', 'aaaaaaaaaa') %}{% endfor %}",
            "{{ ('a\\n' * 100000) | indent('b' * 1000) }}",
            "{% set n = namespace(x='&') %}{% for i in range(60) %}{% set n.x = n.x | e %}{% endfor %}{{ n.x }}{{ 1 / 0 }}",
            "{% set n = namespace(x='\\x01') %}{% for i in range(60) %}{% set n.x = [n.x] | string %}{% endfor %}",
            "{% set n = namespace(x=[]) %}{% for i in range(100000) %}{% for j in range(100) %}{% set n.x = [n.x, [], i] %}{% endfor %}{% endfor %}",
            "{% set n = namespace(d={}) %}{% for i in range(100000) %}{% set n.d = dict(n.d, a=n.d) %}{% endfor %}",
            "{% set n = namespace(l=[]) %}{% for i in range(100000) %}{% set n.l = n.l + range(1000) %}{% endfor %}",
            "{% macro f(n) %}{% set a = 'x' * 1000000 %}{{ f(n + 1) ~ a }}{% endmacro %}{{ f(0) }}",
            "{% macro f(\((0..<3000).map { "a\($0)=1" }.joined(separator: ", "))) %}{{ f() }}{% endmacro %}{{ f() }}",
            "{% set x %}{% for i in range(100000) %}{{ 'a' * 1000 }}{% endfor %}{% endset %}",
            "{{ range(100000) | map('string') | map('join', 'a' * 1000) | list }}",
            "{{ ('a' * 3000000) | list | map('string') | map('list') | list }}",
            "{% macro f(n) %}{% if n > 0 %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(99) }}",
            "{% set n = namespace(x='\\\\\"') %}{% for i in range(99) %}{% set n.x = n.x | tojson %}{% endfor %}{{ n.x | length }}",
            "{{ ('a' * 1000000).replace('a', 'b' * 1000000) }}",
            "{% set n = namespace(x='ab') %}{% for i in range(99) %}{% set n.x = n.x | list | join(n.x) %}{% endfor %}",
            "{{ ('a' * 1000000) | list | tojson(indent=32) }}",
            "{% set n = namespace(x=[]) %}{% for i in range(100000) %}{% set n.x = n.x + ['ab'.strip, i ~ ' is a number', {i: [i]}] %}{% endfor %}"
        ])
    func growth(_ source: String) throws {
        let result = try MeasuredRendering(source)
        result.checkOutcome(source)
        result.checkPrice(source)
        #expect(result.complaint != nil && result.seconds <= 2, "\(source.prefix(100))")
    }

    @Test("a prompt is bounded by its messages and its template")
    func prompts() throws {
        let source = "{% for i in range(17) %}{{ messages[0].content }}{% endfor %}"
        // 17 times 200 kB are within 16 times and 256 kB, 17 times 300 kB are not.
        #expect(
            try MeasuredRendering(source, [ChatMessage(role: "user", content: String(repeating: "a", count: 200_000))]).text?.utf8.count
                == 3_400_000)
        let complaint = try MeasuredRendering(source, [ChatMessage(role: "user", content: String(repeating: "a", count: 300_000))])
            .complaint
        #expect(
            complaint?.description
                == "chat template, line 1: expected a prompt of at most \((256 << 10) + source.utf8.count + 16 * 300_004) bytes for messages like these, found a longer one; correct the chat template."
        )
        // What a template says by itself is its own, however long.
        #expect(try MeasuredRendering(String(repeating: "b", count: 900_000)).text?.utf8.count == 900_000)
    }

    @Test("what holds itself is let go")
    func cycles() throws {
        let source =
            "{% set n = namespace() %}{% set m = namespace(n=n) %}{% set n.m = m %}{% set n.l = [n, [m, 'a' * 1000000]] %}{% for i in [1, 2] %}{% set n.loop = [loop, n.l] %}{% endfor %}{{ n.m.n.l | length }}"
        let result = try MeasuredRendering(source)
        #expect(result.text == "2" && result.rendering.held == 0 && result.rendering.highest > 1_000_000)
    }

    @Test("a person's wish to stop ends a rendering at once, as a cancellation and not as a complaint")
    func cancellation() async throws {
        let template = try ChatTemplate("{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}"),
            cancellation = Cancellation()
        cancellation.cancel()
        let seconds = processorSeconds {
            #expect(throws: CancellationError.self) { try template.render([], addGenerationPrompt: false, cancellation: cancellation) }
        }
        #expect(seconds < 0.1)
        let later = Cancellation(), rendering = Task.detached { try template.render([], addGenerationPrompt: false, cancellation: later) }
        later.cancel()
        await #expect(throws: CancellationError.self) { try await rendering.value }
    }

    @Test("the processor's clock is the last resort")
    func clock() throws {
        let allowance = JinjaAllowance(subject: "chat template", seconds: 0.02)
        let complaint = #expect(throws: Complaint.self) {
            try ChatTemplate("\n{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}").render(
                [], addGenerationPrompt: false, allowance)
        }
        #expect(
            complaint?.description
                == "chat template, line 2: expected a template that is done in 0.02 seconds, found more; correct the chat template, or give it less text."
        )
        #expect(allowance.work < JinjaAllowance.mostWork)
    }

    @Test(
        "a template's own words are cut where they are long",
        arguments: [
            "{{ raise_exception('é' * 1000000) }}", "{{ \(String(repeating: "a", count: 100_000))() }}",
            "{{ 1 | \(String(repeating: "é", count: 100_000)) }}", "{% set a\(String(repeating: ", a", count: 1000)) = 1, 2 %}"
        ])
    func words(_ source: String) throws {
        let complaint = try #require(try MeasuredRendering(source).complaint)
        #expect(complaint.description.utf8.count < 2500)
    }
}
