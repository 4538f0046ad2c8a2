import Foundation

extension JinjaEvaluator {
    func call(_ function: JinjaFunction, _ arguments: JinjaCall) throws -> JinjaValue {
        switch function {
        case .range: return try range(arguments)
        case .namespace, .dict:
            var table = try JinjaTable(allowance)
            switch arguments.positional.first {
            case .mapping(let given)?: table = given.table
            case .list(let entries)?:
                for entry in try entries.elements() {
                    guard case .list(let pair) = entry, let key = pair[0], let value = pair[1], pair.count == 2 else { throw refused("pairs for \(function.rawValue)", entry.kind) }
                    try table.set(key, value)
                }
            case nil: break
            case let other?: throw refused("a mapping or pairs for \(function.rawValue)", other.kind)
            }
            for (name, value) in arguments.named { try table.set(name, value) }
            return function == .dict ? .mapping(JinjaMapping(table)) : try makeNamespace(table)
        case .raiseException:
            let message = try arguments.positional.first.map { try printed($0) } ?? .empty
            throw refused("messages that the chat template accepts", "its own objection \"\(message.excerpt(bytes: 900))\"", remedy: "change the messages as it says")
        case .now:
            guard let format = arguments.positional.first?.text else { throw refused("a format for strftime_now", arguments.positional.first?.kind ?? "none") }
            guard let format = format.whole(upTo: Self.longestFormat) else { throw refused("a format of at most \(Self.longestFormat) bytes for strftime_now", "a longer one") }
            try allowance.spend(JinjaPrice.step, times: 8 + format.utf8.count)
            return .string(try JinjaString(Self.now(format), allowance))
        }
    }

    /// The longest list of `range`, as in Jinja's own sandbox.
    private static let longestRange = 100_000
    private static let longestFormat = 500

    private func range(_ arguments: JinjaCall) throws -> JinjaValue {
        let bounds = arguments.positional.compactMap(\.whole)
        guard (1...3).contains(bounds.count), bounds.count == arguments.positional.count else { throw refused("one to three whole numbers for range", "others") }
        let (start, stop) = bounds.count == 1 ? (0, bounds[0]) : (bounds[0], bounds[1])
        let step = bounds.count == 3 ? bounds[2] : 1
        guard step != 0 else { throw refused("a step other than 0 for range", "0") }
        let span = step > 0 ? Double(stop) - Double(start) : Double(start) - Double(stop)
        guard span / abs(Double(step)) <= Double(Self.longestRange) else { throw refused("a range of at most \(Self.longestRange) numbers", "a longer one") }
        var elements = JinjaListBuilder(allowance)
        var number = start
        while step > 0 ? number < stop : number > stop {
            try elements.append(.integer(number))
            let (next, overflow) = number.addingReportingOverflow(step)
            if overflow { break }
            number = next
        }
        return .list(try elements.finish(form: .range(start: start, stop: stop, step: step)))
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
