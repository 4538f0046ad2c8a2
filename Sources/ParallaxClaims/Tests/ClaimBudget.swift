/// What testing an explanation costs, counted before anything starts and again afterwards.
public struct ClaimBudget: Sendable, Equatable {
    /// Texts that the AV writes, token by token.
    public var written = 0
    /// Texts that the AV only scores.
    public var scored = 0
    /// Texts that the AR reads.
    public var read = 0
    /// Tokens through all of these.
    public var tokens = 0
    /// 2 · parameters · tokens, summed over AV and AR.
    public var flops = 0.0

    public init(written: Int = 0, scored: Int = 0, read: Int = 0, tokens: Int = 0, flops: Double = 0) {
        self.written = written
        self.scored = scored
        self.read = read
        self.tokens = tokens
        self.flops = flops
    }
}
