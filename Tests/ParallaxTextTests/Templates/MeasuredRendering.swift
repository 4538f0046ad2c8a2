import Foundation
import ParallaxText
import TestSupport
import Testing

/// What came of a template and what it took.
struct MeasuredRendering {
    let text: String?
    let complaint: Complaint?
    /// Of this thread's processor, for reading and rendering.
    let seconds: Double
    let reading: JinjaAllowance
    let rendering: JinjaAllowance

    static let messages = [ChatMessage(role: "system", content: "Be brief."), ChatMessage(role: "user", content: "Hi")]

    /// - Parameters:
    ///   - limit: units of work.
    ///   - clock: seconds of the processor for rendering, where a program without optimisation needs more than it gets.
    /// - Throws: anything that is no `Complaint`.
    init(
        _ source: String, _ messages: [ChatMessage] = Self.messages, work limit: Int = JinjaAllowance.mostWork,
        clock: Double = JinjaAllowance.mostSeconds
    ) throws {
        reading = .forReading(subject: "chat template", work: limit)
        rendering = JinjaAllowance(subject: "chat template", work: limit, seconds: clock)
        var outcome: Result<String, Complaint>?
        let (reading, rendering) = (reading, rendering)
        seconds = try processorSeconds {
            do {
                let template = try ChatTemplate(source, specialTokens: [("bos_token", "<s>"), ("eos_token", "</s>")], allowance: reading)
                outcome = .success(try template.render(Conversation(messages), addGenerationPrompt: true, rendering))
            } catch let refusal as Complaint {
                outcome = .failure(refusal)
            }
        }
        text = try? outcome?.get()
        if case .failure(let refusal)? = outcome { complaint = refusal } else { complaint = nil }
    }

    /// That it is done or refused with a sentence, and what was held came back.
    func checkOutcome(_ name: @autoclosure () -> String) {
        if let complaint { #expect(!complaint.found.isEmpty && complaint.description.utf8.count < 4000, "\(name())") }
        if let text {
            #expect(text.utf8.count <= JinjaAllowance.longestText, "\(name())")
            #expect(rendering.held == 0, "\(name()) keeps \(rendering.held) bytes")
        }
        #expect(reading.highest <= JinjaAllowance.mostSyntax && rendering.highest <= JinjaAllowance.mostHeld, "\(name())")
    }

    /// That the work that was paid covers the time that was taken: two seconds for all work there is. Only a program with optimisation is as
    /// fast as the prices say.
    func checkPrice(_ name: @autoclosure () -> String) {
        #if !DEBUG
        let paid = 2 * Double(reading.work + rendering.work) / Double(JinjaAllowance.mostWork)
        #expect(seconds <= 0.05 + paid, "\(name()) took \(seconds) s and paid for \(paid)")
        #endif
    }
}
