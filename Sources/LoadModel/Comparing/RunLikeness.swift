/// Whether runs tried the same, so that a difference is their targets'.
package enum RunLikeness {
    /// What differs between `run` and `first`, in one line; nil: nothing that matters.
    ///
    /// Targets' URLs may differ; the rest of the scenario's text may not, nor what a replayed log
    /// or a mix file held.
    package static func difference(of run: RunFigures, from first: RunFigures) -> String? {
        if run.search != first.search {
            return "\(run.name) is the report of \(kind(run)), \(first.name) of \(kind(first))"
        }
        let (own, other) = (lines(run), lines(first))
        for number in 0..<max(own.count, other.count) {
            let (left, right) = (line(own, number), line(other, number))
            guard left != right else { continue }
            return "\(run.name) and \(first.name) differ in line \(number + 1) of their scenarios: "
                + "\(shown(left)) and \(shown(right))"
        }
        return inputs(run) == inputs(first)
            ? nil : "\(run.name) and \(first.name) differ in the log or the mix file they used"
    }

    private static func kind(_ run: RunFigures) -> String {
        switch run.search {
        case nil: "a fixed load"
        case "quick"?, "full"?: "a \(run.search ?? "") search"
        default: "another search"
        }
    }

    private static func lines(_ run: RunFigures) -> [Substring] {
        run.identity.scenario.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    }

    private static func line(_ lines: [Substring], _ number: Int) -> String? {
        number < lines.count ? masked(lines[number]) : nil
    }

    private static func inputs(_ run: RunFigures) -> [RunIdentity.Fact] {
        run.identity.facts.filter { $0.name.hasPrefix("replay") || $0.name.hasPrefix("mix") }
    }

    /// Of a report that anybody may have written: nothing in it moves a terminal's cursor.
    private static func shown(_ line: String?) -> String {
        guard let line else { return "nothing" }
        let plain = line.drop { $0 == " " }.prefix(60).unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control ? " " : Character(scalar)
        }
        return "`\(String(plain))`"
    }

    /// With a URL as the value of `url` left out, and without blanks at the end.
    static func masked(_ line: Substring) -> String {
        var (text, rest) = ("", line)
        while let place = rest.firstRange(of: "url:") {
            text += rest[..<place.upperBound]
            let value = rest[place.upperBound...].drop { $0 == " " }
            rest = value.drop { !", }".contains($0) }
        }
        text += rest
        while text.last == " " { text.removeLast() }
        return text
    }
}
