/// A template's expressions.
indirect enum JinjaExpression: Sendable {
    case none
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(JinjaLiteral)
    case name(JinjaName)
    case list([JinjaExpression])
    case tuple([JinjaExpression])
    case mapping([(key: JinjaExpression, value: JinjaExpression)])
    case attribute(JinjaExpression, JinjaName)
    case item(JinjaExpression, JinjaExpression)
    case slice(JinjaExpression, start: JinjaExpression?, stop: JinjaExpression?, step: JinjaExpression?)
    case call(JinjaExpression, JinjaArguments)
    case filter(JinjaExpression, JinjaNamed<JinjaFilter>, JinjaArguments)
    case test(JinjaExpression, JinjaNamed<JinjaTest>, JinjaArguments)
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

/// A filter that what a block writes goes through.
typealias JinjaPipe = (name: JinjaNamed<JinjaFilter>, arguments: JinjaArguments)

struct JinjaArguments: Sendable {
    var positional: [JinjaExpression] = []
    var named: [(name: JinjaName, value: JinjaExpression)] = []
}

/// A template's statements, each with the line where it stands.
struct JinjaStatement: Sendable {
    indirect enum Kind: Sendable {
        case text(JinjaLiteral)
        case output(JinjaExpression)
        case loop(JinjaLoop)
        case branches([(test: JinjaExpression?, body: [JinjaStatement])])
        case set(JinjaTarget, JinjaExpression)
        case setBlock(JinjaTarget, [JinjaPipe], [JinjaStatement])
        case filtered([JinjaPipe], [JinjaStatement])
        case callBlock(callee: JinjaExpression, JinjaArguments, body: JinjaMacro)
        case scope([JinjaStatement])
        case macro(JinjaMacro)
        case breakLoop, continueLoop
    }

    let kind: Kind
    let line: Int
}

struct JinjaLoop: Sendable {
    /// "loop"
    let variable: JinjaName
    let target: JinjaTarget
    let sequence: JinjaExpression
    let condition: JinjaExpression?
    let body: [JinjaStatement]
    let otherwise: [JinjaStatement]
    /// Whether its body may call it.
    let isRecursive: Bool
}

final class JinjaMacro: Sendable {
    let name: JinjaName
    let parameters: [(name: JinjaName, standard: JinjaExpression?)]
    let body: [JinjaStatement]
    /// The place of a parameter, by its name's number.
    let places: [Int: Int]
    /// Variables that every macro has, where its body asks for them: further arguments, named ones, and the body of a call block.
    let extras: JinjaMacroExtras

    init(name: JinjaName, parameters: [(name: JinjaName, standard: JinjaExpression?)], body: [JinjaStatement], extras: JinjaMacroExtras) {
        self.extras = extras
        self.name = name
        self.parameters = parameters
        self.body = body
        places = Dictionary(parameters.enumerated().map { ($1.name.number, $0) }, uniquingKeysWith: { first, _ in first })
    }
}

struct JinjaMacroExtras: Sendable {
    var varargs: JinjaName?, kwargs: JinjaName?, caller: JinjaName?

    mutating func note(_ name: JinjaName) {
        switch name.word {
        case "varargs": varargs = name
        case "kwargs": kwargs = name
        case "caller": caller = name
        default: break
        }
    }
}

/// What `set` and `for` assign to.
enum JinjaTarget: Sendable {
    case name(JinjaName)
    case names([JinjaName])
    /// An attribute of a namespace.
    case attribute(JinjaName, JinjaName)
}
