/// Where a job stands, in Orthanc's own words: clients make enums of them, so there are no others.
///
/// Source: the book's "Jobs"; the names were read from live Orthancs 1.10.1 to 1.13.0.
package enum JobState: Int, Sendable, CaseIterable {
    case pending = 0
    case running = 1
    case success = 2
    case failure = 3
    case paused = 4
    /// Waits for something and will go on by itself.
    case retry = 5

    package var name: String {
        switch self {
        case .pending: "Pending"
        case .running: "Running"
        case .success: "Success"
        case .failure: "Failure"
        case .paused: "Paused"
        case .retry: "Retry"
        }
    }

    package init?(name: String) {
        guard let state = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = state
    }

    /// Nothing changes any more, unless it is submitted again.
    package var isFinal: Bool { self == .success || self == .failure }
}

/// What people ask of a job.
package enum JobAction: String, Sendable, CaseIterable {
    case cancel, pause, resume, resubmit
}

/// What somebody wants of a job that runs; it does so at its next safe point.
package enum JobWish: Int, Sendable {
    case none = 0
    case pause = 1
    case cancel = 2
}

/// What an action makes of a job: the one place that decides it.
///
/// Source: live Orthancs 1.10.1 to 1.13.0: `cancel` and `pause` of a finished job are 200 and do
/// nothing; `resume` takes a paused job only, `resubmit` a failed one.
package struct JobMachine: Sendable, Equatable {
    package private(set) var state: JobState
    package private(set) var wish: JobWish
    /// It was cancelled before anything of it ran.
    package private(set) var isCanceled = false

    package init(state: JobState, wish: JobWish = .none) {
        self.state = state
        self.wish = wish
    }

    /// - Parameter hasBegun: Whether there may be something to undo: then a cancelled job runs once
    ///   more, to undo it.
    /// - Returns: false when Orthanc would refuse.
    package mutating func apply(_ action: JobAction, hasBegun: Bool) -> Bool {
        switch action {
        case .cancel: cancel(hasBegun)
        case .pause: pause()
        case .resume:
            guard state == .paused else { return false }
            state = .pending
            wish = .none
        case .resubmit:
            guard state == .failure else { return false }
            state = .pending
            wish = .none
        }
        return true
    }

    private mutating func cancel(_ hasBegun: Bool) {
        switch state {
        case .success, .failure: break
        case .running: wish = .cancel
        case .pending, .paused, .retry:
            wish = hasBegun ? .cancel : .none
            state = hasBegun ? .pending : .failure
            isCanceled = !hasBegun
        }
    }

    private mutating func pause() {
        switch state {
        case .success, .failure, .paused: break
        // What is being cancelled stays so.
        case .running: if wish == .none { wish = .pause }
        case .pending, .retry: if wish == .none { state = .paused }
        }
    }
}
