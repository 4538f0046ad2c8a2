/// Reads the pickle inside a PyTorch checkpoint (protocols 2 to 4) as data.
///
/// A pickle is a program for a stack machine. This one knows the opcodes that a dictionary of tensors needs and the few names of
/// `PickleGlobal`; it calls nothing, and everything else is refused by its name. Follows CPython's `pickletools` and `torch.save`.
struct PickleReader {
    /// A checkpoint's pickle has some hundred bytes a tensor; more than this many values are no checkpoint.
    private static let mostValues = 200_000
    private static let mostMemories = 100_000
    /// Bytes that may be made of texts: one text may be named again and again, and each time it is another copy.
    private static let mostBytesMade = 4 << 20

    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    private var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memory: [Int: PickleValue] = [:]
    private var valueCount = 0
    private var bytesMade = 0
    private(set) var containers: [[PickleValue]] = []
    private(set) var storages: [PyTorchStorage] = []
    private(set) var tensors: [PyTorchTensor] = []

    /// The bytes must outlive the reader.
    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Runs to the end.
    /// - Throws: `PickleFailure`
    mutating func read() throws -> PickleValue {
        while true {
            let start = position
            guard let opcode = Opcode(rawValue: try byte()) else {
                throw PickleFailure.found("the opcode 0x\(String(bytes[start], radix: 16)) at byte \(start), which no checkpoint needs")
            }
            if opcode == .stop { return try pop() }
            try step(opcode)
        }
    }

    private enum Opcode: UInt8 {
        case proto = 0x80, frame = 0x95, stop = 0x2e
        case global = 0x63, stackGlobal = 0x93, persistent = 0x51, reduce = 0x52, build = 0x62
        case mark = 0x28, emptyTuple = 0x29, tuple = 0x74, tuple1 = 0x85, tuple2 = 0x86, tuple3 = 0x87
        case emptyList = 0x5d, append = 0x61, appends = 0x65
        case emptyDictionary = 0x7d, setItem = 0x73, setItems = 0x75
        case put = 0x71, longPut = 0x72, memoize = 0x94, get = 0x68, longGet = 0x6a
        case unicode = 0x58, shortUnicode = 0x8c
        case unicode8 = 0x8d, bytes = 0x42, shortBytes = 0x43, bytes8 = 0x8e, byteArray = 0x96
        case emptySet = 0x8f, addItems = 0x90, frozenSet = 0x91
        case none = 0x4e, newTrue = 0x88, newFalse = 0x89, integer = 0x4a, integer1 = 0x4b, integer2 = 0x4d, long1 = 0x8a, long4 = 0x8b,
            number = 0x47
    }

    private mutating func step(_ opcode: Opcode) throws {
        switch opcode {
        case .proto:
            let version = try byte()
            guard version <= 5 else { throw PickleFailure.found("pickle protocol \(version)") }
        case .frame: _ = try take(8)
        case .stop: break
        case .global: try push(.global(try global("\(try line()).\(try line())")))
        case .stackGlobal:
            let name = try pop(), module = try pop()
            guard let name = name.text, let module = module.text else { throw malformed("a name that is no text") }
            try push(.global(try global("\(module).\(name)")))
        case .persistent: try push(try storage(try pop()))
        case .reduce:
            let arguments = try pop()
            guard case .global(let function) = try pop(), case .tuple(let place) = arguments else {
                throw malformed("a call of something without a name")
            }
            try push(try described(function, containers[place]))
        case .build:
            try build(try pop())
        case .mark: marks.append(stack.count)
        case .emptyTuple: try push(.tuple(try container([])))
        case .tuple: try push(.tuple(try container(try popToMark())))
        case .tuple1: try pushTuple(1)
        case .tuple2: try pushTuple(2)
        case .tuple3: try pushTuple(3)
        case .emptyList: try push(.list(try container([])))
        case .append: try append([try pop()])
        case .appends: try append(try popToMark())
        case .emptyDictionary: try push(.dictionary(try container([])))
        case .setItem:
            let value = try pop(), key = try pop()
            try set([key, value])
        case .setItems: try set(try popToMark())
        case .put: try remember(Int(wide: try byte()))
        case .longPut: try remember(Int(wide: try unsigned(UInt32.self)))
        case .memoize: try remember(memory.count)
        case .get: try push(try recalled(Int(wide: try byte())))
        case .longGet: try push(try recalled(Int(wide: try unsigned(UInt32.self))))
        case .unicode: try push(.text(try text(Int(wide: try unsigned(UInt32.self)))))
        case .shortUnicode: try push(.text(try text(Int(wide: try byte()))))
        case .unicode8: try push(.text(try text(try long8())))
        case .bytes: try push(.data(Array(try take(Int(wide: try unsigned(UInt32.self))))))
        case .shortBytes: try push(.data(Array(try take(Int(wide: try byte())))))
        case .bytes8, .byteArray: try push(.data(Array(try take(try long8()))))
        case .emptySet: try push(.list(try container([])))
        case .addItems: try append(try popToMark())
        case .frozenSet: try push(.list(try container(try popToMark())))
        case .none: try push(.none)
        case .newTrue: try push(.bool(true))
        case .newFalse: try push(.bool(false))
        case .integer: try push(.integer(Int(wide: Int32(bitPattern: try unsigned(UInt32.self)))))
        case .integer1: try push(.integer(Int(wide: try byte())))
        case .integer2: try push(.integer(Int(wide: try unsigned(UInt16.self))))
        case .long1: try push(try long(Int(wide: try byte())))
        case .long4: try push(try long(Int(wide: try unsigned(UInt32.self))))
        case .number: try push(.number(Double(bitPattern: try unsigned(UInt64.self).byteSwapped)))
        }
    }

