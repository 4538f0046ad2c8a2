import Foundation
import ParallaxCompute

/// What a person typed into lines, by what the line asked: ↑ brings it again.
struct AnswerHistory: Sendable {
    private var known: [String: [String]] = [:]
    /// Where one has come to, and the line as it was before; nil while nothing is recalled.
    private var place: (index: Int, draft: LineEditor)?
    /// More than a person goes back.
    private static let limit = 50

    private static func name(_ question: Mode.Question) -> String {
        switch question {
        case .scaleFeature: "scale"
        case .addFeature: "add"
        case .newText: "text"
        case .newChat: "chat"
        case .editDocument: "edit"
        case .openFile: "file"
        case .continueText: "continue"
        case .claimValue: "value"
        case .claimSplit: "split"
        case .verdictFile: "verdicts"
        }
    }

    mutating func add(_ text: String, to question: Mode.Question) {
        place = nil
        guard !text.isEmpty, text.utf8.count <= LineEditor.lineLimit else { return }
        var answers = known[Self.name(question)] ?? []
        answers.removeAll { $0 == text }
        answers.append(text)
        known[Self.name(question)] = Array(answers.suffix(Self.limit))
    }

    mutating func end() { place = nil }

    /// The line so many answers further on, in the end the one that was being typed; nil where there is none.
    mutating func recalled(_ step: Int, _ question: Mode.Question, _ editor: LineEditor) -> LineEditor? {
        let answers = known[Self.name(question)] ?? [], from = place?.index ?? answers.count, draft = place?.draft ?? editor
        let index = from + step
        guard (0...answers.count).contains(index) else { return nil }
        place = index == answers.count ? nil : (index, draft)
        guard index < answers.count else { return draft }
        return editor.keepsLineEnds ? LineEditor(keepingLineEnds: answers[index]) : LineEditor(answers[index])
    }
}

/// The names with which a path goes on.
public struct CompletionQuestion: Question {
    public var path: String

    public var lane: Lane { .search }
    public var pace: Pace { .quick }

    /// More names than a person reads.
    private static let most = 1000

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> [String] { names }
    public func answer(on bench: TextBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> [String] { names }

    /// Up to the last slash, and what stands behind it.
    private var parts: (folder: String, beginning: String) {
        let cut = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        return (String(path[..<cut]), String(path[cut...]))
    }

    /// None where the folder cannot be read. A single folder has its slash.
    private var names: [String] {
        let (folder, beginning) = parts, url = URL(person: folder.isEmpty ? "." : folder, relativeTo: Host.currentFolder)
        let all = (try? FileSystem.names(in: url.path, hidden: beginning.hasPrefix("."))) ?? []
        let found = Array(all.filter { $0.hasPrefix(beginning) }.sorted().prefix(Self.most))
        guard found.count == 1, (try? FileSystem.names(in: url.appending(path: found[0]).path)) != nil else { return found }
        return [found[0] + "/"]
    }

    public func keep(_ answer: [String], in state: inout SessionState) {
        state.editing.completing = nil
        guard case .prompting(let question, let editor) = state.mode, editor.text == path else { return }
        guard let first = answer.first else {
            state.notice = "nothing begins so"
            return
        }
        let common = answer.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
        if common.count > parts.beginning.count {
            state.mode = .prompting(question, editor: LineEditor(parts.folder + common))
        }
        if answer.count > 1 { state.notice = answer.prefix(20).joined(separator: "  ") }
    }

    public func withdraw(from state: inout SessionState) { state.editing.completing = nil }
}

extension SessionState {
    mutating func recall(_ step: Int, _ question: Mode.Question, _ editor: LineEditor) {
        guard let line = editing.answers.recalled(step, question, editor) else {
            notice = step < 0 ? "nothing was typed here before" : nil
            return
        }
        mode = .prompting(question, editor: line)
    }

    mutating func complete(_ question: Mode.Question, _ editor: LineEditor) {
        switch question {
        case .openFile, .verdictFile: editing.completing = CompletionQuestion(path: editor.text)
        default: break
        }
    }
}
