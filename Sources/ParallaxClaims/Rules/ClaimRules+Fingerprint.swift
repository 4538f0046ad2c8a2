extension ClaimRules {
    /// Tells rules apart: a calibration holds for the classes that it learnt.
    public var fingerprint: String {
        let lines = classes.map { own in
            let forms = own.forms.map(\.text), values = own.families.map { $0.name + "=" + $0.values.joined(separator: ",") }
            return "\(own.name) \(own.kind.rawValue) \(own.isClosed) \(forms) \(values) \(own.conditions.map { "\($0)" })"
        }
        return "\(Fingerprint(bytes: lines.joined(separator: "\n").utf8))"
    }
}
