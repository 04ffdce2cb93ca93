import LoadModel
import Testing

@Suite("Little's law and bookkeeping")
struct BookkeepingTests {
    private func little(inFlight: Double, completions: UInt64, crossing: UInt64 = 0) -> LittlesLaw {
        LittlesLaw(
            "find",
            inFlight: inFlight,
            completions: completions,
            meanResponse: 0.05,
            window: .seconds(10),
            crossing: crossing
        )
    }

    @Test("what is under way is throughput times response time, within 2 %")
    func holds() {
        #expect(little(inFlight: 5, completions: 1_000).holds)
        #expect(little(inFlight: 5.09, completions: 1_000).holds)
        #expect(!little(inFlight: 5.2, completions: 1_000).holds)
        #expect(!little(inFlight: 5, completions: 960).holds)
        #expect((little(inFlight: 5, completions: 960).difference - 0.04).magnitude < 1e-9)
    }

    @Test("operations that reach over the ends explain their own part and no more")
    func edges() {
        // 8 operations of 50 ms in 10 s are 0.04 of 1 under way.
        #expect(little(inFlight: 1, completions: 190, crossing: 8).holds)
        #expect(!little(inFlight: 1, completions: 180, crossing: 8).holds)
    }

    @Test("nothing under way and nothing completed agree; a figure that is no number doesn't")
    func limits() {
        #expect(little(inFlight: 0, completions: 0).holds)
        #expect(!little(inFlight: 3, completions: 0).holds)
        #expect(!little(inFlight: .nan, completions: 100).holds)
    }

    private var balanced: Bookkeeping {
        var books = Bookkeeping()
        books.scheduled = 1_000
        books.sent = 990
        books.unsent = 10
        books.succeeded = 970
        books.failed = 8
        books.timedOut = 5
        books.inFlightAtEnd = 7
        books.counterparts = [
            Bookkeeping.Counterpart("bytes", ours: 5_000, theirs: 5_000),
            Bookkeeping.Counterpart("requests", ours: 990, theirs: 993, allowed: 3),
        ]
        return books
    }

    @Test("books that add up name nothing")
    func adds() {
        #expect(balanced.discrepancies == [])
        #expect(Bookkeeping().discrepancies == [])
    }

    enum Count: CaseIterable {
        case scheduled, sent, unsent, succeeded, failed, timedOut, inFlightAtEnd
    }

    @Test("one operation that vanished is named with its sum", arguments: Count.allCases)
    func vanished(count: Count) {
        let issued = "scheduled = sent + unsent"
        let ended = "sent = succeeded + failed + timed out + in flight at the end"
        var books = balanced
        let expected: [String]
        switch count {
        case .scheduled: (books.scheduled, expected) = (999, [issued])
        case .sent: (books.sent, expected) = (989, [issued, ended])
        case .unsent: (books.unsent, expected) = (9, [issued])
        case .succeeded: (books.succeeded, expected) = (969, [ended])
        case .failed: (books.failed, expected) = (7, [ended])
        case .timedOut: (books.timedOut, expected) = (4, [ended])
        case .inFlightAtEnd: (books.inFlightAtEnd, expected) = (6, [ended])
        }
        #expect(books.discrepancies.map(\.equation) == expected)
        #expect(books.discrepancies.allSatisfy { $0.left.distance(to: $0.right).magnitude == 1 })
    }

    @Test("a counterpart that differs by more than is explained is named with both figures")
    func counterpart() {
        var books = balanced
        books.counterparts = [
            Bookkeeping.Counterpart("requests", ours: 990, theirs: 994, allowed: 3)
        ]
        #expect(
            books.discrepancies.map(\.description)
                == ["requests: ours = theirs: 990 and 994 differ by 4"]
        )
    }

    @Test("counts at the end of the numbers don't trap")
    func overflow() {
        var books = Bookkeeping()
        books.sent = .max
        books.unsent = .max
        #expect(books.discrepancies.count == 2)
    }
}
