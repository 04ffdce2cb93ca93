internal import LoadModel

/// Figures as people read them: three digits that count, a unit, a comma between thousands, and a
/// dash for what could not be told.
enum Figure {
    static let unknown = "–"
    /// Between a figure and its unit: doesn't break.
    private static let blank = "\u{A0}"

    /// With so many decimals; beyond 10¹⁵ as `Double` writes it.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite else { return unknown }
        var scale = 1
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (value.magnitude * Double(scale)).rounded()
        guard scaled < 1e15 else { return "\(value)" }
        let sign = value < 0 && scaled > 0 ? "−" : ""
        let whole = grouped(Int(scaled) / scale)
        guard decimals > 0 else { return sign + whole }
        let part = String(Int(scaled) % scale)
        return sign + whole + "." + String(repeating: "0", count: decimals - part.count) + part
    }

    /// With as many decimals as make three digits that count.
    static func short(_ value: Double) -> String {
        switch value.magnitude {
        case ..<0.0005: value == 0 ? "0" : fixed(value, 5)
        case ..<0.9995: fixed(value, 3)
        case ..<9.995: fixed(value, 2)
        case ..<99.95: fixed(value, 1)
        default: fixed(value, 0)
        }
    }

    /// `12,345`
    static func grouped(_ value: some BinaryInteger) -> String {
        let digits = Array(String(value.magnitude))
        var text = value < 0 ? "−" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// `340 ms`
    static func time(microseconds: Double) -> String {
        switch microseconds.magnitude {
        case ..<1000: short(microseconds.rounded()).trimmed + blank + "µs"
        case ..<999_500: short(microseconds / 1e3) + blank + "ms"
        case ..<59_950_000: short(microseconds / 1e6) + blank + "s"
        default: span(seconds: microseconds / 1e6)
        }
    }

    static func time(_ microseconds: UInt64?) -> String {
        microseconds.map { time(microseconds: Double($0)) } ?? unknown
    }

    /// As ``time(microseconds:)``, without decimals that are zero: for limits, which people chose.
    static func limit(_ microseconds: UInt64) -> String {
        let whole = time(microseconds: Double(microseconds))
        guard let end = whole.firstIndex(of: Character(blank)) else { return whole }
        return String(whole[..<end]).trimmed + whole[end...]
    }

    /// `45 s`, `12 min`, `2 h 5 min`
    static func span(seconds: Double) -> String {
        guard seconds.isFinite, seconds.magnitude < 1e15 else { return unknown }
        let whole = Int(seconds.rounded())
        if seconds.magnitude < 10 { return short(seconds).trimmed + blank + "s" }
        if whole.magnitude < 60 { return "\(whole)\(blank)s" }
        if whole.magnitude < 3600 { return pair(whole / 60, "min", whole % 60, "s") }
        return pair(whole / 3600, "h", whole % 3600 / 60, "min")
    }

    private static func pair(_ first: Int, _ unit: String, _ second: Int, _ part: String) -> String
    {
        let text = grouped(first) + blank + unit
        return second == 0 ? text : "\(text) \(second.magnitude)\(blank)\(part)"
    }

    /// `0.12 %`
    static func share(_ share: Double) -> String {
        let percent = share * 100
        guard percent.isFinite else { return unknown }
        if percent == 0 { return "0\(blank)%" }
        if percent.magnitude < 0.005 { return "under\(blank)0.01\(blank)%" }
        if percent.magnitude < 10 { return fixed(percent, 2).trimmed + blank + "%" }
        return fixed(percent, 1).trimmed + blank + "%"
    }

    /// `46.6/s`
    static func rate(_ perSecond: Double) -> String { short(perSecond) + "/s" }

    /// `7.00×`
    static func factor(_ factor: Double) -> String { fixed(factor, 2) + "×" }

    /// `1.2 GB`
    static func bytes(_ count: Int) -> String {
        var (value, unit) = (Double(count), "B")
        for next in ["kB", "MB", "GB", "TB", "PB"] where value >= 1000 {
            (value, unit) = (value / 1000, next)
        }
        return (unit == "B" ? grouped(count) : short(value)) + blank + unit
    }

    /// `p95`, `p99.9`
    static func quantile(_ share: Double) -> String { "p" + fixed(share * 100, 4).trimmed }

    /// `210 ms (205 ms to 216 ms)`
    static func estimate(_ value: EstimatedValue) -> String {
        switch value {
        case .number(let number, let interval):
            number.timeText + " (" + Self.interval(interval) + ")"
        case .atLeast(let bound): "at least " + bound.timeText
        case .insufficient(let needed):
            "too few answers to say (\(grouped(needed)) needed)"
        }
    }

    static func interval(_ interval: ConfidenceInterval) -> String {
        guard let high = interval.high else { return interval.low.timeText + " or more" }
        return interval.low.timeText + " to " + high.timeText
    }
}

extension Double {
    fileprivate var timeText: String { Figure.time(microseconds: self) }
}

extension String {
    /// `1.50` as `1.5`, `2.00` as `2`.
    var trimmed: String {
        guard contains(".") else { return self }
        var text = self
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }
}
