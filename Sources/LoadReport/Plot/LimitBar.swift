internal import LoadModel

/// How a figure lies against its limit: a bar, its interval, and a line where the limit is.
struct LimitBar {
    private let value: Double
    private let interval: ConfidenceInterval?
    private let limit: Double
    private let limitText: String
    private let isAtLeast: Bool

    private static let width = 200.0
    /// Where the limit stands; behind it there is room for another half of it.
    private static let limitPlace = 132.0

    /// nil where there is no figure, or no limit.
    init?(_ clause: ClauseReport) {
        switch (clause.value, clause.limit) {
        case (.number(let number, let interval), let limit?):
            (value, self.interval, isAtLeast) = (number, interval, false)
            self.limit = Double(limit)
            limitText = Figure.limit(limit)
        case (.atLeast(let bound), let limit?):
            (value, interval, isAtLeast) = (bound, nil, true)
            self.limit = Double(limit)
            limitText = Figure.limit(limit)
        case (nil, _):
            (value, interval, isAtLeast) = (clause.badShare, nil, false)
            limit = clause.allowedShare
            limitText = Figure.share(clause.allowedShare)
        default: return nil
        }
        guard value.isFinite, limit.isFinite, value >= 0, limit >= 0 else { return nil }
    }

    var inWords: String {
        guard value != limit else { return "at the limit of \(limitText)" }
        guard limit > 0 else { return "none is allowed" }
        let share = (value - limit).magnitude / limit
        let isBelow = value < limit
        let text =
            switch share {
            case ..<0.005: "just"
            case ..<2: "\(Figure.fixed(share * 100, 0)) %"
            default: "\(Figure.short(value / limit)) times the limit of \(limitText)"
            }
        if share >= 2 { return text }
        let least = isAtLeast ? "at least " : ""
        return "\(least)\(text) \(isBelow ? "below" : "above") the limit of \(limitText)"
    }

    func write(to html: inout HTMLWriter) {
        let isOver = value > limit
        html.element("svg", ["viewBox": "0 0 200 18", "class": "bar", "role": "img"]) { html in
            html.element("title", inWords)
            html.empty("rect", rectangle("track", to: Self.width))
            html.empty("rect", rectangle(isOver ? "fill over" : "fill", to: place(value)))
            if let interval { whisker(interval, to: &html) }
            html.empty("path", ["class": "limit", "d": "M\(Plot.number(Self.limitPlace)) 1V17"])
        }
    }

    private func rectangle(_ style: StaticString, to end: Double) -> HTMLWriter.Attributes {
        ["class": "\(style)", "y": "5", "height": "8", "rx": "2", "width": Plot.number(end)]
    }

    private func whisker(_ interval: ConfidenceInterval, to html: inout HTMLWriter) {
        let (low, high) = (place(interval.low), interval.high.map { place($0) } ?? Self.width)
        html.empty(
            "path",
            [
                "class": "whisker",
                "d": "M\(Plot.number(low)) 6v6m0-3H\(Plot.number(high))"
                    + (interval.high == nil ? "m-4-3l4 3l-4 3" : "m0-3v6"),
            ]
        )
    }

    private func place(_ value: Double) -> Double {
        guard limit > 0 else { return value > 0 ? Self.width : 0 }
        let place = value / limit * Self.limitPlace
        return place.isFinite ? min(max(place, 0), Self.width) : Self.width
    }
}
