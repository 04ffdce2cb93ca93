/// What a scalability law says of a run, in sentences.
enum ScalabilityWords {
    static func of(_ fit: ScalabilityFit) -> [String] {
        var sentences = [
            "Scalability law: one request alone would get \(figure(fit.law.gamma))/s through; "
                + "serialised share α \(share(fit.law.alpha, fit.alpha)), crosstalk β "
                + "\(share(fit.law.beta, fit.beta))."
        ]
        if fit.alpha.low > 0.05 {
            sentences.append(
                "A part that works on one request at a time, such as a lock or a single writer, "
                    + "takes \(percent(fit.law.alpha)) of the work."
            )
        }
        if fit.isOtherShape {
            sentences.append(
                "The steps do not follow the law: another shape, like a limit on what is under "
                    + "way, is likely."
            )
        }
        return sentences + [peak(fit.peak)]
    }

    private static func peak(_ peak: ScalabilityFit.Peak) -> String {
        switch peak {
        case .identified(let throughput, let inFlight):
            return "Its peak is \(range(throughput)) requests/s, with \(range(inFlight)) under way."
        case .notIdentified(let least, let doubts):
            let reasons = doubts.map(words).joined(separator: "; ")
            return "Its peak is not identified, at least \(figure(least)) requests/s: \(reasons)."
        }
    }

    private static func words(_ doubt: ScalabilityFit.Doubt) -> String {
        switch doubt {
        case .fewLevels(let count, let needed): "\(count) levels of load, \(needed) are needed"
        case .noPeak: "throughput does not fall anywhere"
        case .stoppedShort(let most, let needed):
            "at most \(figure(most)) were under way, \(figure(needed)) are needed"
        case .wideInterval(let half):
            half.map { "its interval is ± \(percent($0)) wide" } ?? "its interval has no end"
        }
    }

    private static func range(_ figure: ScalabilityFit.Figure) -> String {
        let high = figure.interval.high.map(Self.figure) ?? "no upper limit"
        return "\(Self.figure(figure.value)) (\(Self.figure(figure.interval.low)) to \(high))"
    }

    private static func share(_ value: Double, _ interval: ConfidenceInterval) -> String {
        let high = interval.high.map(small) ?? "no upper limit"
        return "\(small(value)) (\(small(interval.low)) to \(high))"
    }

    private static func small(_ value: Double) -> String {
        let digits = value.magnitude < 0.001 ? 1e6 : 1e4
        return value.isFinite ? "\((value * digits).rounded() / digits)" : "unknown"
    }

    private static func figure(_ value: Double) -> String {
        value.isFinite ? RunVerdict.figure(min(value, 1e12)) : "unknown"
    }

    private static func percent(_ share: Double) -> String {
        share.isFinite ? "\(Int((100 * min(share, 1e6)).rounded())) %" : "unknown"
    }
}
