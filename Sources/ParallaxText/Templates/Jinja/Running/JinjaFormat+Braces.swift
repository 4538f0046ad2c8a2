extension JinjaEvaluator {
    /// Python's `format.format(values)`.
    func braceFormatted(_ text: JinjaString, _ arguments: JinjaCall) throws -> JinjaString {
        var numbering = Numbering()
        return try braceFormatted(try format(text, ".format"), arguments, &numbering, level: 0)
    }

    /// Fields are numbered by the format, or number themselves.
    private struct Numbering {
        var next = 0
        var isManual: Bool?
    }

    /// - Parameter level: 1 in the specification of a field, which may hold fields itself.
    private func braceFormatted(_ scalars: [Unicode.Scalar], _ arguments: JinjaCall, _ numbering: inout Numbering, level: Int) throws
        -> JinjaString
    {
        let writer = try JinjaWriter(allowance)
        var position = 0
        while position < scalars.count {
            let scalar = scalars[position], following = position + 1 < scalars.count ? scalars[position + 1] : nil
            position += 1
            switch scalar {
            case "{" where following == "{" && level == 0, "}" where following == "}" && level == 0:
                position += 1
                try writer.append(scalar)
            case "}": throw refused("}} or a { before }", "a single }")
            case "{":
                guard level < 2 else { throw refused("fields inside of fields of one level", "more") }
                var end = position, depth = 1
                while end < scalars.count {
                    if scalars[end] == "{" { depth += 1 }
                    if scalars[end] == "}" { depth -= 1 }
                    if depth == 0 { break }
                    end += 1
                }
                guard end < scalars.count else { throw refused("a } at the end of a field", "the end of the format") }
                try writer.append(try field(Array(scalars[position..<end]), arguments, &numbering, level: level))
                position = end + 1
            default: try writer.append(scalar)
            }
        }
        return try writer.finish()
    }

    /// `name!conversion:specification`
    private func field(_ scalars: [Unicode.Scalar], _ arguments: JinjaCall, _ numbering: inout Numbering, level: Int) throws -> JinjaString
    {
        var position = 0, brackets = 0
        while position < scalars.count, brackets > 0 || scalars[position] != "!" && scalars[position] != ":" {
            if scalars[position] == "[" { brackets += 1 }
            if scalars[position] == "]" { brackets -= 1 }
            position += 1
        }
        var value = try value(Array(scalars[..<position]), arguments, &numbering)
        if position < scalars.count, scalars[position] == "!" {
            guard position + 1 < scalars.count else { throw refused("r, s or a behind !", "the end of a field") }
            switch scalars[position + 1] {
            case "r": value = .string(try represented(value))
            case "s": value = .string(try printed(value))
            case "a": value = .string(try ascii(value))
            case let other: throw refused("r, s or a behind !", "\"\(other)\"")
            }
            position += 2
            guard position == scalars.count || scalars[position] == ":" else {
                throw refused(": behind a conversion", "\"\(scalars[position])\"")
            }
        }
        guard position < scalars.count else { return try printed(value) }
        let specification = try braceFormatted(Array(scalars[(position + 1)...]), arguments, &numbering, level: level + 1)
        return try formatted(value, try format(specification, ".format"))
    }

    /// `0.name[key]`
    private func value(_ scalars: [Unicode.Scalar], _ arguments: JinjaCall, _ numbering: inout Numbering) throws -> JinjaValue {
        var position = 0
        func word(until ends: String) -> String {
            let start = position
            while position < scalars.count, !ends.unicodeScalars.contains(scalars[position]) { position += 1 }
            return String(String.UnicodeScalarView(scalars[start..<position]))
        }
        let first = word(until: ".[")
        var value: JinjaValue
        if first.isEmpty || first.unicodeScalars.allSatisfy(\.isDigit) {
            let isManual = !first.isEmpty
            guard numbering.isManual ?? isManual == isManual else { throw refused("fields that are all numbered or all not", "both") }
            numbering.isManual = isManual
            guard let place = isManual ? Int(foreign: first) : numbering.next, place < arguments.positional.count else {
                throw refused("a value for every field of .format", "\(arguments.positional.count)")
            }
            numbering.next += 1
            value = arguments.positional[place]
        } else {
            guard let named = arguments[JinjaWord(first)] else {
                throw refused("a value for every field of .format", "none for \"\(first)\"")
            }
            value = named
        }
        while position < scalars.count {
            let mark = scalars[position]
            position += 1
            if mark == "." {
                let name = word(until: ".[")
                if case .mapping = value, JinjaMethodName(JinjaWord(name), of: value) == nil {
                    throw refused("an attribute that \(value.kind) has", ".\(name)")
                }
                value = try attribute(JinjaWord(name), JinjaKey(name: name), of: value)
            } else {
                let key = word(until: "]")
                guard position < scalars.count else { throw refused("] in a field of .format", "its end") }
                position += 1
                let index: JinjaValue =
                    if let number = Int(foreign: key), number >= 0 { .integer(number) } else { .string(try JinjaString(key, allowance)) }
                value = try item(index, of: value)
            }
            if value.isUndefined { throw refused("a value for every field of .format", value.kind) }
        }
        return value
    }

    /// Python's `format(value, specification)`.
    private func formatted(_ value: JinjaValue, _ specification: [Unicode.Scalar]) throws -> JinjaString {
        guard !specification.isEmpty else { return try printed(value) }
        var layout = Layout(), position = 0
        func take(_ wanted: String) -> Unicode.Scalar? {
            guard position < specification.count, wanted.unicodeScalars.contains(specification[position]) else { return nil }
            position += 1
            return specification[position - 1]
        }
        let hasFill = specification.count > 1 && "<>^=".unicodeScalars.contains(specification[1])
        if hasFill {
            (layout.fill, layout.alignment, position) = (specification[0], specification[1], 2)
        } else {
            layout.alignment = take("<>^=")
        }
        layout.sign = take("+- ") ?? "-"
        layout.isAlternate = take("#") != nil
        let isText = value.text != nil
        if take("0") != nil {
            if !hasFill { layout.fill = "0" }
            layout.alignment = layout.alignment ?? (isText ? "<" : "=")
        }
        layout.width = try digits(specification, &position, ".format") ?? 0
        layout.grouping = take(",_")
        if take(".") != nil {
            guard let precision = try digits(specification, &position, ".format") else {
                throw refused("digits behind . in a format", "none")
            }
            layout.precision = precision
        }
        layout.kind = take("sbcdoxXneEfFgG%")
        guard position == specification.count else {
            throw refused("a format that Parallax knows", "\"\(String(String.UnicodeScalarView(specification)).shortened)\"")
        }
        if let text = value.text {
            guard layout.kind ?? "s" == "s", layout.alignment != "=", layout.sign == "-", !layout.isAlternate, layout.grouping == nil else {
                throw refusedFormat(layout, value)
            }
            return try laidOut(text, layout, usually: "<")
        }
        switch (layout.kind, value) {
        case ("s", _), ("n", _), ("c", _): throw refusedFormat(layout, value)
        case (nil, .bool), (nil, .integer), ("b", _), ("d", _), ("o", _), ("x", _), ("X", _):
            guard let whole = value.whole, layout.precision == nil else { throw refusedFormat(layout, value) }
            return try formatted(whole: whole, layout)
        default:
            guard let number = value.numeric else { throw refusedFormat(layout, value) }
            return try formatted(number: number, layout)
        }
    }
}
