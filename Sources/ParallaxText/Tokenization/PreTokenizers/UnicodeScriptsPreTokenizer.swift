/// `UnicodeScripts`: cuts where the script changes; spaces, and characters that have none in the library's tables, belong to what stands
/// before them. Those at the beginning of a piece are lost, as they are in the library.
struct UnicodeScriptsPreTokenizer: PreTokenizer {
    init(_ settings: ComponentSettings) {}

    func split(_ pieces: Pieces, _ work: TextWork) throws -> Pieces {
        var result = Pieces(from: pieces)
        try pieces.forEach(work) { piece in
            var offset = 0, script: UInt8?
            while offset < piece.count {
                try work.step()
                let (scalar, length) = scalar(in: piece, at: offset)
                if let own = LibraryUnicode.script(of: scalar), own != script {
                    result.endPiece()
                    script = own
                }
                if script != nil { result.append(piece[offset..<offset + length]) }
                offset += length
            }
            result.endPiece()
        }
        return result
    }
}
