// Answers of a live Orthanc 1.10.1, made by Tests/Fuzz/oracle/find-matching.py; do not edit.

/// What `/tools/find` found: case rule (i: any case, s: case counts, b: both alike), the search
/// value, then every stored value that was found. ⏎ is a line feed, ⇥ a tab.
///
/// A value counts as found when one of five attributes found it: before it looks at values
/// itself, this Orthanc asks SQLite, which folds ASCII alone in some columns, and drops blanks
/// and accents in others.
enum LiveMatches {
    static let texts = [
        "", "ABC", "abc", " ABC", "ABC\u{20}", "A B", "A  B", "Müller", "MÜLLER", "mÜLLER",
        "Muller", "É", "é", "e", "ÿ", "Ÿ", "ß", "SS", "ẞ", "Ω", "ω", "ς", "σ", "Σ", "Ж", "ж",
        "日本", "ǆ", "Ǆ", "ǅ", "ı", "i", "I", "İ", "A\\B", "a\\C", "A\\ B \\C", "\\A", "A%B",
        "A_B", "AXB", "A*B", "A?B", "A.B", "A-B", "A-", "A^B=C", "(x)", "[x]", "a+b", "a$",
        "^a", "{2}", "a|b", "tab\tx", "x\ny", "/a/", "a\u{A0}b", "ＡＢＣ", "ａｂｃ", "Æ", "æ", "Ⅳ",
        "ⅳ", "𐐀", "𐐨", "😀", "ά", "Ά", "µ", "μ", "Μ", "ö", "ŉ", "ﬁ", "e\u{301}", "E\u{301}",
        "É x",
    ]

    static let dates = [
        "20200101", "20200102", "20191231", "2020", "202001", "", "20200101\\20210101",
        "2020.01.01", "19700101-", "1", "3", "20200101\u{20}", " 20200101",
    ]

