import Foundation

/// Whether bytes hold anything that a terminal would do something at: what a command prints into a pipe must not, whoever reads it there.
enum CleanBytes {
    /// The first offence in words; nil where there is none.
    ///
    /// Line ends and tabs are allowed. The progress of long work (`\r`, erase the line) goes to terminals only.
    static func offence(_ bytes: [UInt8]) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return "bytes that are no UTF-8" }
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x200C, 0x200D: continue
            case 0x20..<0x7F: continue
            default: break
            }
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                return "U+\(String(scalar.value, radix: 16, uppercase: true)) near \"\(context(text, scalar))\""
            default: continue
            }
        }
        return nil
    }

    private static func context(_ text: String, _ scalar: Unicode.Scalar) -> String {
        guard let place = text.unicodeScalars.firstIndex(of: scalar) else { return "" }
        let before = text.unicodeScalars[..<place].suffix(60), behind = text.unicodeScalars[place...].prefix(20)
        return (Array(before) + Array(behind)).map { $0.isASCII && $0.value >= 0x20 ? String($0) : "<\(String($0.value, radix: 16))>" }
            .joined()
    }
}
