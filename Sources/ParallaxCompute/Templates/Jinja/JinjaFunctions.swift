import Foundation

/// The functions that transformers gives to chat templates.
enum JinjaFunctions {
    static let names: Set<String> = ["range", "namespace", "dict", "raise_exception", "strftime_now"]
}

extension JinjaEvaluator {
    func function(_ name: String, _ arguments: JinjaCall) throws -> JinjaValue {
        switch name {
        case "range": return try range(arguments)
        case "namespace", "dict":
            var mapping = JinjaMapping()
            if case .mapping(let given)? = arguments.positional.first { mapping = given }
            for (name, value) in arguments.named { mapping[.string(name)] = value }
            return name == "dict" ? try measured(.mapping(mapping)) : try makeNamespace(mapping)
        case "raise_exception":
            let message = try arguments.positional.first.map { try printed($0) } ?? ""
            throw refused("messages that the chat template accepts", "its own objection \"\(message)\"", remedy: "change the messages as it says")
        case "strftime_now":
            guard let format = arguments.positional.first?.text else { throw refused("a format for strftime_now", arguments.positional.first?.kind ?? "none") }
            return try made(Self.now(format))
        default: throw refused("a function that Parallax knows (\(JinjaFunctions.names.sorted().joined(separator: ", ")))", "\"\(name)\"")
        }
    }

    private func range(_ arguments: JinjaCall) throws -> JinjaValue {
        let bounds = arguments.positional.compactMap(\.whole)
        guard (1...3).contains(bounds.count), bounds.count == arguments.positional.count else { throw refused("one to three whole numbers for range", "others") }
        let (start, stop) = bounds.count == 1 ? (0, bounds[0]) : (bounds[0], bounds[1])
        let step = bounds.count == 3 ? bounds[2] : 1
        guard step != 0 else { throw refused("a step other than 0 for range", "0") }
        let span = step > 0 ? Double(stop) - Double(start) : Double(start) - Double(stop)
        guard span / abs(Double(step)) <= Double(Self.longestList) else { throw refused("a range of at most \(Self.longestList) numbers", "a longer one") }
        var elements: [JinjaValue] = []
        var number = start
        while step > 0 ? number < stop : number > stop {
            elements.append(.integer(number))
            let (next, overflow) = number.addingReportingOverflow(step)
            if overflow { break }
            number = next
        }
        return try made(elements)
    }

    private static func now(_ format: String) -> String {
        var seconds = time(nil)
        var parts = tm()
        localtime_r(&seconds, &parts)
        var buffer = [CChar](repeating: 0, count: 512)
        let length = strftime(&buffer, buffer.count, format, &parts)
        return String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
