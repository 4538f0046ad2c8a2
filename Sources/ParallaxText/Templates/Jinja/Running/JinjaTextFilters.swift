import Foundation

/// The filters of texts and numbers, but for those that are one call.
extension JinjaEvaluator {
    func json(_ value: JinjaValue, _ arguments: JinjaCall) throws -> JinjaString {
        var indent: JinjaString?
        switch arguments[1, "indent"] {
        case nil, JinjaValue.none?: break
        case .integer(let width)? where (0...32).contains(width): indent = try JinjaString(" ").repeated(width, allowance)
        case .string(let text)? where text.byteCount <= 32: indent = text
        case let other?: throw refused("an indent of at most 32 for tojson", other.excerpt)
        }
        var style = JinjaJSONStyle(
            indent: indent, itemSeparator: try JinjaString(indent == nil ? ", " : ",", allowance),
            keySeparator: try JinjaString(": ", allowance))
        if case .list(let given)? = arguments[2, "separators"] {
            guard given.count == 2, let item = given[0]?.text, let key = given[1]?.text else {
                throw refused("two strings as separators of tojson", "others")
            }
            (style.itemSeparator, style.keySeparator) = (item, key)
        }
        if arguments[0, "ensure_ascii"]?.isTrue == true { throw refused("no ensure_ascii at tojson", "true") }
        style.sortsKeys = arguments[3, "sort_keys"]?.isTrue == true
        return try JinjaWriter.text(allowance) { try $0.json(value, style) }
    }

    func escaped(_ text: JinjaString) throws -> JinjaString {
        try JinjaWriter.text(allowance) { writer in
            try writer.append(text) { byte in
                switch byte {
                case UInt8(ascii: "&"): "&amp;"
                case UInt8(ascii: "<"): "&lt;"
                case UInt8(ascii: ">"): "&gt;"
                case UInt8(ascii: "'"): "&#39;"
                case UInt8(ascii: "\""): "&#34;"
                default: nil
                }
            }
        }
    }

    func indented(_ text: JinjaString, _ arguments: JinjaCall) throws -> JinjaString {
        let indent: JinjaString
        switch arguments[0, "width"] {
        case nil: indent = try JinjaString("    ", allowance)
        case .integer(let width)? where (0...100).contains(width): indent = try JinjaString(" ").repeated(width, allowance)
        case .string(let text)?: indent = text
        case let other?: throw refused("a width of at most 100 for the filter indent", other.excerpt)
        }
        let (first, blank) = (arguments[1, "first"]?.isTrue == true, arguments[2, "blank"]?.isTrue == true)
        return try JinjaWriter.text(allowance) { writer in
            try text.forEachPart(between: JinjaString("\n"), allowance) { line in
                let isFirst = line.lowerBound == 0
                if !isFirst { try writer.append("\n") }
                if isFirst ? first : blank || !line.isEmpty { try writer.append(indent) }
                try writer.append(text, line)
            }
        }
    }

    /// Python's str.replace.
    func replaced(_ text: JinjaString, _ old: JinjaString, _ new: JinjaString, limit: Int) throws -> JinjaValue {
        guard !old.isEmpty else { throw refused("a string that is not empty to replace", "\"\"") }
        return .string(try text.replacing(old, with: new, limit: limit, allowance))
    }

    /// Without the characters (white space where none are given) at its ends.
    func stripped(_ text: JinjaString, _ characters: JinjaString?, left: Bool, right: Bool) throws -> JinjaString {
        guard let characters else { return try text.stripped(left: left, right: right, allowance) { $0.isPythonSpace } }
        let room = try JinjaHolding(8 * characters.byteCount, allowance)
        defer { withExtendedLifetime(room) {} }
        var wanted: Set<Unicode.Scalar> = []
        try characters.scan(allowance) { scalar, _ in
            wanted.insert(scalar)
            return true
        }
        return try text.stripped(left: left, right: right, allowance) { wanted.contains($0) }
    }

    /// A text that may be a number's, without the white space around it.
    func numeral(_ value: JinjaValue) throws -> String? {
        guard let text = value.text else { return nil }
        let numeral = try stripped(text, nil, left: true, right: true)
        try allowance.spend(JinjaPrice.classified, times: numeral.byteCount)
        return numeral.whole(upTo: JinjaAllowance.longestText)
    }

    func wholeNumber(_ value: JinjaValue) throws -> Int? {
        switch value {
        case .bool, .integer: return value.whole
        case .number(let number): return Int(exactly: number.rounded(.towardZero))
        default:
            guard let text = try numeral(value) else { return nil }
            return Int(foreign: text) ?? Double(text).flatMap { Int(exactly: $0.rounded(.towardZero)) }
        }
    }

    /// Python's round, or up or down at a digit.
    func rounded(_ value: JinjaValue, _ arguments: JinjaCall) throws -> JinjaValue {
        guard let number = value.numeric else { throw refused("a number for the filter round", value.kind) }
        let precision = arguments[0, "precision"]?.whole ?? 0
        guard (-300...300).contains(precision) else { throw refused("a precision from -300 to 300 for the filter round", "\(precision)") }
        try allowance.spend(JinjaPrice.step, times: 4)
        switch arguments[1, "method"]?.text?.whole(upTo: 10) ?? "common" {
        case "common":
            if let whole = value.whole {
                guard precision < 0 else { return .integer(whole) }
                guard precision > -19 else { return .integer(0) }
                let step = (0..<(-precision)).reduce(1) { power, _ in power * 10 }, half = step / 2,
                    remainder = ((whole % step) + step) % step
                let (down, underflows) = whole.subtractingReportingOverflow(remainder)
                let isUp = remainder > half || remainder == half && !(down / step).isMultiple(of: 2)
                let (result, overflows) = down.addingReportingOverflow(isUp ? step : 0)
                guard !underflows, !overflows else { throw refused("a number that fits into 64 bits", "\(whole), rounded") }
                return .integer(result)
            }
            guard number.isFinite else { return .number(number) }
            // The decimal number that is nearest to the exact one, the even one of two.
            if precision >= 0 { return .number(Double(String(format: "%.\(precision)f", number)) ?? number) }
            let step = pow(10, Double(-precision))
            return .number((number / step).rounded(.toNearestOrEven) * step)
        case "ceil": return .number((number * pow(10, Double(precision))).rounded(.up) / pow(10, Double(precision)))
        case "floor": return .number((number * pow(10, Double(precision))).rounded(.down) / pow(10, Double(precision)))
        case let other: throw refused("\"common\", \"ceil\" or \"floor\" as the method of the filter round", "\"\(other)\"")
        }
    }

    func magnitude(_ value: JinjaValue) throws -> JinjaValue {
        guard let number = value.numeric else { throw refused("a number for the filter abs", value.kind) }
        guard let whole = value.whole else { return .number(abs(number)) }
        return whole < 0 ? try arithmetic(.integer(0), .subtract, .integer(whole)) : .integer(whole)
    }
}
