import Foundation
import ParallaxCompute

/// JSON of any length that goes out block by block. What comes out is what `Output.json` would print of the whole.
enum StreamedJSON {
    /// Elements that are written at once.
    private static let block = 4096

    /// A list of so many elements.
    static func list(_ count: Int, _ element: (Int) -> some Encodable) throws {
        try write(count, element)
        Output.line()
    }

    /// An object of lists, by their names.
    static func object(_ members: [(name: String, write: () throws -> Void)]) throws {
        for (place, member) in members.sorted(by: { $0.name < $1.name }).enumerated() {
            Output.write(place == 0 ? "{" : ",")
            Output.write(Printable(data: String(decoding: try JSONBytes.of(member.name), as: UTF8.self)) + ":")
            try member.write()
        }
        Output.line(members.isEmpty ? "{}" : "}")
    }

    /// A list inside of something.
    static func write(_ count: Int, _ element: (Int) -> some Encodable) throws {
        Output.write("[")
        for start in stride(from: 0, to: count, by: block) {
            let part = try JSONBytes.of((start..<min(count, start + block)).map(element), numbers: Output.numbers)
            // Without the brackets of the part.
            Output.write((start > 0 ? "," : "") + Printable(data: String(decoding: part.dropFirst().dropLast(), as: UTF8.self)))
        }
        Output.write("]")
    }
}
