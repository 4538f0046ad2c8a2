extension Complaint {
    /// Complaints of one kind that are told; a list of thousands is read by nobody.
    public static let mostTold = 20

    /// As many of a list as a person reads, and how many more there are.
    public static func some(_ complaints: [Complaint]) -> [Complaint] {
        guard complaints.count > mostTold + 1, let last = complaints.last else { return complaints }
        return complaints.prefix(mostTold) + [Complaint("and \(complaints.count - mostTold) more, the last of them \(last.subject)", expected: last.expected, found: last.found, remedy: last.remedy)]
    }
}
