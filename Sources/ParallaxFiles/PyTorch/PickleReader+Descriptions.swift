// What calls stand for: nothing is called.
extension PickleReader {
    /// `('storage', torch.FloatStorage, key, device, elements)`
    mutating func storage(_ identifier: PickleValue) throws -> PickleValue {
        guard case .tuple(let place) = identifier, containers[place].count == 5, containers[place][0] == .text("storage"),
            case .global(let kind) = containers[place][1],
            let key = containers[place][2].text, let count = containers[place][4].integer, count >= 0
        else { throw malformed("an identifier of no storage") }
        switch kind {
        case .storage(let type): return kept(PyTorchStorage(elementType: type, key: key, count: count))
        case .untypedStorage: return kept(PyTorchStorage(elementType: .u8, isUntyped: true, key: key, count: count))
        case .foreignStorage(let name):
            return kept(PyTorchStorage(elementType: .u8, foreign: "a tensor of PyTorch's \(name)", key: key, count: count))
        default: throw malformed("an identifier of no storage")
        }
    }

    /// What an object is told after it was made. OrderedDict carries `_metadata` of module versions, a type of NumPy's its byte order.
    mutating func build(_ state: PickleValue) throws {
        switch last {
        case .dictionary, .setting: break
        case .numberType:
            if case .tuple(let place) = state, containers[place].contains(.text(">")) {
                replaceLast(.setting("numbers of another byte order"))
            }
        default: throw malformed("the state of an object")
        }
    }

    mutating func described(_ function: PickleGlobal, _ arguments: [PickleValue]) throws -> PickleValue {
        switch function {
        case .orderedDictionary where arguments.isEmpty: return .dictionary(try container([]))
        case .orderedDictionary where arguments.count == 1, .counter where arguments.count == 1:
            if case .dictionary = arguments[0] { return arguments[0] }
            if case .list(let place) = arguments[0] { return try dictionary(ofPairs: containers[place]) }
        case .counter where arguments.isEmpty: return .dictionary(try container([]))
        case .defaultDictionary where arguments.count <= 2:
            if arguments.count == 2, case .dictionary = arguments[1] { return arguments[1] }
            return .dictionary(try container([]))
        case .size where arguments.count == 1:
            if case .tuple = arguments[0] { return arguments[0] }
            if case .list(let place) = arguments[0] { return .tuple(try container(containers[place])) }
        case .rebuildParameter where arguments.count >= 1:
            switch arguments[0] {
            case .tensor, .foreignTensor: return arguments[0]
            default: break
            }
        case .rebuildFromType where arguments.count >= 3:
            if case .global(let inner) = arguments[0], inner != .rebuildFromType, case .global(.tensorClass) = arguments[1],
                case .tuple(let place) = arguments[2]
            {
                return try described(inner, containers[place])
            }
        case .rebuildForeign(let what): return .foreignTensor(what)
        case .rebuildTensor where arguments.count >= 4:
            guard case .storage(let place) = arguments[0], !storages[place].isUntyped else { break }
            if let foreign = storages[place].foreign { return .foreignTensor(foreign) }
            return try tensor(storages[place], arguments)
        case .rebuildUntyped where arguments.count >= 7:
            guard case .storage(let place) = arguments[0], storages[place].isUntyped, case .global(let kind) = arguments[6] else { break }
            if case .foreignType(let name) = kind { return .foreignTensor("a tensor of PyTorch's \(name)") }
            guard case .type(let type) = kind else { break }
            return try tensor(
                PyTorchStorage(elementType: type, key: storages[place].key, count: storages[place].count / type.size), arguments)
        case .bytesOfText where arguments.count == 2:
            if let text = arguments[0].text, arguments[1] == .text("latin1") { return .data(try bytes(of: text)) }
        case .builtin(let type): if let made = try made(type, arguments) { return made }
        case .setting(let what): return .setting(what)
        case .numberType where arguments.count >= 1: if let name = arguments[0].text { return .numberType(name) }
        case .numpyScalar where arguments.count == 2:
            if case .data(let bytes) = arguments[1] { return Self.scalar(arguments[0], bytes) }
        case .numpyArray: return .setting("an array of NumPy's")
        default: break
        }
        throw malformed("other arguments than PyTorch writes")
    }

