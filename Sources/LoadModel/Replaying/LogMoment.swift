/// A moment as the clock of a log shows it, such as `2026-11-27T08:00:00`.
package struct LogMoment: Sendable, Equatable {
    /// Since 1970, without regard to the zone.
    let second: Int64

    /// Nil for another form; seconds may lack, and so may the time.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        func number(_ from: Int, _ length: Int) -> Int? {
            bytes.count < from + length
                ? nil : AccessLogLine.number(bytes[from..<from + length], length)
        }
        func marks(_ places: [Int], _ mark: Unicode.Scalar) -> Bool {
            places.allSatisfy { $0 < bytes.count && bytes[$0] == UInt8(ascii: mark) }
        }
        guard [10, 16, 19].contains(bytes.count), marks([4, 7], "-"),
            let year = number(0, 4), let month = number(5, 2), let day = number(8, 2)
        else { return nil }
        var time = (hour: 0, minute: 0, second: 0)
        if bytes.count > 10 {
            guard marks([10], "T") || marks([10], " "), marks([13], ":"),
                let hour = number(11, 2), let minute = number(14, 2)
            else { return nil }
            (time.hour, time.minute) = (hour, minute)
        }
        if bytes.count == 19 {
            guard marks([16], ":"), let second = number(17, 2) else { return nil }
            time.second = second
        }
        guard
            let second = AccessLogLine.seconds(
                year,
                month,
                day,
                time.hour,
                time.minute,
                time.second
            )
        else { return nil }
        self.second = second
    }
}
