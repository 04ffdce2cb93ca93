internal import Basics
internal import CCurl
internal import LoadModel

/// Sends what is due when it is due, whatever became of what was before: one thread, one multi
/// handle.
///
/// Never hurries and never slows down: a moment that has passed is caught up with at once, and its
/// operation keeps the moment at which it was due.
final class LoadLoop {
    private let multi: MultiHandle
    private let lanes: [Lane]
    private let isStopped: @Sendable () -> Bool
    private var record: Recorder
    private var sources: [Source] = []
    private var pauses = PauseHeap()
    private var inFlight = InFlight()
    private var mostWaiting = 0
    private var capped = 0

    /// One stream with its next arrival.
    private struct Source {
        var stream: LoadStream
        var next: Arrival?

        init(_ stream: LoadStream) {
            self.stream = stream
            next = self.stream.arrivals.next()
        }
    }

    init(
        targets: [TargetSettings],
        box: EndingBox,
        isStopped: @escaping @Sendable () -> Bool
    ) throws(LoadError) {
        let multi = try MultiHandle(connections: targets.reduce(0) { $0 + $1.connections })
        self.multi = multi
        lanes = targets.map { Lane($0, in: multi) }
        record = Recorder(box)
        self.isStopped = isStopped
    }

    // MARK: One step

    /// Does one step that begins at `start`, in ``Monotonic`` nanoseconds.
    func run(_ plan: StepPlan, from start: Int64) throws(LoadError) -> LoopReport {
        begin(plan, start)
        let before = ThreadUsage.now
        var next = try release(at: Monotonic.now)
        while let due = next, !isStopped() {
            try turn(until: due)
            next = try release(at: Monotonic.now)
        }
        let end = max(start + plan.duration.nanoseconds, Monotonic.now)
        try drain(until: end + plan.drain.nanoseconds)
        record.flush()
        return report(since: before, from: start)
    }

    private func begin(_ plan: StepPlan, _ start: Int64) {
        record.begin(from: start)
        inFlight = InFlight()
        pauses = PauseHeap()
        capped = 0
        mostWaiting = plan.mostWaiting
        sources = plan.streams.map { Source($0) }
    }

    private func report(since before: ThreadUsage, from start: Int64) -> LoopReport {
        let now = Monotonic.now
        inFlight.change(by: 0, at: now)
        let after = ThreadUsage.now
        return LoopReport(
            inFlightSeconds: Double(inFlight.area) / 1e9,
            mostInFlight: inFlight.most,
            capped: capped,
            cpuSeconds: after.cpuSeconds - before.cpuSeconds,
            queuedSeconds: after.queuedSeconds - before.queuedSeconds,
            seconds: Double(now - start) / 1e9
        )
    }

    private func turn(until moment: Int64) throws(LoadError) {
        multi.turn(until: min(moment, record.flushAt, pauses.first ?? .max))
        try finish()
        let now = Monotonic.now
        while let (until, run) = pauses.pop(at: now) {
            run.readyAt = until
            try pump(run)
        }
        if now >= record.flushAt { record.flush() }
    }

    /// Lets end what is under way; what has not ended at `deadline` is given up.
    private func drain(until deadline: Int64) throws(LoadError) {
        while inFlight.count > 0 || pauses.count > 0, Monotonic.now < deadline {
            // What pauses when a run is stopped has not begun its next request.
            if isStopped() { pauses = PauseHeap() }
            try turn(until: deadline)
        }
        let now = Monotonic.now
        sources = []
        pauses = PauseHeap()
        for lane in lanes {
            while let errand = lane.waiting.popFirst() { record.leave(errand) }
            for transfer in lane.all where transfer.isBusy {
                record.end(transfer, CURLE_OPERATION_TIMEDOUT, at: now)
                retire(transfer, now)
            }
        }
    }

    // MARK: Schedule

    /// Starts everything that is due at `now`; when the next is due, nil when nothing is left.
    private func release(at now: Int64) throws(LoadError) -> Int64? {
        var soonest: Int64?
        for index in sources.indices {
            while let arrival = sources[index].next {
                let due = record.origin + arrival.due.nanoseconds
                guard due <= now else {
                    soonest = min(soonest ?? .max, due)
                    break
                }
                sources[index].next = sources[index].stream.arrivals.next()
                try receive(arrival, of: index, due: due, now)
            }
        }
        return soonest
    }

    private func receive(
        _ arrival: Arrival,
        of source: Int,
        due: Int64,
        _ now: Int64
    ) throws(LoadError) {
        let target = sources[source].stream.target
        switch sources[source].stream.work {
        case .single(let kind, _):
            let origin = Errand.Origin.arrival(source: source, index: arrival.index)
            try admit(Errand(origin: origin, kind: kind, due: due, noticed: now), to: target)
        case .visit(let make):
            let visit = make(arrival.index)
            try pump(VisitRun(visit, target: target, due: due, noticed: now))
        }
    }

    /// Does what a visit wants until it waits. Whoever stops a run waits for no visit's end.
    private func pump(_ run: VisitRun) throws(LoadError) {
        while !isStopped() {
            switch run.visit.next() {
            case .send(let ticket, let kind):
                let origin = Errand.Origin.visit(run, ticket: ticket)
                let noticed = Monotonic.now
                let errand = Errand(origin: origin, kind: kind, due: run.readyAt, noticed: noticed)
                try admit(errand, to: run.target)
            case .wait, .end: return
            case .pause(let duration):
                return pauses.insert(run, until: Monotonic.now + duration.nanoseconds)
            case .reached(let kind, let outcome): record.reach(kind, outcome, run)
            }
        }
    }

    private func admit(_ errand: Errand, to target: Int) throws(LoadError) {
        let lane = lanes[target]
        if let transfer = try lane.borrow() { return start(errand, on: transfer) }
        guard lane.waiting.count < mostWaiting else {
            capped += 1
            record.leave(errand)
            return tell(errand, .unsent)
        }
        lane.waiting.append(errand)
    }

    private func start(_ errand: Errand, on transfer: Transfer) {
        switch errand.origin {
        case .arrival(let source, let index):
            if case .single(_, let fill) = sources[source].stream.work {
                fill(index, &transfer.request)
            }
        case .visit(let run, let ticket): run.visit.fill(ticket, &transfer.request)
        }
        transfer.prepare()
        let now = Monotonic.now
        transfer.errand = errand
        transfer.errand?.added = now
        inFlight.change(by: 1, at: now)
        multi.add(transfer)
    }

    // MARK: Ends

    /// Takes what has ended, starts what waited for it, and lets visits go on.
    private func finish() throws(LoadError) {
        while let (transfer, code) = multi.ended() {
            let now = Monotonic.now
            let outcome = record.end(transfer, code, at: now)
            let errand = transfer.errand
            let lane = transfer.lane
            retire(transfer, now)
            if let next = lane.waiting.popFirst(), let free = try lane.borrow() {
                start(next, on: free)
            }
            guard let errand else { continue }
            tell(errand, outcome)
            if case .visit(let run, _) = errand.origin {
                run.readyAt = now
                try pump(run)
            }
        }
    }

    private func retire(_ transfer: Transfer, _ now: Int64) {
        multi.remove(transfer)
        transfer.errand = nil
        inFlight.change(by: -1, at: now)
        transfer.lane.giveBack(transfer)
    }

    private func tell(_ errand: Errand, _ outcome: Outcome) {
        guard case .visit(let run, let ticket) = errand.origin else { return }
        run.visit.ended(ticket, outcome)
    }
}