    static let textMatches = """
        i¦ABC¦ABC¦abc¦ABC\u{20}
        s¦ABC¦ABC¦ABC\u{20}
        i¦abc¦ABC¦abc¦ABC\u{20}
        s¦abc¦abc
        b¦ ABC¦ ABC
        b¦ABC\u{20}
        b¦A B¦A B
        b¦A  B¦A  B
        i¦Müller¦Müller¦MÜLLER¦mÜLLER
        s¦Müller¦Müller
        i¦MÜLLER¦Müller¦MÜLLER¦mÜLLER
        s¦MÜLLER¦MÜLLER
        i¦mÜLLER¦Müller¦MÜLLER¦mÜLLER
        s¦mÜLLER¦mÜLLER
        b¦Muller¦Muller
        i¦É¦É¦é
        s¦É¦É
        i¦é¦É¦é
        s¦é¦é
        b¦e¦e
        i¦ÿ¦ÿ¦Ÿ
        s¦ÿ¦ÿ
        i¦Ÿ¦ÿ¦Ÿ
        s¦Ÿ¦Ÿ
        b¦ß¦ß
        b¦SS¦SS
        b¦ẞ¦ẞ
        i¦Ω¦Ω¦ω
        s¦Ω¦Ω
        i¦ω¦Ω¦ω
        s¦ω¦ω
        i¦ς¦ς¦σ¦Σ
        s¦ς¦ς
        i¦σ¦ς¦σ¦Σ
        s¦σ¦σ
        i¦Σ¦ς¦σ¦Σ
        s¦Σ¦Σ
        i¦Ж¦Ж¦ж
        s¦Ж¦Ж
        i¦ж¦Ж¦ж
        s¦ж¦ж
        b¦日本¦日本
        i¦ǆ¦ǆ¦Ǆ¦ǅ
        s¦ǆ¦ǆ
        i¦Ǆ¦ǆ¦Ǆ¦ǅ
        s¦Ǆ¦Ǆ
        i¦ǅ¦ǆ¦Ǆ¦ǅ
        s¦ǅ¦ǅ
        b¦ı¦ı
        i¦i¦i¦I
        s¦i¦i
        i¦I¦i¦I
        s¦I¦I
        b¦İ¦İ
        b¦A\\B
        b¦a\\C
        b¦A\\ B \\C
        b¦\\A¦
        b¦A%B¦A%B
        b¦A_B¦A_B
        b¦AXB¦AXB
        i¦A*B¦A B¦A  B¦A\\B¦A%B¦A_B¦AXB¦A*B¦A?B¦A.B¦A-B¦a+b¦a|b¦a\u{A0}b
        s¦A*B¦A B¦A  B¦A\\B¦A%B¦A_B¦AXB¦A*B¦A?B¦A.B¦A-B
        i¦A?B¦A B¦A\\B¦A%B¦A_B¦AXB¦A*B¦A?B¦A.B¦A-B¦a+b¦a|b
        s¦A?B¦A B¦A\\B¦A%B¦A_B¦AXB¦A*B¦A?B¦A.B¦A-B
        b¦A.B¦A.B
        b¦A-B¦A-B
        b¦A-¦A-
        b¦A^B=C¦A^B=C
        b¦(x)¦(x)
        b¦[x]¦[x]
        b¦a+b¦a+b
        b¦a$¦a$
        b¦^a¦^a
        b¦{2}¦{2}
        b¦a|b¦a|b
        b¦tab⇥x¦tab⇥x
        b¦x⏎y¦x⏎y
        b¦/a/¦/a/
        b¦a\u{A0}b¦a\u{A0}b
        i¦ＡＢＣ¦ＡＢＣ¦ａｂｃ
        s¦ＡＢＣ¦ＡＢＣ
        i¦ａｂｃ¦ＡＢＣ¦ａｂｃ
        s¦ａｂｃ¦ａｂｃ
        i¦Æ¦Æ¦æ
        s¦Æ¦Æ
        i¦æ¦Æ¦æ
        s¦æ¦æ
        i¦Ⅳ¦Ⅳ¦ⅳ
        s¦Ⅳ¦Ⅳ
        i¦ⅳ¦Ⅳ¦ⅳ
        s¦ⅳ¦ⅳ
        i¦𐐀¦𐐀¦𐐨
        s¦𐐀¦𐐀
        i¦𐐨¦𐐀¦𐐨
        s¦𐐨¦𐐨
        b¦😀¦😀
        i¦ά¦ά¦Ά
        s¦ά¦ά
        i¦Ά¦ά¦Ά
        s¦Ά¦Ά
        i¦µ¦µ¦μ¦Μ
        s¦µ¦µ
        i¦μ¦µ¦μ¦Μ
        s¦μ¦μ
        i¦Μ¦µ¦μ¦Μ
        s¦Μ¦Μ
        b¦ö¦ö
        b¦ŉ¦ŉ
        b¦ﬁ¦ﬁ
        i¦e\u{301}¦e\u{301}¦E\u{301}
        s¦e\u{301}¦e\u{301}
        i¦E\u{301}¦e\u{301}¦E\u{301}
        s¦E\u{301}¦E\u{301}
        b¦É x¦É x
        b¦*¦¦ABC¦abc¦ ABC¦ABC\u{20}¦A B¦A  B¦Müller¦MÜLLER¦mÜLLER¦Muller¦É¦é¦e¦ÿ¦Ÿ¦ß¦SS¦ẞ¦Ω¦ω¦ς\
        ¦σ¦Σ¦Ж¦ж¦日本¦ǆ¦Ǆ¦ǅ¦ı¦i¦I¦İ¦A\\B¦a\\C¦A\\ B \\C¦\\A¦A%B¦A_B¦AXB¦A*B¦A?B¦A.B¦A-B¦A-¦A^B=C\
        ¦(x)¦[x]¦a+b¦a$¦^a¦{2}¦a|b¦tab⇥x¦x⏎y¦/a/¦a\u{A0}b¦ＡＢＣ¦ａｂｃ¦Æ¦æ¦Ⅳ¦ⅳ¦𐐀¦𐐨¦😀¦ά¦Ά¦µ¦μ¦Μ¦ö¦ŉ¦ﬁ\
        ¦e\u{301}¦E\u{301}¦É x
        i¦?¦e¦ı¦i¦I
        s¦?¦e¦i¦I
        b¦??¦SS¦\\A¦A-¦a$¦^a
        b¦M?ller¦Muller
        b¦M??ller
        i¦m*r¦Müller¦MÜLLER¦mÜLLER¦Muller
        s¦m*r
        i¦*ü*¦Müller¦MÜLLER¦mÜLLER
        s¦*ü*¦Müller
        i¦*É¦É¦é
        s¦*É¦É
        i¦*é*¦É¦é¦É x
        s¦*é*¦é
        i¦A*¦ABC¦abc¦ABC\u{20}¦A B¦A  B¦A\\B¦a\\C¦A\\ B \\C¦A%B¦A_B¦AXB¦A*B¦A?B¦A.B¦A-B¦A-\
        ¦A^B=C¦a+b¦a$¦a|b¦a\u{A0}b
        s¦A*¦ABC¦ABC\u{20}¦A B¦A  B¦A\\B¦A\\ B \\C¦A%B¦A_B¦AXB¦A*B¦A?B¦A.B¦A-B¦A-¦A^B=C
        i¦*B¦A B¦A  B¦A\\B¦A%B¦A_B¦AXB¦A*B¦A?B¦A.B¦A-B¦a+b¦a|b¦a\u{A0}b
        s¦*B¦A B¦A  B¦A\\B¦A%B¦A_B¦AXB¦A*B¦A?B¦A.B¦A-B
        i¦a?b¦A B¦A\\B¦A%B¦A_B¦AXB¦A*B¦A?B¦A.B¦A-B¦a+b¦a|b
        s¦a?b¦a+b¦a|b
        i¦*\\ABC¦ABC¦abc¦ABC\u{20}
        s¦*\\ABC¦ABC¦ABC\u{20}
        b¦A\\¦
        b¦\\¦
        i¦\\ABC¦¦ABC¦abc¦ABC\u{20}
        s¦\\ABC¦¦ABC¦ABC\u{20}
        i¦abc\\¦¦ABC¦abc¦ABC\u{20}
        s¦abc\\¦¦abc
        b¦*\\*
        b¦?\\e¦e
        i¦ABC\\A*¦ABC¦abc¦ABC\u{20}
        s¦ABC\\A*¦ABC¦ABC\u{20}
        i¦ABC\\Müller¦ABC¦abc¦ABC\u{20}¦Müller¦MÜLLER¦mÜLLER
        s¦ABC\\Müller¦ABC¦ABC\u{20}¦Müller
        b¦ ABC\u{20}
        b¦ABC \u{20}
        b¦*(x)*¦(x)
        b¦[x]*¦[x]
        b¦a+*¦a+b
        b¦.*
        b¦*.*¦A.B
        b¦**¦¦ABC¦abc¦ ABC¦ABC\u{20}¦A B¦A  B¦Müller¦MÜLLER¦mÜLLER¦Muller¦É¦é¦e¦ÿ¦Ÿ¦ß¦SS¦ẞ¦Ω¦ω\
        ¦ς¦σ¦Σ¦Ж¦ж¦日本¦ǆ¦Ǆ¦ǅ¦ı¦i¦I¦İ¦A\\B¦a\\C¦A\\ B \\C¦\\A¦A%B¦A_B¦AXB¦A*B¦A?B¦A.B¦A-B¦A-\
        ¦A^B=C¦(x)¦[x]¦a+b¦a$¦^a¦{2}¦a|b¦tab⇥x¦x⏎y¦/a/¦a\u{A0}b¦ＡＢＣ¦ａｂｃ¦Æ¦æ¦Ⅳ¦ⅳ¦𐐀¦𐐨¦😀¦ά¦Ά¦µ¦μ¦Μ\
        ¦ö¦ŉ¦ﬁ¦e\u{301}¦E\u{301}¦É x
        b¦*?¦ABC¦abc¦ ABC¦ABC\u{20}¦A B¦A  B¦Müller¦MÜLLER¦mÜLLER¦Muller¦É¦é¦e¦ÿ¦Ÿ¦ß¦SS¦ẞ¦Ω¦ω¦ς\
        ¦σ¦Σ¦Ж¦ж¦日本¦ǆ¦Ǆ¦ǅ¦ı¦i¦I¦İ¦A\\B¦a\\C¦A\\ B \\C¦\\A¦A%B¦A_B¦AXB¦A*B¦A?B¦A.B¦A-B¦A-¦A^B=C\
        ¦(x)¦[x]¦a+b¦a$¦^a¦{2}¦a|b¦tab⇥x¦x⏎y¦/a/¦a\u{A0}b¦ＡＢＣ¦ａｂｃ¦Æ¦æ¦Ⅳ¦ⅳ¦𐐀¦𐐨¦😀¦ά¦Ά¦µ¦μ¦Μ¦ö¦ŉ¦ﬁ\
        ¦e\u{301}¦E\u{301}¦É x
        b¦?*¦ABC¦abc¦ ABC¦ABC\u{20}¦A B¦A  B¦Müller¦MÜLLER¦mÜLLER¦Muller¦É¦é¦e¦ÿ¦Ÿ¦ß¦SS¦ẞ¦Ω¦ω¦ς\
        ¦σ¦Σ¦Ж¦ж¦日本¦ǆ¦Ǆ¦ǅ¦ı¦i¦I¦İ¦A\\B¦a\\C¦A\\ B \\C¦\\A¦A%B¦A_B¦AXB¦A*B¦A?B¦A.B¦A-B¦A-¦A^B=C\
        ¦(x)¦[x]¦a+b¦a$¦^a¦{2}¦a|b¦tab⇥x¦x⏎y¦/a/¦a\u{A0}b¦ＡＢＣ¦ａｂｃ¦Æ¦æ¦Ⅳ¦ⅳ¦𐐀¦𐐨¦😀¦ά¦Ά¦µ¦μ¦Μ¦ö¦ŉ¦ﬁ\
        ¦e\u{301}¦E\u{301}¦É x
        b¦A-*¦A-B¦A-
        b¦A-\u{20}
        b¦B
        b¦C
        b¦ B\u{20}
        b¦B\u{20}
        b¦%
        b¦_
        b¦A%
        b¦A_B*¦A_B
        b¦A%*¦A%B
        b¦*%*¦A%B
        b¦*_*¦A_B
        i¦mü*¦Müller¦MÜLLER¦mÜLLER
        s¦mü*
        i¦MU*¦Muller
        s¦MU*
        b¦Mu*¦Muller
        b¦*\u{301}¦e\u{301}¦E\u{301}
        i¦é*¦É¦é¦É x
        s¦é*¦é
        b¦*日*¦日本
        b¦?本
        b¦??本
        b¦日?
        b¦*x¦tab⇥x¦É x
        b¦x*¦x⏎y
        b¦x?y¦x⏎y
        b¦abc\u{20}
        b¦*c\u{20}
        b¦*\u{20}
        b¦* ABC¦ ABC
        b¦A*\u{20}
        i¦ABC\\ABC¦ABC¦abc¦ABC\u{20}
        s¦ABC\\ABC¦ABC¦ABC\u{20}
        i¦E\\É¦É¦é¦e
        s¦E\\É¦É
        b¦\\\\¦
        b¦!
        b¦a\\b\\c
        b¦A\\B\\C
        i¦*C¦ABC¦abc¦ ABC¦ABC\u{20}¦a\\C¦A\\ B \\C¦A^B=C
        s¦*C¦ABC¦ ABC¦ABC\u{20}¦a\\C¦A\\ B \\C¦A^B=C
        b¦?C
        b¦a*\\zz
        b¦tab*¦tab⇥x
        b¦İ*¦İ
        i¦i*¦i¦I
        s¦i*¦i
        i¦ss¦SS
        s¦ss
        b¦*\\¦
        b¦ABC*ABC
        b¦É*x¦É x
        b¦* *¦ ABC¦A B¦A  B¦A\\ B \\C¦É x
        """

