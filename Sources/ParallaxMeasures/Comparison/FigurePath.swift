/// A key that is known at run time only: figures stand in JSON under the paths of their columns, "cosine" or "fve.global".
package struct FigurePath: CodingKey {
    package let stringValue: String
    package var intValue: Int? { nil }

    package init(_ name: String) { stringValue = name }
    package init?(stringValue: String) { self.init(stringValue) }
    package init?(intValue: Int) { nil }
}

extension KeyedEncodingContainer<FigurePath> {
    /// Writes figures under their paths, one group a first part; an undefined figure is null.
    package mutating func encode(figures: [(path: String, value: Double?)]) throws {
        var groups: [String: KeyedEncodingContainer<FigurePath>] = [:]
        for figure in figures {
            let path = figure.path.split(separator: ".").map(String.init)
            guard path.count == 2 else {
                try encode(figure.value, forKey: FigurePath(path[0]))
                continue
            }
            var group = groups[path[0]] ?? nestedContainer(keyedBy: FigurePath.self, forKey: FigurePath(path[0]))
            try group.encode(figure.value, forKey: FigurePath(path[1]))
            groups[path[0]] = group
        }
    }
}
