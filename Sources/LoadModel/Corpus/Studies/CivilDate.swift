/// A day of the Gregorian calendar.
package struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01.
    package let day: Int

    package init(day: Int) { self.day = day }

    /// - Parameters:
    ///   - month: 1…12.
    ///   - dayOfMonth: 1…31.
    package init(_ year: Int, _ month: Int, _ dayOfMonth: Int) {
        // Years from March on, so that the leap day is the last one; eras of 400 years.
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + dayOfMonth - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        day = era * 146_097 + dayOfEra - 719_468
    }

    /// 0 is Monday.
    package var weekday: Int { ((day + 3) % 7 + 7) % 7 }

    /// Source: Hinnant, "chrono-compatible low-level date algorithms".
    package var components: (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let civilMonth = month < 10 ? month + 3 : month - 9
        let year = yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0)
        return (year, civilMonth, dayOfYear - (153 * month + 2) / 5 + 1)
    }

    /// As DICOM writes it, `YYYYMMDD`.
    package var description: String {
        let (year, month, day) = components
        let number = String(year * 10_000 + month * 100 + day)
        return String(repeating: "0", count: max(0, 8 - number.count)) + number
    }

    package static func < (left: CivilDate, right: CivilDate) -> Bool { left.day < right.day }
}
