/// How old a study is, so coarsely that it tells nothing of the study.
package enum StudyAge: String, Sendable, CaseIterable {
    /// Up to 31 days.
    case month
    /// Up to 366 days.
    case year
    /// Up to five years.
    case fiveYears
    case older
    /// Without a date, with one that lies ahead, or one of too few to be told.
    case unknown

    /// - Parameters:
    ///   - date: DICOM's StudyDate; anything else is unknown.
    ///   - today: Days since 1970.
    package init(of date: String?, today: Int) {
        let digits = Array((date ?? "").utf8)
        guard digits.count == 8, let year = AccessLogLine.number(digits[0..<4], 4),
            let month = AccessLogLine.number(digits[4..<6], 2), (1...12).contains(month),
            let day = AccessLogLine.number(digits[6..<8], 2), (1...31).contains(day)
        else {
            self = .unknown
            return
        }
        // A day of grace for the zone.
        switch today - CivilDate(year, month, day).day {
        case ..<(-1): self = .unknown
        case ...31: self = .month
        case ...366: self = .year
        case ...1827: self = .fiveYears
        default: self = .older
        }
    }

    /// The share of each age; one with fewer than ``LearnedRow/fewest`` counts as unknown.
    static func shares(_ ages: [StudyAge]) -> [StudyAge: Double] {
        var counts: [StudyAge: Int] = [:]
        for age in ages { counts[age, default: 0] += 1 }
        for age in allCases where age != .unknown {
            guard let count = counts[age], count < LearnedRow.fewest else { continue }
            counts[age] = nil
            counts[.unknown, default: 0] += count
        }
        return counts.mapValues { Double($0) / Double(max(1, ages.count)) }
    }
}
