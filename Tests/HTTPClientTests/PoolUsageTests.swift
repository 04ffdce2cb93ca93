import Basics
import Testing

@testable import HTTPClient

@Suite("How a pool was used")
struct PoolUsageTests {
    @Test("the differences of two looks are what was under way and waited between them")
    func integrals() {
        let start = Instant.now
        var usage = PoolUsage(from: start)
        usage.advance(to: start.advanced(by: .seconds(2)), inFlight: 3, queued: 0)
        #expect(usage.busySeconds == 6 && usage.queuedSeconds == 0)
        usage.advance(to: start.advanced(by: .milliseconds(2500)), inFlight: 4, queued: 10)
        #expect(usage.busySeconds == 8 && usage.queuedSeconds == 5)
        // A clock that stands still, or a turn of the loop that began earlier, counts nothing.
        usage.advance(to: start, inFlight: 4, queued: 10)
        #expect(usage.busySeconds == 8 && usage.queuedSeconds == 5)
    }
}
