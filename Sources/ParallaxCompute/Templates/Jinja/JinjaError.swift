/// Complaints about a template.
enum JinjaError {
    static func complaint(_ subject: String, line: Int, expected: String, found: String, remedy: String = "correct the chat template") -> Complaint {
        Complaint("\(subject), line \(line)", expected: expected, found: found, remedy: remedy)
    }
}
