package import Basics

/// Stops asking a store that keeps failing, and lets one question through to see if it is back.
///
/// A value, driven with the time. Closed: everything passes. Open: nothing passes until a pause is
/// over. Half open: one question passes; it closes or opens the circuit. The pause grows with
/// every opening, from one second to ten. Data of an open store is never hidden: answers say
/// that it is missing.
package struct CircuitBreaker: Sendable {
    private enum State {
        case closed(failures: Int)
        case open(until: Instant)
        case halfOpen(since: Instant)
    }

    /// Failures in a row that open it.
    private let threshold: Int
    private var state = State.closed(failures: 0)
    private var openings = 0

    package init(threshold: Int = 5) { self.threshold = threshold }

    /// Whether a question may pass now; a half-open circuit lets only the first one pass.
    package mutating func admit(at now: Instant) -> Bool {
        switch state {
        case .closed: return true
        case .open(let until):
            guard now >= until else { return false }
            state = .halfOpen(since: now)
            return true
        case .halfOpen(let since):
            // The probing question was lost with its caller: let another through.
            guard since.duration(to: now) > .seconds(30) else { return false }
            state = .halfOpen(since: now)
            return true
        }
    }

    /// Whether ``admit(at:)`` would let a question pass, without taking the turn.
    package func isAdmitting(at now: Instant) -> Bool {
        switch state {
        case .closed: true
        case .open(let until): now >= until
        case .halfOpen: false
        }
    }

    /// Nothing has opened it of late: many questions may pass at a time.
    package var isClosed: Bool {
        if case .closed = state { return true }
        return false
    }

    /// Somebody else had an answer from the store: the next question may pass at once.
    package mutating func foundUp(at now: Instant) {
        if case .open = state { state = .open(until: now) }
    }

    package mutating func succeeded() {
        state = .closed(failures: 0)
        openings = 0
    }

    /// - Parameter isRefused: Nobody listened. That is no accident of one question and counts
    ///   double.
    package mutating func failed(at now: Instant, isRefused: Bool = false) {
        let weight = isRefused ? 2 : 1
        switch state {
        case .closed(let failures) where failures + weight < threshold:
            state = .closed(failures: failures + weight)
        case .open: break
        case .closed, .halfOpen:
            openings += 1
            let pause = min(10, 1 << min(openings - 1, 4))
            state = .open(until: now.advanced(by: .seconds(pause)))
        }
    }

    /// The question ended without saying anything about the store.
    package mutating func undecided(at now: Instant) {
        if case .halfOpen = state { state = .open(until: now) }
    }
}
