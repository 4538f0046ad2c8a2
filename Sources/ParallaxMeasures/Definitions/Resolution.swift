/// What float32 vectors can tell apart. A difference below this share of a vector's length is rounding, and a ratio to it
/// would be noise presented as a figure.
package enum Resolution {
    /// Relative length; float32 rounds at 6e-8 a component, and a mean taken in float32 loses one digit more.
    static let length = 1e-6
    /// The same for squared lengths.
    package static let squared = length * length
    /// Within this (relative) length of μ a reconstruction is μ.
    static let mean = 2e-6
}
