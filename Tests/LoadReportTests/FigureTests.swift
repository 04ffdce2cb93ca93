import LoadModel
import Testing

@testable import LoadReport

@Suite("Figures as people read them")
struct FigureTests {
    /// Non-breaking blanks as blanks, so that expectations can be read.
    private func plain(_ text: String) -> String { text.replacing("\u{A0}", with: " ") }

    @Test(
        "a time has three digits that count and a unit",
        arguments: [
            (0, "0 µs"), (7, "7 µs"), (850, "850 µs"), (1000, "1.00 ms"), (3425, "3.43 ms"),
            (34_250, "34.3 ms"), (342_500, "343 ms"), (999_499, "999 ms"), (999_500, "1.00 s"),
            (59_900_000, "59.9 s"), (60_000_000, "1 min"), (125_000_000, "2 min 5 s"),
            (3_600_000_000, "1 h"), (7_500_000_000, "2 h 5 min"), (.nan, "–"), (.infinity, "–"),
            (1e300, "–"),
        ] as [(Double, String)]
    )
    func time(microseconds: Double, text: String) {
        #expect(plain(Figure.time(microseconds: microseconds)) == text)
    }

    @Test(
        "a share is in per cent and never says none where there was one",
        arguments: [
            (0, "0 %"), (0.00001, "under 0.01 %"), (0.0004, "0.04 %"), (0.001, "0.1 %"),
            (0.0125, "1.25 %"), (0.256, "25.6 %"), (1, "100 %"), (-.infinity, "–"),
        ] as [(Double, String)]
    )
    func share(share: Double, text: String) { #expect(plain(Figure.share(share)) == text) }

    @Test(
        "thousands are parted, decimals are rounded, the sign is kept only where it says something"
    )
    func numbers() {
        #expect(Figure.grouped(1_234_567) == "1,234,567" && Figure.grouped(-999) == "−999")
        #expect(Figure.fixed(1234.567, 2) == "1,234.57" && Figure.fixed(-0.001, 2) == "0.00")
        #expect(Figure.fixed(0.05, 1) == "0.1" && Figure.fixed(-1.25, 1) == "−1.3")
        #expect(
            Figure.short(46.61) == "46.6" && Figure.short(0) == "0" && Figure.short(0.5) == "0.500"
        )
        #expect(Figure.factor(7) == "7.00×" && Figure.rate(46.6) == "46.6/s")
        #expect(Figure.quantile(0.95) == "p95" && Figure.quantile(0.999) == "p99.9")
        #expect(plain(Figure.bytes(311_000_000_000)) == "311 GB" && plain(Figure.bytes(5)) == "5 B")
        #expect(
            plain(Figure.limit(300_000)) == "300 ms" && plain(Figure.limit(2_500_000)) == "2.5 s"
        )
    }

    @Test("an estimate says what is known of it")
    func estimates() {
        let interval = ConfidenceInterval(low: 205_000, high: 216_000)
        #expect(plain(Figure.estimate(.number(210_000, interval))) == "210 ms (205 ms to 216 ms)")
        let open = ConfidenceInterval(low: 205_000, high: nil)
        #expect(plain(Figure.estimate(.number(210_000, open))) == "210 ms (205 ms or more)")
        #expect(plain(Figure.estimate(.atLeast(3e6))) == "at least 3.00 s")
        #expect(
            plain(Figure.estimate(.insufficient(needed: 3838)))
                == "too few answers to say (3,838 needed)"
        )
    }

    @Test("text for a line, for Markdown and for markup is harmless there")
    func escapes() {
        let hostile = "<b>&\"'\u{1B}[2J\u{202E}\n@x|`_*[a](b)\u{0}"
        #expect(
            EscapedText.markup(hostile)
                == "&lt;b&gt;&amp;&quot;&#39;\u{FFFD}[2J\u{FFFD}\n@x|`_*[a](b)\u{FFFD}"
        )
        #expect(EscapedText.line(hostile) == "<b>&\"' [2J  @x|`_*[a](b) ")
        #expect(EscapedText.lines(hostile) == "<b>&\"' [2J \n@x|`_*[a](b) ")
        #expect(EscapedText.lines("a\r\nb\u{9B}2J\u{2028}c\n") == "a \nb 2J c\n")
        #expect(
            EscapedText.markdown("a|b\n@you [x](y) `<i>`")
                == "a\\|b &#64;you \\[x\\](y) \\`&lt;i&gt;\\`"
        )
        #expect(
            EscapedText.cut("abcdef", to: 4) == "abc…" && EscapedText.cut("abcd", to: 4) == "abcd"
        )
    }
}