    private mutating func tensor(_ storage: PyTorchStorage, _ arguments: [PickleValue]) throws -> PickleValue {
        guard let offset = arguments[1].integer, let shape = extents(arguments[2]), let strides = extents(arguments[3]) else {
            throw malformed("other arguments than PyTorch writes")
        }
        return kept(PyTorchTensor(storage: storage, offset: offset, shape: shape, strides: strides))
    }

    private func extents(_ value: PickleValue) -> [Int]? {
        guard case .tuple(let place) = value else { return nil }
        let extents = containers[place].compactMap(\.integer)
        return extents.count == containers[place].count ? extents : nil
    }

    private mutating func dictionary(ofPairs pairs: [PickleValue]) throws -> PickleValue {
        var members: [PickleValue] = []
        for pair in pairs {
            let parts: [PickleValue] =
                switch pair {
                case .tuple(let place), .list(let place): containers[place]
                default: []
                }
            guard parts.count == 2 else { throw malformed("members of no dictionary") }
            members += parts
        }
        return .dictionary(try container(members))
    }

    /// A value of one of Python's own types.
    private mutating func made(_ type: PickleGlobal.Builtin, _ arguments: [PickleValue]) throws -> PickleValue? {
        switch (type, arguments.first) {
        case (.set, nil), (.frozenset, nil), (.list, nil), (.tuple, nil): return .list(try container([]))
        case (.set, .list?), (.frozenset, .list?), (.list, .list?): return arguments[0]
        case (.set, .tuple(let place)?), (.frozenset, .tuple(let place)?), (.list, .tuple(let place)?), (.tuple, .list(let place)?),
            (.tuple, .tuple(let place)?):
            return .list(try container(containers[place]))
        case (.dict, nil): return .dictionary(try container([]))
        case (.dict, .dictionary?): return arguments[0]
        case (.bytes, nil), (.bytearray, nil): return .data([])
        case (.bytes, .data?), (.bytearray, .data?): return arguments[0]
        // Python 2's protocol gives a text and its encoding.
        case (.bytearray, .text?): return .setting("bytes")
        case (.complex, _): return .setting("a complex number")
        default: return nil
        }
    }

    /// One number of NumPy's, little-endian.
    private static func scalar(_ type: PickleValue, _ bytes: [UInt8]) -> PickleValue {
        func integer<T: FixedWidthInteger>(_: T.Type) -> T? {
            bytes.count == T.bitWidth / 8 ? bytes.reversed().reduce(T(0)) { $0 << 8 | T(truncatingIfNeeded: $1) } : nil
        }
        let other = PickleValue.setting("a number of NumPy's")
        guard case .numberType(let name) = type else { return other }
        switch name {
        case "f8": return integer(UInt64.self).map { .number(Double(bitPattern: $0)) } ?? other
        case "f4": return integer(UInt32.self).map { .number(Double(Float(bitPattern: $0))) } ?? other
        case "f2": return integer(UInt16.self).map { .number(Double(Float(Float16(bitPattern: $0)))) } ?? other
        case "i8": return integer(Int64.self).map { .integer(Int(wide: $0)) } ?? other
        case "i4": return integer(Int32.self).map { .integer(Int(wide: $0)) } ?? other
        case "i2": return integer(Int16.self).map { .integer(Int(wide: $0)) } ?? other
        case "i1": return integer(Int8.self).map { .integer(Int(wide: $0)) } ?? other
        case "u1": return integer(UInt8.self).map { .integer(Int(wide: $0)) } ?? other
        case "u2": return integer(UInt16.self).map { .integer(Int(wide: $0)) } ?? other
        case "u4": return integer(UInt32.self).map { .integer(Int(wide: $0)) } ?? other
        case "b1": return bytes.count == 1 ? .bool(bytes[0] != 0) : other
        default: return other
        }
    }
}