    static let dateMatches = """
        b¦20200101¦20200101¦20200101\u{20}
        b¦20200101-¦20200101¦20200102¦20200101\\20210101¦3¦20200101\u{20}
        b¦-20200101¦20200101¦20191231¦2020¦202001¦¦2020.01.01¦19700101-¦1¦20200101\u{20}¦ 20200101
        b¦20200101-20200102¦20200101¦20200102¦20200101\\20210101¦20200101\u{20}
        b¦2020¦2020
        b¦20200101-20191231
        b¦-¦20200101¦20200102¦20191231¦2020¦202001¦¦20200101\\20210101¦2020.01.01¦19700101-¦1¦3\
        ¦20200101\u{20}¦ 20200101
        b¦2020-¦20200101¦20200102¦2020¦202001¦20200101\\20210101¦2020.01.01¦3¦20200101\u{20}
        b¦-2020¦20191231¦2020¦¦19700101-¦1¦ 20200101
        b¦20200101\\20191231¦20200101¦20191231¦20200101\u{20}
        b¦2020.01.01-¦20200101¦20200102¦202001¦20200101\\20210101¦2020.01.01¦3¦20200101\u{20}
        b¦20200101-20200102-3¦20200101¦20200102¦20200101\\20210101¦20200101\u{20}
        b¦1-3¦20200101¦20200102¦20191231¦2020¦202001¦20200101\\20210101¦2020.01.01¦19700101-¦1\
        ¦3¦20200101\u{20}
        b¦--¦¦ 20200101
        b¦20200101- 20200102
        b¦ 20200101¦ 20200101
        b¦20200101\u{20}
        b¦2021-\\2020¦3
        """
}
