/// The marks of the screen and what they mean: the list under the keys and the README are made from this.
package enum Marks {
    package static let all: [(mark: String, meaning: String)] =
        BetweenView.marks + [
            ("↑", "no label: the tokens whose logits the feature raises"),
            ("≠", "another most likely next token: than the clean run's, for an edit than that of the reconstruction before it"),
            (
                "noise",
                "the largest change that neutral edits make: up to twelve copies of the explanation with two words of another sentence exchanged or its punctuation changed; where you took a sentence out, copies without another one of about its length; of features, the same done to nineteen others drawn among those that are about as strong and fire about as often"
            ),
            ("≈", "inside the noise: nothing"),
            ("¶", "the last paragraph of an explanation, about the final token; quoted words are underlined"),
            (
                "● ○ ▲",
                "a claim of the explanation that its tests support, that they cannot decide, and that they speak against; `b` shows them"
            ),
            ("t s", "behind that: a writer who saw only the text could say it; the AV says it without the activation"),
            ("P(true)", "the probability that a claim is true by all its tests, as the calibration learnt it"),
            ("Holm", "how often random swaps look as good by all tests together, corrected over the claims of the page (Holm)"),
            ("tail", "of one test: how often its null looks as good; one-sided, never below 1/(n + 1)"),
            ("[●▲]", "the claims inside one sentence; before it stands the gravest"),
            ("◆", "you have changed features or words here"),
            ("×", "no checkpoint at this site; no explanation in the file"),
            ("·", "not yet"),
            ("⠂", "running"),
            ("!", "failed; in words: a warning"),
            ("ex", "excluded from figures"),
            ("—", "undefined, and why")
        ]
}
