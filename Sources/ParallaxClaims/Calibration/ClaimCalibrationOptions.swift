/// What a calibration is made with, and what it promises. Everything that decides a verdict is stored with it.
public struct ClaimCalibrationOptions: Sendable, Equatable, Codable {
    /// Of claims called supported, at least so many are true.
    public var supportedTrue = 0.95
    /// Of claims called unsupported, at least so many are false.
    public var unsupportedFalse = 0.90
    /// The one-sided confidence with which both are shown on held-out calibration documents, and the two shares below.
    public var confidence = 0.95
    /// At most so many random swaps of a class pass for supported: seen, and with confidence.
    public var swapsPassing = Ceiling(seen: 0.02, bound: 0.05)
    /// The same for the lie that the AR likes most.
    public var liesPassing = Ceiling(seen: 0.05, bound: 0.10)
    /// No claim is called supported below this probability, whatever its class.
    public var supportedFloor = 0.80
    /// None is called unsupported above this one.
    public var unsupportedCeiling = 0.20
    /// The corrected tail of the combination under the null must be this small for supported.
    public var tail = 0.05
    /// A null of fewer draws is pooled more widely.
    public var fewestDraws = 200
    public var folds = 5
    public var seed: UInt64 = 0
    /// K, the samples of the AV that shares are of.
    public var samples = 16

    public struct Ceiling: Sendable, Equatable, Codable {
        public var seen: Double
        public var bound: Double

        public init(seen: Double, bound: Double) {
            self.seen = seen
            self.bound = bound
        }
    }

    public init() {}

    var isSound: Bool {
        let shares = [supportedTrue, unsupportedFalse, confidence, supportedFloor, unsupportedCeiling, tail, swapsPassing.seen, swapsPassing.bound, liesPassing.seen, liesPassing.bound]
        return shares.allSatisfy { $0 > 0 && $0 < 1 } && (1...1_000_000).contains(fewestDraws) && (1...1000).contains(folds) && (1...1_000_000).contains(samples)
    }
}
