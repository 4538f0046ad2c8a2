/// What a restricted pickle can be made of. Containers, tensors and storages are places in the reader's lists, not values inside
/// values: nesting, however deep or circular, costs nothing and recurses nowhere.
enum PickleValue: Equatable {
    case none
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case global(PickleGlobal)
    /// In `PickleReader.containers`.
    case tuple(Int)
    case list(Int)
    /// Keys and values in turn.
    case dictionary(Int)
    /// In `PickleReader.storages`.
    case storage(Int)
    /// In `PickleReader.tensors`.
    case tensor(Int)
    /// A tensor that is there and is not read, and what it is.
    case foreignTensor(String)
    /// Bytes of Python's.
    case data([UInt8])
    /// NumPy's name of a type of numbers, "f4".
    case numberType(String)
    /// Something harmless that is no data here, and what it is.
    case setting(String)

    var integer: Int? { if case .integer(let value) = self { value } else { nil } }
    var text: String? { if case .text(let value) = self { value } else { nil } }
}

/// Elements that lie in a member of the zip file.
struct PyTorchStorage: Equatable {
    let elementType: ElementType
    /// Why it is not read: a type of PyTorch's that is none of these.
    var foreign: String?
    /// Whether `elementType` is yet to come, and `count` is in bytes.
    var isUntyped = false
    /// The member's name behind `data/`.
    let key: String
    /// Elements, as the pickle says.
    let count: Int
}

/// A tensor as the pickle describes it: a view of a storage, nothing checked yet.
struct PyTorchTensor: Equatable {
    let storage: PyTorchStorage
    /// In elements, as are the strides.
    let offset: Int
    let shape: [Int]
    let strides: [Int]
}

/// Why a pickle is not read.
enum PickleFailure: Error, Equatable {
    /// It mentions something of Python's that is no part of a checkpoint: unpickling it would run code.
    case wants(String)
    /// What it holds instead of tensors and plain values, or where it makes no sense.
    case found(String)
}

/// The names of Python's that a checkpoint may mention: those that PyTorch's own `weights_only=True` loads, and NumPy's scalars. None of them is
/// ever called: each stands for a description.
enum PickleGlobal: Equatable {
    case rebuildTensor
    /// Of a storage without a type, whose type stands behind.
    case rebuildUntyped
    /// What is built stands first among the arguments.
    case rebuildParameter
    /// (function, type, arguments, state)
    case rebuildFromType
    /// A tensor of a kind that is not read: quantised, sparse, nested, without a storage.
    case rebuildForeign(String)
    case orderedDictionary
    case defaultDictionary
    case counter
    case size
    case storage(ElementType)
    case untypedStorage
    case foreignStorage(String)
    case type(ElementType)
    /// A type of PyTorch's that is not read, "complex64".
    case foreignType(String)
    /// `codecs.encode`, as old protocols spell bytes.
    case bytesOfText
    /// A type of Python's own, by its name.
    case builtin(Builtin)
    /// Called, it gives something that is no data here: a device, a layout.
    case setting(String)
    case numberType
    case numpyScalar
    case numpyArray
    /// A class that tensors are of.
    case tensorClass

    enum Builtin: String { case set, frozenset, list, tuple, dict, bytes, bytearray, complex, int, float, bool, str }

    /// Nil for every other name.
    init?(_ name: String) {
        if let known = Self.known[name] {
            self = known
        } else if let type = Self.storages[name] {
            self = .storage(type)
        } else if let found = Self.member(name, of: ["torch."]).flatMap({ Self.types[$0] }) {
            self = .type(found)
        } else if let found = Self.member(name, of: ["torch."]), Self.foreignTypes.contains(found) {
            self = .foreignType(found)
        } else if let found = Self.member(name, of: ["torch."]), Self.foreignStorages.contains(found) {
            self = .foreignStorage(found)
        } else if let found = Self.member(name, of: ["builtins.", "__builtin__."]).flatMap(Builtin.init(rawValue:)) {
            self = .builtin(found)
        } else if let found = Self.member(name, of: ["numpy.core.multiarray.", "numpy._core.multiarray."]) {
            switch found {
            case "scalar": self = .numpyScalar
            case "_reconstruct": self = .numpyArray
            default: return nil
            }
        } else {
            return nil
        }
    }

