import Histogram
import LoadModel
import Testing

@Suite("The queue that the intervals are proved on")
struct QueueModelTests {
    @Test("its theory is that of M/M/1")
    func theory() {
        let queue = QueueModel(arrivalRate: 50, serviceRate: 100)
        #expect(queue.utilisation == 0.5)
        #expect(queue.meanResponse == 0.02)
        #expect((queue.responseQuantile(0.99) - 0.0921034).magnitude < 1e-6)
    }

    @Test("its customers come in order, at the arrival rate, and begin in the steady state")
    func customers() {
        let queue = QueueModel(arrivalRate: 50, serviceRate: 100)
        var generator = SplitMixGenerator(seed: 1)
        var first = 0.0
        for _ in 0..<20_000 {
            var line = QueueLine(queue, using: &generator)
            first += line.next(using: &generator).response / 20_000
        }
        #expect((first / queue.meanResponse - 1).magnitude < 0.03)
        var line = QueueLine(queue, using: &generator)
        var last = 0.0
        for _ in 0..<20_000 {
            let customer = line.next(using: &generator)
            #expect(customer.due > last && customer.response > 0)
            last = customer.due
        }
        #expect((last / 400 - 1).magnitude < 0.03)
    }

    @Test("a seed gives its run again, and every customer is in a section")
    func repeatable() {
        let queue = QueueModel(arrivalRate: 5_000, serviceRate: 10_000)
        var (first, second) = (SplitMixGenerator(seed: 7), SplitMixGenerator(seed: 7))
        let one = queue.sections(customers: 1_003, using: &first)
        let two = queue.sections(customers: 1_003, using: &second)
        #expect(one.map(\.recorded.totalCount) == two.map(\.recorded.totalCount))
        #expect(one.map(\.recorded.maxRecorded) == two.map(\.recorded.maxRecorded))
        #expect(LatencyWindow(one).scheduled == 1_003)
    }
}
