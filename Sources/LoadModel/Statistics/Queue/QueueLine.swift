/// The customers of a ``QueueModel``, one after the other.
package struct QueueLine: Sendable {
    /// In seconds.
    package struct Customer: Equatable, Sendable {
        package let due: Double
        package let response: Double
    }

    private let meanGap: Double
    private let meanService: Double
    private var clock = 0.0
    /// When the server will have served everybody so far, after the last arrival.
    private var backlog: Double

    /// A server that a customer of the steady state has just come to.
    package init(_ model: QueueModel, using generator: inout some RandomNumberGenerator) {
        meanGap = 1 / model.arrivalRate
        meanService = 1 / model.serviceRate
        backlog = RandomDeviate.exponential(&generator) * model.meanResponse
    }

    /// Source: Lindley, 1952 (each waits for what the one before has left over).
    package mutating func next(using generator: inout some RandomNumberGenerator) -> Customer {
        let gap = RandomDeviate.exponential(&generator) * meanGap
        clock += gap
        let left = backlog > gap ? backlog - gap : 0
        backlog = left + RandomDeviate.exponential(&generator) * meanService
        return Customer(due: clock, response: backlog)
    }
}
