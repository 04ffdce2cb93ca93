/// When studies are made: by weekday and by hour.
package enum HospitalClock {
    /// Monday first, a normal weekday is 1. Our assumption.
    package static let weekdays = [1.0, 1.0, 1.0, 1.0, 1.0, 0.35, 0.25]

    /// Percent of a day's studies in each hour from midnight on.
    ///
    /// The busiest hour has 10.1 %: Madigan, SPIE 2165, 1994; the shape is our assumption.
    package static let hours = [
        1.2, 1.0, 0.9, 0.8, 0.8, 1.0, 1.8, 4.6, 8.4, 9.8, 10.1, 9.6,
        7.6, 8.2, 8.6, 7.6, 5.6, 3.6, 2.6, 2.0, 1.6, 1.0, 0.9, 0.7,
    ]

    /// A day of `last` or the days before it, by the weekday curve.
    static func day(last: CivilDate, days: Int, _ random: inout CorpusRandom) -> CivilDate {
        let week = random.below(max(1, days / 7))
        let weekday = random.weighted(weekdays)
        let monday = last.day - last.weekday - 7 * week
        let day = monday + weekday
        return CivilDate(day: day <= last.day ? day : day - 7 * max(1, days / 7))
    }

    /// Seconds after midnight, by the hour curve.
    static func time(_ random: inout CorpusRandom) -> Int {
        random.weighted(hours) * 3600 + random.below(3600)
    }

    /// The day of the study before one of the same patient, or the same day.
    ///
    /// 72 % lie within a week, since exams come in clusters: Siegel and Reiner, 1998. The other
    /// gaps are a week and a lognormal with median 120 days, our assumption. Days that the weekday
    /// curve makes rarer are drawn again, a few times.
    static func earlierDay(than day: CivilDate, _ random: inout CorpusRandom) -> CivilDate {
        var earlier = day
        for _ in 0..<8 {
            let isClose = random.chance(0.72)
            let gap = isClose ? random.below(8) : 7 + longGap.quantile(random.unit())
            earlier = CivilDate(day: day.day - gap)
            guard !random.chance(weekdays[earlier.weekday]) else { break }
        }
        return earlier
    }

    private static let longGap = CountDistribution.lognormal(mean: 198, sigma: 1, cap: 3650)

    /// `HHMMSS`.
    static func text(ofSecond second: Int) -> String {
        [second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
    }
}
