/// The moment and the class of one line of an access log, and nothing else of it.
///
/// Common or combined format, as nginx and Apache write it: `… [27/Nov/2026:18:09:14 +0000]
/// "GET /system HTTP/1.1" 200 …`. What stands before and behind is passed over.
struct AccessLogLine {
    /// Seconds since 1970 in universal time.
    let second: Int64
    /// The same as the log's clock showed it.
    let localSecond: Int64
    /// Position in ``RequestClass/all``; nil: of no class.
    let place: Int?

    /// Nil for a line in another form.
    init?(_ line: ArraySlice<UInt8>, _ classes: RequestClass) {
        guard let time = Self.time(in: line) else { return nil }
        (second, localSecond) = (time.local - time.offset, time.local)
        var rest = line[time.end...]
        guard rest.starts(with: " \"".utf8) else { return nil }
        rest = rest.dropFirst(2)
        guard let end = Self.closingQuote(rest), Self.isStatus(rest[(end + 1)...]) else {
            return nil
        }
        let words = rest[..<end].split(
            separator: UInt8(ascii: " "),
            maxSplits: 3,
            omittingEmptySubsequences: false
        )
        guard words.count == 3, words[2].starts(with: "HTTP/".utf8) else { return nil }
        place = classes.place(method: words[0], target: words[1])
    }

    private static func closingQuote(_ text: ArraySlice<UInt8>) -> Int? {
        var place = text.startIndex
        while place < text.endIndex, text[place] != UInt8(ascii: "\"") {
            place += text[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return place < text.endIndex ? place : nil
    }

    private static func isStatus(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.first == UInt8(ascii: " "), let status = number(text.dropFirst().prefix(3), 3)
        else { return false }
        return (100...599).contains(status)
    }

    // MARK: Time

    /// `[27/Nov/2026:18:09:14 +0000]`
    private static let timeLength = 28

    private static func time(
        in line: ArraySlice<UInt8>
    ) -> (local: Int64, offset: Int64, end: Int)? {
        for place in line.indices where line[place] == UInt8(ascii: "[") {
            guard line.endIndex - place >= timeLength else { return nil }
            let end = place + timeLength
            if let (local, offset) = time(line[place..<end]) { return (local, offset, end) }
        }
        return nil
    }

    private static func time(_ text: ArraySlice<UInt8>) -> (local: Int64, offset: Int64)? {
        func part(_ from: Int, _ length: Int) -> ArraySlice<UInt8> {
            text[(text.startIndex + from)..<(text.startIndex + from + length)]
        }
        func mark(_ place: Int) -> UInt8 { text[text.startIndex + place] }
        guard mark(3) == UInt8(ascii: "/"), mark(7) == UInt8(ascii: "/"),
            mark(27) == UInt8(ascii: "]"),
            [12, 15, 18].allSatisfy({ mark($0) == UInt8(ascii: ":") }),
            mark(21) == UInt8(ascii: " "),
            let day = number(part(1, 2), 2), let year = number(part(8, 4), 4),
            let month = months.firstIndex(where: { $0.utf8.elementsEqual(part(4, 3)) }),
            let hour = number(part(13, 2), 2), let minute = number(part(16, 2), 2),
            let second = number(part(19, 2), 2), let zone = number(part(23, 4), 4),
            mark(22) == UInt8(ascii: "+") || mark(22) == UInt8(ascii: "-"),
            let local = seconds(year, month + 1, day, hour, minute, second), zone % 100 < 60
        else { return nil }
        let offset = Int64(zone / 100 * 3600 + zone % 100 * 60)
        return (local, mark(22) == UInt8(ascii: "-") ? -offset : offset)
    }

    /// Seconds since 1970; nil for what no clock shows.
    static func seconds(
        _ year: Int,
        _ month: Int,
        _ day: Int,
        _ hour: Int,
        _ minute: Int,
        _ second: Int
    ) -> Int64? {
        guard (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        let date = CivilDate(year, month, day)
        guard date.components.day == day else { return nil }
        return Int64(date.day * 86_400 + hour * 3600 + minute * 60 + second)
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// So many digits; nil for anything else.
    static func number(_ digits: ArraySlice<UInt8>, _ count: Int) -> Int? {
        guard digits.count == count, digits.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }
}
