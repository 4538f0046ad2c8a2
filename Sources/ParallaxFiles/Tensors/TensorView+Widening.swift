extension TensorView {
    /// Widens elements `range` into `target`, which must hold `range.count` floats.
    package func widen(_ range: Range<Int>, into target: UnsafeMutablePointer<Float>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        guard !range.isEmpty else { return }
        let source = bytes.baseAddress!
        if let element = elementType.kernelElement {
            Kernels.fastest.widen(element, source + range.lowerBound * elementType.size, target, range.count)
            return
        }
        widenPlainly(range, into: target)
    }

    /// The plain loop: for the types without a kernel, and what the kernels are compared with in tests.
    package func widenPlainly(_ range: Range<Int>, into target: UnsafeMutablePointer<Float>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        guard !range.isEmpty else { return }
        let source = bytes.baseAddress!
        func each<T>(_: T.Type, _ convert: (T) -> Float) {
            for (i, element) in range.enumerated() {
                target[i] = convert(source.loadUnaligned(fromByteOffset: element * MemoryLayout<T>.size, as: T.self))
            }
        }
        switch elementType {
        case .f32: each(UInt32.self) { Float(bitPattern: $0) }
        case .f64: each(Double.self) { Float($0) }
        case .f16: each(UInt16.self) { Float(Float16(bitPattern: $0)) }
        case .bf16: each(UInt16.self) { Float(bitPattern: UInt32(wide: $0) << 16) }
        case .i64: each(Int64.self) { Float($0) }
        case .i32: each(Int32.self) { Float($0) }
        case .i16: each(Int16.self) { Float($0) }
        case .i8: each(Int8.self) { Float($0) }
        case .u64: each(UInt64.self) { Float($0) }
        case .u32: each(UInt32.self) { Float($0) }
        case .u16: each(UInt16.self) { Float($0) }
        case .u8, .bool: each(UInt8.self) { Float($0) }
        case .f8e4m3: each(UInt8.self) { Self.widenE4M3($0) }
        case .f8e5m2: each(UInt8.self) { Float(Float16(bitPattern: UInt16(clamping: $0) << 8)) }
        }
    }

    /// OCP FP8 E4M3: no infinities, 0x7f and 0xff are NaN.
    private static func widenE4M3(_ byte: UInt8) -> Float {
        let magnitude = byte & 0x7f
        guard magnitude != 0x7f else { return .nan }
        let exponent = Int(wide: magnitude >> 3), mantissa = Float(magnitude & 7)
        let value = exponent == 0 ? mantissa / 8 * 0x1p-6 : (1 + mantissa / 8) * Float(sign: .plus, exponent: exponent - 7, significand: 1)
        return byte & 0x80 == 0 ? value : -value
    }
}
