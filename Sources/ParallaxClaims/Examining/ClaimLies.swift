/// Which of a claim's candidates stand for claims that are not so.
enum ClaimLies {
    /// A random other value of the class: those of the class's list come last, in random order, behind what the AV's own samples say.
    static func random(_ claim: Int, _ table: ClaimTable) -> Int? { table.others(claim).last }

    /// The other candidate with which the AR comes nearest to h.
    static func best(_ claim: Int, _ table: ClaimTable) -> Int? {
        guard table.cosines.indices.contains(claim) else { return nil }
        return table.others(claim).max { table.cosines[claim][$0] < table.cosines[claim][$1] }
    }
}
