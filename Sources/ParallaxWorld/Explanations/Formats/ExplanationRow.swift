/// One explanation as a JSON object.
struct ExplanationRow {
    var document = ExplanationIndex.DocumentName.any
    var position: Int?
    var site: Site?
    var explanation = FileExplanation(text: "")

    /// Required members of the wrong type are as good as absent; what else is there and is a number counts as a figure.
    /// - Throws: `JSONFailure` where it is no JSON object.
    init(_ bytes: UnsafeRawBufferPointer) throws {
        var row = (
            document: ExplanationIndex.DocumentName.any, position: Int?.none, site: Site?.none, explanation: FileExplanation(text: "")
        )
        var cursor = JSONCursor(bytes)
        try cursor.eachMember { cursor, key in
            switch (key, try cursor.kind()) {
            case ("document", .string), ("doc_id", .string): row.document = .id(try cursor.string())
            case ("document", .number), ("doc_id", .number): row.document = .number(try cursor.integer())
            case ("position", .number), ("row", .number): row.position = try cursor.integer()
            case ("text", .string), ("explanation", .string), ("description", .string): row.explanation.write(try cursor.string())
            case ("token", .string): row.explanation.token = try cursor.string()
            case ("tokens", .number): row.explanation.tokenCount = Int(exactly: try cursor.double())
            case ("logprob", .number):
                let value = try cursor.double()
                if value.isFinite { row.explanation.logProbability = value }
            case ("truncated", .bool): row.explanation.truncated = try cursor.bool()
            case ("site", .string): row.site = try Self.site(try cursor.string(), cursor)
            case ("site", .number): row.site = .residual(try cursor.layer())
            case ("layer", .number): row.site = .residual(try cursor.layer() + 1)
            case ("token_id", .number): try cursor.skip()
            case (_, .number): row.explanation.state(key, StatedFigure(text: Substring(try cursor.numberText().text)))
            default: try cursor.skip()
            }
        }
        try cursor.finish()
        (document, position, site, explanation) = row
    }

    private static func site(_ name: String, _ cursor: JSONCursor) throws -> Site {
        guard let site = try? Site(hookName: name) else { throw cursor.failure("a site like blocks.3.hook_resid_post") }
        return site
    }
}

extension JSONCursor {
    /// A block or a site, not a number that could overflow.
    mutating func layer() throws -> Int {
        let number = try integer()
        guard (0..<100_000).contains(number) else { throw failure("the number of a layer") }
        return number
    }
}

extension ExplanationIndex {
    /// Adds a JSON row, or says what is wrong with it.
    /// - Parameter ordinal: the position of a row that names none; nil where it must name one.
    mutating func add(row bytes: UnsafeRawBufferPointer, at extent: Range<Int>, line: Int, ordinal: Int? = nil, again: Repetition = .sample)
    {
        let wanted = ordinal == nil ? "an explanation with position and text" : "an explanation with its text"
        guard extent.count <= Self.longestRow else {
            return refuse(line, expected: "a row of at most \(Self.longestRow) bytes", found: "\(extent.count)")
        }
        do {
            let row = try ExplanationRow(bytes)
            guard let position = row.position ?? ordinal, Self.positions.contains(position) else {
                return refuse(line, expected: wanted, found: row.position.map { "position \($0)" } ?? "no position")
            }
            guard !row.explanation.text.isEmpty else { return refuse(line, expected: wanted, found: "no text") }
            guard row.explanation.text.utf8.count <= Self.longestText else {
                return refuse(line, expected: "a text of at most \(Self.longestText) bytes", found: "\(row.explanation.text.utf8.count)")
            }
            add(
                Key(document: row.document, position: position), site: row.site, stated: row.explanation.stated, at: extent, line: line,
                again: again)
        } catch {
            refuse(line, expected: wanted, found: Self.sentence(error))
        }
    }

    static func sentence(_ error: any Error) -> String {
        (error as? JSONFailure).map { $0.foundInLine } ?? "\(error)"
    }
}

/// One JSON object a line.
struct ExplanationLines: ExplanationFormat {
    var name: String { "JSONL" }

    func index(_ bytes: UnsafeRawBufferPointer, into index: inout ExplanationIndex) {
        for line in TextLines(bytes) {
            index.add(row: UnsafeRawBufferPointer(rebasing: bytes[line.extent]), at: line.extent, line: line.number)
        }
    }

    func explanation(_ bytes: UnsafeRawBufferPointer) -> FileExplanation? { (try? ExplanationRow(bytes))?.explanation }
}

/// One JSON list of objects.
struct ExplanationList: ExplanationFormat {
    var name: String { "JSON" }

    func index(_ bytes: UnsafeRawBufferPointer, into index: inout ExplanationIndex) {
        var counter = LineCounter(bytes)
        var cursor = JSONCursor(bytes, from: LineIndex.byteOrderMark(bytes))
        do {
            try cursor.eachElement { cursor in
                cursor.skipSpace()
                // The form first, so that a row that makes no sense does not hide the next.
                let start = cursor.position
                try cursor.skip()
                let extent = start..<cursor.position
                index.add(row: UnsafeRawBufferPointer(rebasing: bytes[extent]), at: extent, line: counter.line(at: start))
            }
            try cursor.finish()
        } catch {
            let position = (error as? JSONFailure)?.position ?? cursor.position
            index.refuse(
                counter.line(at: position), expected: (error as? JSONFailure)?.expected ?? "JSON", found: "something else",
                remedy: "mend it, the rows before it are used")
        }
    }

    func explanation(_ bytes: UnsafeRawBufferPointer) -> FileExplanation? { (try? ExplanationRow(bytes))?.explanation }
}

/// Strings as Python's `repr` prints them: 'it\'s', "don't", '\n', '\x07', '\u2028', '\U0001f600'.
enum PythonString {
    /// The string at the front of `text`, which is taken off; nil where none begins there or it has no end.
    static func take(_ text: inout Substring) -> String? {
        guard let quote = text.first, quote == "'" || quote == "\"" else { return nil }
        var rest = text.unicodeScalars.dropFirst()
        var value = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            if scalar == quote.unicodeScalars.first {
                text = Substring(rest)
                return String(value)
            }
            guard scalar == "\\" else {
                value.append(scalar)
                continue
            }
            guard let escape = rest.popFirst() else { return nil }
            switch escape {
            case "n": value.append("\n")
            case "t": value.append("\t")
            case "r": value.append("\r")
            case "\\", "'", "\"": value.append(escape)
            case "x": hexadecimal(2, escape, &rest, into: &value)
            case "u": hexadecimal(4, escape, &rest, into: &value)
            case "U": hexadecimal(8, escape, &rest, into: &value)
            default: value.append(contentsOf: ["\\", escape])
            }
        }
        return nil
    }

    /// So many digits as a character; half a surrogate pair is none and becomes the replacement character; without the digits the escape stays.
    private static func hexadecimal(
        _ digits: Int, _ escape: Unicode.Scalar, _ rest: inout Substring.UnicodeScalarView, into value: inout String.UnicodeScalarView
    ) {
        let written = rest.prefix(digits)
        guard written.count == digits, written.allSatisfy({ $0.properties.isASCIIHexDigit }),
            let code = UInt32(String(String.UnicodeScalarView(written)), radix: 16)
        else {
            value.append(contentsOf: ["\\", escape])
            return
        }
        rest = rest.dropFirst(digits)
        value.append(Unicode.Scalar(code) ?? "\u{fffd}")
    }
}
