/// How two vectors agree in direction.
package struct DirectionAgreement {
    /// a·a, b·b, a·b.
    let squaresA: Double
    let squaresB: Double
    let product: Double
    package let cosine: Double
    /// ‖a/‖a‖ − b/‖b‖‖² = 2(1 − cosine).
    let squaredDistance: Double

    /// Nil where either vector has no direction.
    ///
    /// Near cosine 1 the distance is summed from the unit vectors and the cosine follows from it: 1 − cos from the dot
    /// product would keep no more than the digits in which it differs from 1.
    /// - Parameters:
    ///   - a: element i of the first vector.
    ///   - b: element i of the second.
    @inline(__always)
    package init?(width: Int, a: (Int) -> Double, b: (Int) -> Double) {
        var (aa, bb, ab) = (0.0, 0.0, 0.0)
        for i in 0..<width {
            let (p, q) = (a(i), b(i))
            aa += p * p
            bb += q * q
            ab += p * q
        }
        guard aa > 0, bb > 0 else { return nil }
        let (lengthA, lengthB) = (aa.squareRoot(), bb.squareRoot())
        let direct = max(-1, min(1, ab / (lengthA * lengthB)))
        squaresA = aa
        squaresB = bb
        product = ab
        guard direct > 0.75 else {
            cosine = direct
            squaredDistance = 2 * (1 - direct)
            return
        }
        var distance = 0.0
        for i in 0..<width {
            let difference = a(i) / lengthA - b(i) / lengthB
            distance += difference * difference
        }
        squaredDistance = distance
        cosine = 1 - distance / 2
    }
}
