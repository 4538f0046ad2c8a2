extension ClaimRules {
    /// For free English explanations, as the published NLAs write them: what kind of text it is, quoted words, names and numbers, and a last
    /// paragraph about the final token and what it expects.
    public static let standard = ClaimRules(classes: [
        ClaimClass(name: "quote", kind: .quote, conditions: [.quoted]),
        ClaimClass(name: "theme", kind: .theme, conditions: [.firstSentence]),
        ClaimClass(
            name: "next", kind: .next,
            conditions: [.lastParagraph]
                + ["final token", "last token", "final word", "next", "expect", "anticipate", "predict", "likely to follow", "will follow", "continuation", "mid-sentence"].map {
                    .words($0)
                }),
        ClaimClass(name: "entity", kind: .entity, conditions: [.name, .number]),
        ClaimClass(
            name: "theme", kind: .theme,
            conditions: [
                "genre", "kind of text", "type of text", "document", "article", "story", "essay", "poem", "novel", "recipe", "letter", "email", "dialogue", "conversation", "code",
                "source code", "script", "report", "review", "tutorial", "forum", "blog", "news", "textbook", "topic", "subject matter",
            ].map { .words($0) }),
        ClaimClass(name: "detail", kind: .detail, conditions: [.anything]),
    ])
}
