import Basics
import Testing

@Suite("A deadline in time")
struct DeadlineTests {
    let now = Instant.now

    @Test("has what is left, never less than nothing")
    func remaining() {
        let deadline = Deadline.after(.seconds(2), from: now)
        #expect(deadline.remaining(at: now) == .seconds(2))
        #expect(deadline.remaining(at: now.advanced(by: .seconds(3))) == .zero)
    }

    @Test("is capped to the earlier")
    func capped() {
        let deadline = Deadline.after(.seconds(2), from: now)
        #expect(deadline.capped(to: .seconds(5), from: now) == deadline)
        #expect(deadline.capped(to: .seconds(1), from: now) < deadline)
    }

    @Test(
        "in milliseconds is rounded down",
        arguments: [
            (Duration.milliseconds(1500), 1500), (.microseconds(1999), 1), (.zero, 0),
            (.seconds(3), 3000),
        ]
    )
    func milliseconds(duration: Duration, expected: Int) {
        #expect(duration.milliseconds == expected)
    }
}