    /// What stands behind a module's name.
    private static func member(_ name: String, of modules: [String]) -> String? {
        modules.first(where: name.hasPrefix).map { String(name.dropFirst($0.count)) }
    }

    private static let known: [String: PickleGlobal] = [
        "torch._utils._rebuild_tensor": .rebuildTensor, "torch._utils._rebuild_tensor_v2": .rebuildTensor,
        "torch._utils._rebuild_tensor_v3": .rebuildUntyped,
        "torch._utils._rebuild_parameter": .rebuildParameter, "torch._utils._rebuild_parameter_with_state": .rebuildParameter,
        "torch._tensor._rebuild_from_type_v2": .rebuildFromType, "torch._utils._rebuild_qtensor": .rebuildForeign("a quantised tensor"),
        "torch._utils._rebuild_sparse_tensor": .rebuildForeign("a sparse tensor"),
        "torch._utils._rebuild_nested_tensor": .rebuildForeign("a nested tensor"),
        "torch._utils._rebuild_meta_tensor_no_storage": .rebuildForeign("a tensor of the meta device, without numbers"),
        "collections.OrderedDict": .orderedDictionary,
        "collections.defaultdict": .defaultDictionary, "collections.Counter": .counter, "torch.Size": .size,
        "torch.storage.UntypedStorage": .untypedStorage, "torch.UntypedStorage": .untypedStorage,
        "_codecs.encode": .bytesOfText, "torch.device": .setting("a device"), "torch.serialization._get_layout": .setting("a layout"),
        "numpy.dtype": .numberType, "numpy.ndarray": .tensorClass,
        "torch.Tensor": .tensorClass, "torch._tensor.Tensor": .tensorClass, "torch.nn.parameter.Parameter": .tensorClass,
        "torch.nn.parameter.Buffer": .tensorClass
    ]

    private static let storages: [String: ElementType] = [
        "torch.FloatStorage": .f32, "torch.DoubleStorage": .f64, "torch.HalfStorage": .f16, "torch.BFloat16Storage": .bf16,
        "torch.LongStorage": .i64,
        "torch.IntStorage": .i32, "torch.ShortStorage": .i16, "torch.CharStorage": .i8, "torch.ByteStorage": .u8, "torch.BoolStorage": .bool
    ]

    /// PyTorch's names of the types that are read.
    private static let types: [String: ElementType] = [
        "float32": .f32, "float64": .f64, "float16": .f16, "bfloat16": .bf16, "float8_e4m3fn": .f8e4m3, "float8_e5m2": .f8e5m2,
        "int64": .i64, "int32": .i32, "int16": .i16, "int8": .i8,
        "uint64": .u64, "uint32": .u32, "uint16": .u16, "uint8": .u8, "bool": .bool
    ]

    private static let foreignTypes: Set = [
        "complex32", "complex64", "complex128", "quint8", "qint8", "qint32", "quint4x2", "quint2x4", "float8_e4m3fnuz", "float8_e5m2fnuz",
        "float8_e8m0fnu", "float4_e2m1fn_x2", "bits8", "bits16",
        "bits1x8", "bits2x4", "bits4x2", "uint1", "uint2", "uint3", "uint4", "uint5", "uint6", "uint7", "int1", "int2", "int3", "int4",
        "int5", "int6", "int7",
        "per_tensor_affine", "per_channel_affine", "per_tensor_symmetric", "per_channel_symmetric", "per_channel_affine_float_qparams"
    ]

    private static let foreignStorages: Set = [
        "ComplexFloatStorage", "ComplexDoubleStorage", "QInt8Storage", "QUInt8Storage", "QInt32Storage", "QUInt4x2Storage",
        "QUInt2x4Storage"
    ]
}
