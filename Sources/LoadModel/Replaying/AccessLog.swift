/// The arrivals of an access log: when requests of which class came. Nothing else of a line is
/// kept: no path, identifier, address or user.
///
/// 8 bytes an arrival, whatever the log's length.
package struct AccessLog: Sendable {
    /// Most arrivals that are kept; our choice.
    package static let most = 10_000_000
    /// Longest line that is looked at, in bytes; our choice.
    package static let mostLine = 64 << 10

    private let classes: RequestClass
    private let from: LogMoment?
    private let to: LogMoment?
    /// By class, seconds since 1970.
    private var seconds = [[Int64]](repeating: [], count: RequestClass.all.count)
    private var earliest = Int64.max
    private var latest = Int64.min

    /// Requests in the window that are of no class.
    package private(set) var unknown = 0
    /// Lines outside of the window.
    package private(set) var outside = 0
    /// Lines in another form.
    package private(set) var unreadable = 0

    /// - Parameters:
    ///   - prefix: Before every path of the log, such as `/orthanc`; empty: none.
    ///   - dicomWeb: Where DICOMweb begins behind it.
    ///   - from: The first moment that is taken; nil: the log's beginning.
    ///   - to: The first that isn't; nil: the log's end.
    package init(
        prefix: String = "",
        dicomWeb: String = "/dicom-web",
        from: LogMoment? = nil,
        to: LogMoment? = nil
    ) {
        classes = RequestClass(prefix: prefix, dicomWeb: dicomWeb)
        self.from = from
        self.to = to
    }

    /// Requests that are replayed.
    package var count: Int { seconds.reduce(0) { $0 + $1.count } }
    package var isFull: Bool { count >= Self.most }

    /// Classes that occur, with how often.
    package var counts: [(kind: String, count: Int)] {
        zip(RequestClass.all, seconds).filter { !$0.1.isEmpty }.map { ($0.0, $0.1.count) }
    }

    /// Takes one line, without its end.
    package mutating func take(_ line: ArraySlice<UInt8>) {
        guard let line = AccessLogLine(line, classes) else { return takeUnreadable() }
        guard line.localSecond >= from?.second ?? .min, line.localSecond < to?.second ?? .max
        else {
            outside += 1
            return
        }
        guard let place = line.place else {
            unknown += 1
            return
        }
        earliest = min(earliest, line.second)
        latest = max(latest, line.second)
        seconds[place].append(line.second)
    }

    /// Counts a line that is too long to be one.
    package mutating func takeUnreadable() { unreadable += 1 }

    /// From the first to behind the last second, in the log's time.
    package var span: Duration { count > 0 ? .seconds(latest - earliest + 1) : .zero }

    /// The arrivals of one class at `speed` times their pace.
    ///
    /// A log tells whole seconds: within its second each arrival gets a random place, so that none
    /// come in one heap.
    package func arrivals(of kind: String, speed: Double, seed: UInt64) -> RecordedArrivals {
        guard let place = RequestClass.all.firstIndex(of: kind) else { return RecordedArrivals([]) }
        let random = CounterRandom(seed: seed, stream: Self.stream | UInt64(place))
        var moments = seconds[place]
        for index in moments.indices {
            let moment = Double(moments[index] - earliest) + random.uniform(UInt64(index))
            moments[index] = Int64(moment / speed * 1e9)
        }
        return RecordedArrivals(moments)
    }

    private static let stream: UInt64 = 0x4C4F_4700
}
