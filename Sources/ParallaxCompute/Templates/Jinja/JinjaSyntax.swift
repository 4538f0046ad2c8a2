/// A template's expressions.
indirect enum JinjaExpression: Sendable {
    case none
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case name(String)
    case list([JinjaExpression])
    case mapping([(key: JinjaExpression, value: JinjaExpression)])
    case attribute(JinjaExpression, String)
    case item(JinjaExpression, JinjaExpression)
    case slice(JinjaExpression, start: JinjaExpression?, stop: JinjaExpression?, step: JinjaExpression?)
    case call(JinjaExpression, JinjaArguments)
    case filter(JinjaExpression, String, JinjaArguments)
    case test(JinjaExpression, String, JinjaArguments)
    case not(JinjaExpression)
    case and(JinjaExpression, JinjaExpression)
    case or(JinjaExpression, JinjaExpression)
    case minus(JinjaExpression)
    case plus(JinjaExpression)
    case arithmetic(JinjaExpression, JinjaOperator, JinjaExpression)
    case comparison(JinjaExpression, [(comparison: JinjaComparison, value: JinjaExpression)])
    case concatenation([JinjaExpression])
    case conditional(then: JinjaExpression, test: JinjaExpression, otherwise: JinjaExpression?)
}

enum JinjaOperator: String, Sendable {
    case add = "+", subtract = "-", multiply = "*", divide = "/", floorDivide = "//", remainder = "%", power = "**"
}

enum JinjaComparison: String, Sendable {
    case equal = "==", unequal = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">=", isIn = "in", isNotIn = "not in"
}

struct JinjaArguments: Sendable {
    var positional: [JinjaExpression] = []
    var named: [(name: String, value: JinjaExpression)] = []
}

/// A template's statements, each with the line where it stands.
struct JinjaStatement: Sendable {
    indirect enum Kind: Sendable {
        case text(String)
        case output(JinjaExpression)
        case loop(JinjaLoop)
        case branches([(test: JinjaExpression?, body: [JinjaStatement])])
        case set(JinjaTarget, JinjaExpression)
        case setBlock(String, [JinjaStatement])
        case scope([JinjaStatement])
        case macro(JinjaMacro)
        case breakLoop, continueLoop
    }

    let kind: Kind
    let line: Int
}

struct JinjaLoop: Sendable {
    let target: JinjaTarget
    let sequence: JinjaExpression
    let condition: JinjaExpression?
    let body: [JinjaStatement]
    let otherwise: [JinjaStatement]
}

struct JinjaMacro: Sendable {
    let name: String
    let parameters: [(name: String, standard: JinjaExpression?)]
    let body: [JinjaStatement]
}

/// What `set` and `for` assign to.
enum JinjaTarget: Sendable {
    case name(String)
    case names([String])
    /// An attribute of a namespace.
    case attribute(String, String)
}
