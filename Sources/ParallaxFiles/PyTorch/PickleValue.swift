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
