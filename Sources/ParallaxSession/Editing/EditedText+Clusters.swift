/// What a person takes for one character, found around a place without looking at the rest. A cluster has an end: text may put 100,000 marks
/// on one letter, and each key would have to read them all.
extension EditedText {
    /// Bytes of a cluster at most; emoji of a whole family have 30.
    private static let clusterLimit = 128
    /// Bytes that are looked through at once for the end of a word.
    private static let stretch = 4096

    /// The cluster that ends at a place.
    func cluster(before place: Int) -> Range<Int> {
        let window = window(before: place, Self.clusterLimit)
        return place - (String(decoding: window, as: UTF8.self).last?.utf8.count ?? 0)..<place
    }

    /// The cluster that begins at a place.
    func cluster(after place: Int) -> Range<Int> {
        let window = window(after: place, Self.clusterLimit)
        return place..<place + (String(decoding: window, as: UTF8.self).first?.utf8.count ?? 0)
    }

    /// The place itself, or the end of the cluster inside which it is.
    func boundary(notBefore place: Int) -> Int {
        guard place > 0, place < count else { return place }
        let before = window(before: place, Self.clusterLimit), start = place - before.count
        var end = start
        for character in String(decoding: before + window(after: place, Self.clusterLimit), as: UTF8.self) {
            end += character.utf8.count
            if end >= place { return character.utf8.count > Self.clusterLimit ? place : end }
        }
        return place
    }

    /// Whole characters in so many bytes before a place, and whether these are all.
    func characters(before place: Int, within most: Int) -> (characters: [Character], isAll: Bool) {
        let window = window(before: place, most), isAll = window.count == place
        let characters = Array(String(decoding: window, as: UTF8.self))
        // The first one may be cut. One that has no end is what there is of it, or all that is drawn would be a column short.
        return (isAll || characters.count == 1 || characters[0].utf8.count > Self.clusterLimit ? characters : Array(characters.dropFirst()), isAll)
    }

    func characters(after place: Int, within most: Int) -> (characters: [Character], isAll: Bool) {
        let window = window(after: place, most), isAll = place + window.count == count
        let characters = Array(String(decoding: window, as: UTF8.self))
        return (isAll || characters.count == 1 || characters[characters.count - 1].utf8.count > Self.clusterLimit ? characters : Array(characters.dropLast()), isAll)
    }

    /// Where the characters before a place are no longer of a kind.
    func start(before place: Int, while isMeant: (Character) -> Bool) -> Int {
        var place = place
        while place > 0 {
            for character in characters(before: place, within: Self.stretch).characters.reversed() {
                guard isMeant(character) else { return place }
                place -= character.utf8.count
            }
        }
        return place
    }

    /// Where the characters behind a place are no longer of a kind.
    func end(after place: Int, while isMeant: (Character) -> Bool) -> Int {
        var place = place
        while place < count {
            for character in characters(after: place, within: Self.stretch).characters {
                guard isMeant(character) else { return place }
                place += character.utf8.count
            }
        }
        return place
    }

    /// Whole scalars before a place, so many bytes at most.
    private func window(before place: Int, _ most: Int) -> ArraySlice<UInt8> {
        let window = bytes(in: max(0, place - most)..<place)
        return place > most ? window.drop { $0 & 0xC0 == 0x80 } : window[...]
    }

    private func window(after place: Int, _ most: Int) -> ArraySlice<UInt8> {
        var window = bytes(in: place..<min(count, place + most + 1))[...]
        guard window.count > most else { return window }
        // Not inside a scalar.
        while let last = window.popLast(), last & 0xC0 == 0x80 {}
        return window
    }
}
