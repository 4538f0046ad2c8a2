extension JinjaEvaluator {
    /// Python's `format % values`: values of a tuple in their order, of a mapping by their names, or the one value.
    func percentFormatted(_ text: JinjaString, _ values: JinjaValue) throws -> JinjaString {
        let scalars = try format(text, "%")
        var queue: [JinjaValue]
        if case .list(let list) = values, list.form.isTuple { queue = try list.elements() } else { queue = [values] }
        var used = 0
        func next() throws -> JinjaValue {
            guard used < queue.count else { throw refused("a value for every % in the format", "\(queue.count)") }
            used += 1
            return queue[used - 1]
        }
        let result = try JinjaWriter.text(allowance) { writer in
            var position = 0
            while position < scalars.count {
                let scalar = scalars[position]
                position += 1
                guard scalar == "%" else {
                    try writer.append(scalar)
                    continue
                }
                if position < scalars.count, scalars[position] == "%" {
                    position += 1
                    try writer.append("%")
                    continue
                }
                var named: JinjaValue?
                if position < scalars.count, scalars[position] == "(" {
                    guard case .mapping(let mapping) = values else { throw refused("a mapping for the names in a format", values.kind) }
                    var end = position + 1
                    while end < scalars.count, scalars[end] != ")" { end += 1 }
                    let name = String(String.UnicodeScalarView(scalars[(position + 1)..<end]))
                    guard end < scalars.count, let value = try mapping.table.value(of: .string(JinjaString(name, allowance))) else {
                        throw refused("a value for the name in a format", "none for \"\(name)\"")
                    }
                    (named, position, used) = (value, end + 1, queue.count)
                }
                try writer.append(try percent(scalars, &position, named, next))
            }
        }
        if case .mapping = values { return result }
        guard used == queue.count else { throw refused("a % in the format for every value", "\(queue.count - used) values more") }
        return result
    }

    /// One conversion, behind its `%`.
    private func percent(_ scalars: [Unicode.Scalar], _ position: inout Int, _ named: JinjaValue?, _ next: () throws -> JinjaValue) throws
        -> JinjaString
    {
        var layout = Layout(), isLeft = false
        flags: while position < scalars.count {
            switch scalars[position] {
            case "-": isLeft = true
            case "0": (layout.fill, layout.alignment) = ("0", "=")
            case "+": layout.sign = "+"
            case " ": if layout.sign == "-" { layout.sign = " " }
            case "#": layout.isAlternate = true
            default: break flags
            }
            position += 1
        }
        func number() throws -> Int? {
            guard position < scalars.count, scalars[position] == "*" else { return try digits(scalars, &position, "%") }
            position += 1
            guard let width = try next().whole, (-100_000...100_000).contains(width) else {
                throw refused("a whole number from -100000 to 100000 for *", "another")
            }
            return width
        }
        let width = try number() ?? 0
        layout.width = abs(width)
        if width < 0 { isLeft = true }
        if position < scalars.count, scalars[position] == "." {
            position += 1
            layout.precision = max(0, try number() ?? 0)
        }
        while position < scalars.count, "hlL".unicodeScalars.contains(scalars[position]) { position += 1 }
        guard position < scalars.count else { throw refused("a kind of conversion behind %", "the end of the format") }
        let kind = scalars[position]
        position += 1
        layout.kind = kind
        if isLeft { (layout.fill, layout.alignment) = (" ", "<") }
        let value = try named ?? next()
        switch kind {
        case "s", "r", "a":
            if layout.fill == "0" { (layout.fill, layout.alignment) = (" ", nil) }
            return try laidOut(try kind == "s" ? printed(value) : kind == "r" ? represented(value) : ascii(value), layout, usually: ">")
        case "d", "i", "u", "x", "X", "o":
            let isDecimal = "diu".unicodeScalars.contains(kind)
            let whole: Int? =
                value.whole
                ?? (isDecimal ? { if case .number(let number) = value { Int(exactly: number.rounded(.towardZero)) } else { nil } }() : nil)
            guard let whole else { throw refusedFormat(layout, value) }
            if isDecimal { layout.kind = "d" }
            return try formatted(whole: whole, layout, least: layout.precision)
        case "e", "E", "f", "F", "g", "G":
            guard let number = value.numeric else { throw refusedFormat(layout, value) }
            return try formatted(number: number, layout)
        case "c":
            if layout.fill == "0" { (layout.fill, layout.alignment) = (" ", nil) }
            layout.precision = nil
            if let text = value.text, text.scalarCount == 1 { return try laidOut(text, layout, usually: ">") }
            guard let code = value.whole.flatMap({ UInt32(exactly: $0) }), let scalar = Unicode.Scalar(code) else {
                throw refusedFormat(layout, value)
            }
            return try laidOut(JinjaString(scalar), layout, usually: ">")
        default: throw refused("a kind of conversion that Parallax knows behind %", "\"\(kind)\"")
        }
    }

    /// How ascii() writes a value: repr() with escapes for all that is no ASCII.
    func ascii(_ value: JinjaValue) throws -> JinjaString {
        let text = try represented(value)
        return try JinjaWriter.text(allowance) { writer in
            try text.scan(allowance) { scalar, _ in
                func hexadecimal(_ digits: Int) -> String {
                    let number = String(scalar.value, radix: 16)
                    return String(repeating: "0", count: max(0, digits - number.count)) + number
                }
                switch scalar.value {
                case 0..<0x80: try writer.append(scalar)
                case 0x80..<0x100: try writer.append("\\x" + hexadecimal(2))
                case 0x100..<0x10000: try writer.append("\\u" + hexadecimal(4))
                default: try writer.append("\\U" + hexadecimal(8))
                }
                return true
            }
        }
    }
}
