"""The texts of the goldens in this folder, and what their tokenizers are trained on."""

CORPUS = [
    "The river runs through the old town, and the people of the town run along the river.",
    "It's what they've said: we'll see, I'm sure; you're right, he'd go. Don't!",
    "In 2024 there were 1234567 boats and 42 bridges; in 1999 only 7 of them.",
    "def run(x):\n    return x + 1\n\n\nprint(run(41))\t# forty-two",
    "naïve café, Ünïcode, œuvre, straße, ﬁne ﬂoor, Å and Å",
    "東京都の天気は晴れです。 我们去看河。 강이 흐른다.",
    "مرحبا بالعالم שלום עולם Здравствуй мир Γειά σου Κόσμε",
    "🙂 👩‍👩‍👧‍👦 🇫🇮 👍🏽 ❤️ — “quotes” … ½ ² Ⅷ",
] * 3

TEXTS = [
    "", " ", "  ", "   a", "a ", " a b", "a  b   c    d", "\n", "\n\n", "\n\n\n \n", "\t\t", " \t \n ", "\r\n", "a\r\nb\r\n\r\nc", "\r", "\x0b\x0c\x1c\x85\u00a0\u2028\u3000x",
    "The river runs", "the people's town isn't what they've said we'll I'm you're he'd", "IT'S DON'T 'S 't' ''s '", "'s", " 's", "a's b'll", "don’t",
    "1", "42", "1234567", "in 2024, 3.14159", "１２３", "½²Ⅷ٣", "a1b2", "1a", " 1",
    "naïve café", "nai\u0308ve cafe\u0301", "Ünïcode U\u0308n\u0131\u0308", "e\u0301\u0327\u0323", "\u0301", "ﬁne ﬂoor ① ㎏", "ǅ ŉ İ ẞ",
    "🙂", "👩‍👩‍👧‍👦", "🇫🇮🇸🇪", "👍🏽", "❤️", "a🙂b🙂 🙂", "\U0001f9ff\U000e0067",
    "東京都の天気", "我们去看河。", "강이 흐른다", "강", "مرحبا بالعالم", "שלום עולם", "Здравствуй", "हिन्दी में", "ไทย",
    "\x00", "a\x00b", "\x01\x02\x7f", "\ufffd", "\ufeffa", "\u200b\u200d\u2060", "\ue000\U000f0000", "\u00ad-\u2011",
    "▁", "▁▁", "a▁b", " ▁ ", "▁a", "Ġ", "ĠtheĊ", "<0x41>", "<0xE5><0x8F>",
    "<s>", "</s>", "<s>a</s>", "<unk>", "a<unk>b", " <s> a", "<|endoftext|>", "<|im_start|>user\nhi<|im_end|>\n", "a<|im_start|>b", "<|im_start", "<|im_start|><|im_start|>", "<|im_start|> x",
    "<explanation>a river</explanation>", "㈎", "a㈎b", "<L>", "a <L> b", "a  \n<L>  b", "<R>  b", "a <R> \n b", "<R> <L>", "<B> <B>", " <B> ", "a<B>b",
    "word", "a word b", "swords", "word word", "wordword", "word-word", "word_", "éword", "word\u0301", "<a>", "<a><b>", "<a><b><c>", "<a<a>", "<a> <b>",
    "Norm", "NORM", "nôrm", "no\u0302rm", "a nôrm b", "\n\nx\n\n\ny", "    x", "a" * 50, "ab" * 200, "x" * 300 + " " + "the " * 20, "=" * 70, " " * 33 + "x",
    "return x + 1  # ok", "http://a.b/c?d=e&f=%20", "{\"a\": [1, 2.5e-3, null]}", "a_b-c.d,e;f:g!h?i", "mixed東京text42!", "“quotes” — … ‘x’", "Ω≈ç√∫˜µ≤≥÷", "ﷺ",
    "\U00010041\u0323\u0301", "a\U0001d15e\u0323", "\u01c4\u0323\u0301", "e\u0385\u0323", " ".join(CORPUS[:8]), "The naïve 東京 river\n" * 30,
    "\u1100\u1161\u11a8",
]
