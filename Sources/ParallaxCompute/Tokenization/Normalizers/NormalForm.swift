import Foundation
// The canonical forms of Foundation on Linux are wrong (U+10041 with a dot below becomes U+1EA0: the code is cut to 16 bits). Those of the
// standard library, on which the equality of strings rests, are right; they are reached under this name only.
@_spi(_Unicode) import Swift

/// One of the normal forms of Unicode, in a time that grows with the text alone.
struct NormalForm {
    let isComposed: Bool
    let isCompatible: Bool

    func of(_ text: [UInt8], _ work: TextWork) throws -> [UInt8] {
        // ASCII is in all four forms already.
        guard text.contains(where: { $0 >= 0x80 }) else { return text }
        var scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
        if isCompatible { scalars = try Self.compatible(scalars, work) }
        if scalars.contains(where: { Self.doubleVowels[$0] != nil }) { scalars = scalars.flatMap { Self.doubleVowels[$0] ?? [$0] } }
        scalars = try Self.ordered(scalars, work)
        var string = String.UnicodeScalarView()
        string.append(contentsOf: scalars)
        var result = String.UnicodeScalarView()
        func take(_ form: some Sequence<Unicode.Scalar>) throws {
            for scalar in form {
                try work.step()
                result.append(scalar)
            }
        }
        if isComposed { try take(String(string)._nfc) } else { try take(String(string)._nfd) }
        return Array(String(result).utf8)
    }

    /// Marks of class 0 that come apart into marks of others. The standard library takes them for beginnings of characters and puts
    /// nothing across them in order.
    private static let doubleVowels: [Unicode.Scalar: [Unicode.Scalar]] = ["\u{f73}": ["\u{f71}", "\u{f72}"], "\u{f75}": ["\u{f71}", "\u{f74}"], "\u{f81}": ["\u{f71}", "\u{f80}"]]

    /// Every character in its compatible form.
    private static func compatible(_ scalars: [Unicode.Scalar], _ work: TextWork) throws -> [Unicode.Scalar] {
        var forms: [Unicode.Scalar: [Unicode.Scalar]] = [:], result: [Unicode.Scalar] = []
        result.reserveCapacity(scalars.count)
        for scalar in scalars {
            try work.step()
            guard !scalar.isASCII else {
                result.append(scalar)
                continue
            }
            if forms[scalar] == nil { forms[scalar] = compatible(scalar) }
            result.append(contentsOf: forms[scalar] ?? [])
            try work.allow(result.count, "characters", "a normal form")
        }
        return result
    }

    /// The library of tokenizers knows the characters of Unicode 11; later ones stay as they are.
    private static func compatible(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        guard let age = scalar.properties.age, age.major <= 11 else { return [scalar] }
        return Array(String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars)
    }

    /// The standard library takes the square of a run of marks to put it in order, unless it is in order already.
    private static let longestUnordered = 64

    /// The same text with its long runs of marks in canonical order.
    private static func ordered(_ scalars: [Unicode.Scalar], _ work: TextWork) throws -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = [], done = 0, start = 0
        while start < scalars.count {
            var end = start
            while end < scalars.count, CharacterKind(scalars[end]) == .mark { end += 1 }
            if end - start > longestUnordered {
                result.append(contentsOf: scalars[done..<start])
                try appendOrdered(scalars[start..<end], to: &result, work)
                done = end
            }
            start = end + 1
        }
        return done == 0 ? scalars : result + scalars[done...]
    }

    private static func appendOrdered(_ marks: ArraySlice<Unicode.Scalar>, to result: inout [Unicode.Scalar], _ work: TextWork) throws {
        // Of each class its marks in the order they came; a mark of class 0 stays where it is, and what is behind it behind it.
        var waiting = [[Unicode.Scalar]](repeating: [], count: 256), used: [Int] = []
        func flush() {
            for order in used.sorted() {
                result += waiting[order]
                waiting[order].removeAll(keepingCapacity: true)
            }
            used.removeAll(keepingCapacity: true)
        }
        for mark in marks {
            for scalar in String(mark)._nfd {
                try work.step()
                let order = Int(wide: scalar.properties.canonicalCombiningClass.rawValue)
                if order == 0 {
                    flush()
                    result.append(scalar)
                } else {
                    if waiting[order].isEmpty { used.append(order) }
                    waiting[order].append(scalar)
                }
            }
        }
        flush()
    }
}
