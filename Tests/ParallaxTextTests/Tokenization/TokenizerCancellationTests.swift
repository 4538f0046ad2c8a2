import Foundation
import ParallaxText
import Synchronization
import TestSupport
import Testing

@Suite("Tokenizing that is given up")
struct TokenizerCancellationTests {
    private static var cancelled: Cancellation {
        let cancellation = Cancellation()
        cancellation.cancel()
        return cancellation
    }

    @Test("encoding ends before it begins, in every tokenizer", arguments: GoldenTokenizer.all)
    func before(_ golden: GoldenTokenizer) throws {
        let tokenizer = try golden.open()
        #expect(throws: CancellationError.self) { try tokenizer.encode("The river", addSpecialTokens: true, cancellation: Self.cancelled) }
        #expect(try !tokenizer.encode("The river", addSpecialTokens: true, cancellation: Cancellation()).isEmpty)
    }

    @Test(
        "encoding ends in the midst of an expression, of normalising and of merging, wherever it is",
        arguments: [
            "{\"pre_tokenizer\":{\"type\":\"Split\",\"behavior\":\"Isolated\",\"pattern\":{\"Regex\":\"(?>a+)b\"}}}",
            "{\"normalizer\":{\"type\":\"Sequence\",\"normalizers\":[\([String](repeating: "{\"type\":\"Lowercase\"},{\"type\":\"NFKC\"}", count: 100).joined(separator: ","))]}}",
            "{\"added_tokens\":[{\"content\":\"a\"},{\"content\":\"A\"}]}", "{}"
        ])
    func during(_ parts: String) throws {
        let parts = try #require(JSONSerialization.jsonObject(with: Data(parts.utf8)) as? [String: Any])
        let json = try parts.mapValues { String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self) }
        let tokenizer = try BoundedTokenizerTests.open(json), text = String(repeating: "aé", count: 5_000_000),
            cancellation = Cancellation()
        let seconds = Mutex(0.0), isCancelled = Mutex(false), isDone = DispatchSemaphore(value: 0), hasBegun = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            let time = ProcessorTime.of {
                hasBegun.signal()
                do { _ = try tokenizer.encode(text, addSpecialTokens: false, cancellation: cancellation) } catch is CancellationError {
                    isCancelled.withLock { $0 = true }
                } catch {}
            }
            seconds.withLock { $0 = time }
            isDone.signal()
        }
        hasBegun.wait()
        usleep(20_000)
        cancellation.cancel()
        isDone.wait()
        // Ten megabytes are done in less than a second where nobody gives up; a test machine that is that fast proves nothing.
        let time = seconds.withLock { $0 }
        #expect(time < 0.5 * ProcessorTime.slowness, "\(time) s")
        if parts["pre_tokenizer"] != nil || parts["normalizer"] != nil { #expect(isCancelled.withLock { $0 }) }
    }

    @Test("opening ends too")
    func opening() {
        let folder = Places.sampleData.appending(path: "subject")
        #expect(throws: CancellationError.self) { try Tokenizer.open(folder: folder, cancellation: Self.cancelled) }
    }
}
