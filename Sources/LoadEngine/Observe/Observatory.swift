internal import Basics
internal import CLinux
internal import Glibc
package import LoadModel

/// Reads what a scenario observes, on a thread of its own, while a step runs.
///
/// Keeps sums only, so that memory doesn't grow with the length of a step. A source that fails is
/// not asked again within the step, gives no reading for it, and is named in ``blindSpots``.
package final class Observatory: @unchecked Sendable {
    // @unchecked Sendable: what the thread and its owner share is behind `state`; the sources are
    // touched by the owner before the thread starts and by the thread alone afterwards.

    private struct State {
        var step: Step?
        var isClosed = false
    }

    /// One step's window and what was seen in it.
    private struct Step {
        /// Of the monotonic clock, in nanoseconds.
        var end: Int64
        var tallies: [ResourceTally]
        var failures: [String?]
        var nextLooks: [Int64]
        var hasBegun = false
        var isOver = false
    }

    /// Longest that a source may take for one look. Our choice.
    static let patience = Duration.seconds(2)
    /// Most blind spots that are kept. Our choice.
    private static let mostBlindSpots = 32

    private let sources: [any ResourceSource]
    private let state = Locked(State())
    private var thread = pthread_t()
    /// What could not be seen in some step, and why.
    package private(set) var blindSpots: [String] = []

    /// Looks once at each source.
    ///
    /// - Parameters:
    ///   - targets: Settings of the scenario's targets, in their order.
    ///   - secret: Reads what a reference names; nil when it isn't there.
    /// - Returns: Nil when nothing is to be observed.
    /// - Throws: ``LoadError`` — `.target` for a source that can't be read or a secret that isn't
    ///   there, `.resources` without a thread.
    package convenience init?(
        _ scenario: Scenario,
        targets: [TargetSettings],
        secret: @escaping (SecretReference) -> String?
    ) throws(LoadError) {
        guard !scenario.observe.isEmpty else { return nil }
        var sources: [any ResourceSource] = []
        for (place, source) in scenario.observe.enumerated() {
            let path = "observe[\(place)]"
            sources += try SourceMaker(scenario, targets, path, secret).make(source)
        }
        let looks = scenario.observe.filter(\.isLocal).map(\.every)
        if let every = looks.min() { sources.append(HostSource(every: every)) }
        try self.init(sources)
    }

    init(_ sources: [any ResourceSource]) throws(LoadError) {
        self.sources = sources
        for source in sources {
            do {
                _ = try source.look()
            } catch {
                throw LoadError(.target, doing: "observe \(source.name)", error.description)
            }
        }
        for text in sources.flatMap(\.blindSpots) { addBlindSpot(text) }
        let kept = Unmanaged.passRetained(self)
        let code = pthread_create(&thread, nil, runObservatory, kept.toOpaque())
        guard code == 0 else {
            kept.release()
            throw LoadError(.resources, doing: "start a thread", String(cString: strerror(code)))
        }
    }

    // MARK: Steps

    /// Begins a step's window, which ends by itself after `duration`.
    func begin(for duration: Duration) {
        let step = Step(
            end: Monotonic.now + max(0, duration.nanoseconds),
            tallies: sources.map { _ in ResourceTally() },
            failures: sources.map { _ in nil },
            nextLooks: sources.map { _ in 0 }
        )
        state.withLock { $0.step = step }
    }

    /// Ends the window now, if it has not ended: the load has.
    func cut() {
        let now = Monotonic.now
        state.withLock { state in
            guard let end = state.step?.end else { return }
            state.step?.end = min(end, now)
        }
    }

    /// Waits for the window's last look.
    ///
    /// - Returns: A reading of each part that was there all the time.
    func end() -> [ResourceReading] {
        cut()
        while !state.withLock({ $0.step?.isOver ?? true }) { usleep(Self.pause) }
        guard let step = state.withLock({ $0.step }) else { return [] }
        state.withLock { $0.step = nil }
        for (source, failure) in zip(sources, step.failures) {
            if let failure { addBlindSpot("\(source.name): \(failure)") }
        }
        let seen = zip(step.tallies, step.failures).filter { $0.1 == nil }.map(\.0)
        for name in seen.flatMap(\.lost) {
            addBlindSpot("\(name): was not there during a whole step")
        }
        return seen.flatMap(\.readings)
    }

    private func addBlindSpot(_ text: String) {
        guard blindSpots.count < Self.mostBlindSpots, !blindSpots.contains(text) else { return }
        blindSpots.append(text)
    }

    /// Ends the thread. Call once, after the last step.
    package func close() {
        state.withLock { $0.isClosed = true }
        pthread_join(thread, nil)
    }

    // MARK: The thread

    private static let pause: UInt32 = 10_000

    fileprivate func run() {
        _ = shim_name_thread("load-observe")
        while !state.withLock({ $0.isClosed }) {
            if var step = state.withLock({ $0.step }), !step.isOver {
                watch(&step)
                let seen = step
                state.withLock { state in
                    // The owner may have cut the window meanwhile.
                    let end = state.step?.end ?? seen.end
                    state.step = seen
                    state.step?.end = end
                }
            }
            usleep(Self.pause)
        }
    }

    /// Looks at what is due; at everything when the window begins and when it ends.
    private func watch(_ step: inout Step) {
        let isLast = step.hasBegun && Monotonic.now >= step.end
        step.hasBegun = true
        for (place, source) in sources.enumerated() where step.failures[place] == nil {
            let now = Monotonic.now
            guard isLast || now >= step.nextLooks[place] else { continue }
            step.nextLooks[place] = now + max(1_000_000, source.every.nanoseconds)
            do {
                let sightings = try source.look()
                // The middle of the look is its moment.
                step.tallies[place].add(sightings, at: now + (Monotonic.now - now) / 2)
            } catch {
                step.failures[place] = error.description
            }
        }
        step.isOver = isLast
    }
}

/// The thread's body.
private func runObservatory(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<Observatory>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
