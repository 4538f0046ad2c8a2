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

    var integer: Int? { if case .integer(let value) = self { value } else { nil } }
    var text: String? { if case .text(let value) = self { value } else { nil } }
}

/// The names of Python's that a checkpoint may mention. None of them is ever called: each stands for a description.
enum PickleGlobal: Equatable {
    case rebuildTensor
    case rebuildParameter
    case orderedDictionary
    case size
    case storage(ElementType)

    /// Nil for every other name.
    init?(_ name: String) {
        switch name {
        case "torch._utils._rebuild_tensor_v2": self = .rebuildTensor
        case "torch._utils._rebuild_parameter": self = .rebuildParameter
        case "collections.OrderedDict": self = .orderedDictionary
        case "torch.Size": self = .size
        default:
            guard let type = Self.storages[name] else { return nil }
            self = .storage(type)
        }
    }

    private static let storages: [String: ElementType] = [
        "torch.FloatStorage": .f32, "torch.DoubleStorage": .f64, "torch.HalfStorage": .f16, "torch.BFloat16Storage": .bf16, "torch.LongStorage": .i64,
        "torch.IntStorage": .i32, "torch.ShortStorage": .i16, "torch.CharStorage": .i8, "torch.ByteStorage": .u8, "torch.BoolStorage": .bool,
    ]
}

/// Elements that lie in a member of the zip file.
struct PyTorchStorage: Equatable {
    let elementType: ElementType
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
