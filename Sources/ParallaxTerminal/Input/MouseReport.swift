import ParallaxViews

/// A mouse report from its parts, as far as it means something here: the left button going down, and the wheel.
enum MouseReport {
    /// "ESC [ < button ; column ; row M", or m where a button goes up.
    /// - Parameter parameters: what stands between "<" and the final character.
    static func numbered(_ parameters: some StringProtocol, final: Unicode.Scalar) -> Key? {
        let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { text in
            text.utf8.count <= 5 && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(foreign: text) : nil
        }
        guard final == "M", numbers.count == 3, let button = numbers[0], let column = numbers[1], let row = numbers[2] else { return nil }
        return key(button: button, column: column, row: row)
    }

    /// "ESC [ M" and three bytes, each 32 more than its number.
    static func bytes(_ bytes: [UInt8]) -> Key? {
        guard bytes.count == 3, bytes.allSatisfy({ $0 >= 32 }) else { return nil }
        return key(button: Int(wide: bytes[0]) - 32, column: Int(wide: bytes[1]) - 32, row: Int(wide: bytes[2]) - 32)
    }

    private static func key(button: Int, column: Int, row: Int) -> Key? {
        let kind: MouseEvent.Kind
        // Shift, Alt and Ctrl are the bits 4, 8 and 16.
        switch button & ~0b11100 {
        case 0: kind = .press
        case 64: kind = .wheelUp
        case 65: kind = .wheelDown
        default: return nil
        }
        guard column > 0, row > 0 else { return nil }
        return .mouse(MouseEvent(kind, x: column - 1, y: row - 1))
    }
}
