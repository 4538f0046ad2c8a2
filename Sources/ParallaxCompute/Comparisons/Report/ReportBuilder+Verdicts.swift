extension ReportBuilder {
    func verdicts(_ methods: [MethodReport], _ gathered: Gathered) -> [Verdict] { [] }
}