    func malformed(_ what: String) -> PickleFailure { .found("\(what) at byte \(position)") }
}

// Bytes.
extension PickleReader {
    private mutating func byte() throws -> UInt8 {
        guard position < bytes.count else { throw PickleFailure.found("a pickle that ends too early") }
        position += 1
        return bytes[position - 1]
    }

    private mutating func take(_ count: Int) throws -> UnsafeRawBufferPointer {
        guard count <= bytes.count - position else { throw PickleFailure.found("a pickle that ends too early") }
        position += count
        return UnsafeRawBufferPointer(rebasing: bytes[position - count..<position])
    }

    private mutating func unsigned<T: FixedWidthInteger>(_: T.Type) throws -> T {
        T(littleEndian: try take(MemoryLayout<T>.size).loadUnaligned(as: T.self))
    }

    private mutating func text(_ count: Int) throws -> String { String(decoding: try take(count), as: UTF8.self) }

    private mutating func line() throws -> String {
        let end = bytes.endOfLine(from: position)
        guard end < bytes.count else { throw PickleFailure.found("a pickle that ends too early") }
        defer { position = end + 1 }
        return String(decoding: bytes[position..<end], as: UTF8.self)
    }

    /// A length of eight bytes.
    private mutating func long8() throws -> Int { Int(clamping: try unsigned(UInt64.self)) }

    /// A whole number, two's complement; one of more than eight bytes is none that anything here counts.
    private mutating func long(_ count: Int) throws -> PickleValue {
        let digits = try take(count)
        guard digits.count <= 8 else { return .setting("a whole number of \(digits.count) bytes") }
        var value: UInt64 = (digits.last ?? 0) & 0x80 == 0 ? 0 : .max
        for digit in digits.reversed() { value = value << 8 | UInt64(wide: digit) }
        return .integer(Int(truncatingIfNeeded: Int64(bitPattern: value)))
    }
}

// Stack, memory, containers.
extension PickleReader {
    private mutating func count(_ values: Int) throws {
        valueCount += values
        guard valueCount <= Self.mostValues else { throw PickleFailure.found("more than \(Self.mostValues) values") }
    }

    private mutating func push(_ value: PickleValue) throws {
        try count(1)
        stack.append(value)
    }

    private mutating func pop() throws -> PickleValue {
        guard stack.count > (marks.last ?? 0), let value = stack.popLast() else { throw malformed("an empty stack") }
        return value
    }

    private mutating func popToMark() throws -> [PickleValue] {
        guard let mark = marks.popLast() else { throw malformed("no mark") }
        defer { stack.removeLast(stack.count - mark) }
        return Array(stack[mark...])
    }

    private mutating func pushTuple(_ length: Int) throws {
        guard stack.count - length >= (marks.last ?? 0) else { throw malformed("an empty stack") }
        let elements = Array(stack.suffix(length))
        stack.removeLast(length)
        try push(.tuple(try container(elements)))
    }

    mutating func container(_ elements: [PickleValue]) throws -> Int {
        try count(elements.count)
        containers.append(elements)
        return containers.count - 1
    }

    private mutating func append(_ elements: [PickleValue]) throws {
        guard case .list(let place)? = stack.last else { throw malformed("elements of no list") }
        try count(elements.count)
        containers[place] += elements
    }

    private mutating func set(_ members: [PickleValue]) throws {
        guard case .dictionary(let place)? = stack.last, members.count % 2 == 0 else { throw malformed("members of no dictionary") }
        try count(members.count)
        containers[place] += members
    }

    private mutating func remember(_ place: Int) throws {
        guard let value = stack.last, memory.count < Self.mostMemories else { throw malformed("nothing to remember") }
        memory[place] = value
    }

    private func recalled(_ place: Int) throws -> PickleValue {
        guard let value = memory[place] else { throw malformed("a memory that was never made") }
        return value
    }
}

// What the descriptions are made of.
extension PickleReader {
    private func global(_ name: String) throws -> PickleGlobal {
        guard let global = PickleGlobal(name) else { throw PickleFailure.wants(name) }
        return global
    }

    mutating func kept(_ storage: PyTorchStorage) -> PickleValue {
        storages.append(storage)
        return .storage(storages.count - 1)
    }

    mutating func kept(_ tensor: PyTorchTensor) -> PickleValue {
        tensors.append(tensor)
        return .tensor(tensors.count - 1)
    }

    /// Bytes out of a text of one character each.
    /// - Throws: `PickleFailure` for other characters, and for more bytes than any checkpoint has.
    mutating func bytes(of text: String) throws -> [UInt8] {
        let count = text.unicodeScalars.count
        guard count <= Self.mostBytesMade - bytesMade else {
            throw PickleFailure.found("more than \(Self.mostBytesMade) bytes made of texts")
        }
        bytesMade += count
        return try text.unicodeScalars.map { scalar in
            guard let byte = UInt8(exactly: scalar.value) else { throw malformed("bytes of characters that are none") }
            return byte
        }
    }

    /// The top of the stack.
    var last: PickleValue? { stack.count > (marks.last ?? 0) ? stack.last : nil }

    mutating func replaceLast(_ value: PickleValue) {
        guard last != nil else { return }
        stack[stack.count - 1] = value
    }
}
