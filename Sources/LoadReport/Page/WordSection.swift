/// What the page's words mean, once.
enum WordSection {
    private static let words: [(String, String)] = [
        (
            "Stated load, 2×, 7×",
            "The load that the scenario describes, such as a hospital's busiest hour, is 1×. 7× is "
                + "seven times as many requests of each kind."
        ),
        (
            "Offered, answered well",
            "Offered is what was due, by a schedule that does not wait for the system, as patients "
                + "and modalities don't. Answered well is what came back whole and right."
        ),
        (
            "Response, service",
            "Response is the time from the moment a request was due until its answer was there: "
                + "what a user waits. Service leaves out what it waited before it was sent."
        ),
        (
            "p50, p95, p99",
            "The time within which 50, 95 or 99 of 100 were done. An average would hide the few "
                + "who wait long."
        ),
        (
            "Range",
            "A measured figure is never exact. The range behind it holds the true one with high "
                + "confidence; where it reaches over the limit, the promise is undecided."
        ),
        (
            "Held, missed, undecided, unstable",
            "A step held when every promise was kept; missed when one was not; undecided when "
                + "there was too little to tell; unstable when more came in than went out, so that "
                + "no time of waiting could be told."
        ),
        (
            "Void",
            "The generator, its machine or the network was the limit. A void step says nothing of "
                + "the system, neither good nor bad."
        ),
        (
            "Capacity, headroom",
            "Capacity is the highest load at which every promise is kept. Headroom is how many "
                + "times the demand fits into it."
        ),
    ]

    static func write(to html: inout HTMLWriter) {
        html.section("words", "Words used here") { html in
            html.element("dl", ["class": "words"]) { html in
                for (word, meaning) in words {
                    html.element("dt", word)
                    html.element("dd", meaning)
                }
            }
        }
    }
}
