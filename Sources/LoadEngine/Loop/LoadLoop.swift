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
    /// Whether nothing more is due and what is under way is waited for.
    private var isDraining = false
    private var heart = Heartbeat(from: 0)
    /// Who works when the loop is closed; nil: arrivals come by their schedule.
    private var crew: Crew?
    /// Visits that have begun and not ended.
    private var visits: [ObjectIdentifier: VisitRun] = [:]
    private var inFlight = InFlight()
    private var mostWaiting = 0
    private var capped = 0
    private var begun = 0

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
        // What the drain idles away must not hide how busy the schedule was.
        let usage = (since: before, until: ThreadUsage.now, seconds: seconds(since: start))
        let end = max(start + plan.duration.nanoseconds, Monotonic.now)
        try drain(until: end + plan.drain.nanoseconds)
        record.flush(open: open)
        return report(usage)
    }

    private func begin(_ plan: StepPlan, _ start: Int64) {
        record.begin(from: start)
        inFlight = InFlight()
        pauses = PauseHeap()
        isDraining = false
        heart = Heartbeat(from: start)
        visits = [:]
        capped = 0
        begun = 0
        mostWaiting = plan.mostWaiting
        crew = plan.closed.map { Crew($0, from: start, to: start + plan.duration.nanoseconds) }
        sources = plan.streams.map { Source($0) }
    }

    private func seconds(since start: Int64) -> Double { Double(Monotonic.now - start) / 1e9 }

    private func report(
        _ usage: (since: ThreadUsage, until: ThreadUsage, seconds: Double)
    ) -> LoopReport {
        inFlight.change(by: 0, at: Monotonic.now)
        return LoopReport(
            inFlightSeconds: Double(inFlight.area) / 1e9,
            mostInFlight: inFlight.most,
            begun: begun,
            capped: capped,
            cpuSeconds: usage.until.cpuSeconds - usage.since.cpuSeconds,
            queuedSeconds: usage.until.queuedSeconds - usage.since.queuedSeconds,
            seconds: usage.seconds,
            heartbeatLate: heart.late
        )
    }

    private func turn(until moment: Int64) throws(LoadError) {
        multi.turn(until: min(moment, record.flushAt, pauses.first ?? .max, heart.next))
        try finish()
        let now = Monotonic.now
        heart.beat(at: now)
        while let (until, run) = pauses.pop(at: now) {
            run.readyAt = until
            run.isScheduled = true
            try pump(run)
        }
        if now >= record.flushAt {
            record.flush(open: open)
            for lane in lanes { lane.prune(at: now) }
        }
    }

    /// Requests that wait or are under way.
    private var open: Int { lanes.reduce(inFlight.count) { $0 + $1.waiting.count } }

    /// Lets end what is under way; what has not ended at `deadline` is given up and counted so.
    private func drain(until deadline: Int64) throws(LoadError) {
        isDraining = true
        let idle = pauses.keep(\.visit.isAwaited)
        idle.forEach(leave)
        while inFlight.count > 0 || pauses.count > 0, Monotonic.now < deadline {
            if isStopped() { dropWhatWaits() }
            try turn(until: min(deadline, Monotonic.now + Self.stopLook))
        }
        let now = Monotonic.now
        dropWhatWaits()
        for lane in lanes {
            for transfer in lane.all where transfer.isBusy {
                record.end(transfer, CURLE_OPERATION_TIMEDOUT, at: now)
                retire(transfer, now)
            }
        }
        // Whoever stops a run doesn't blame its target for what had not ended.
        if !isStopped() { visits.values.forEach { giveUp($0, .timedOut, now) } }
        visits = [:]
        sources = []
    }

    /// Between two looks whether the run was stopped, in nanoseconds.
    private static let stopLook: Int64 = 100_000_000

    private func dropWhatWaits() {
        pauses = PauseHeap()
        for lane in lanes {
            while let errand = lane.waiting.popFirst() { record.leave(errand) }
        }
    }

    private func giveUp(_ run: VisitRun, _ outcome: Outcome, _ now: Int64) {
        for kind in run.visit.owed { reach(kind, outcome, run, at: now) }
    }

    // MARK: Schedule

    /// Starts everything that is due at `now`; when the next is due, nil when nothing is left.
    private func release(at now: Int64) throws(LoadError) -> Int64? {
        guard crew == nil else { return try employ(at: now) }
        var soonest: Int64?
        for index in sources.indices {
            while let arrival = sources[index].next {
                let due = record.origin + arrival.due.nanoseconds
                guard due <= now else {
                    soonest = min(soonest ?? .max, due)
                    break
                }
                sources[index].next = sources[index].stream.arrivals.next()
                // Each for itself: what those before it cost delays it, and that is the loop's
                // fault.
                try receive(arrival.index, of: index, due: due, Monotonic.now)
            }
        }
        return soonest
    }

    /// Has every worker without work begin its next operation; when to look again, nil after the
    /// end.
    private func employ(at now: Int64) throws(LoadError) -> Int64? {
        guard let start = crew?.start, let end = crew?.end, now < end else { return nil }
        guard now >= start else { return start }
        // Those alone that have none now: operations that end at once must not keep the loop from
        // its sockets.
        for _ in 0..<(crew?.idle.count ?? 0) {
            guard let (source, index) = crew?.next() else { break }
            let moment = Monotonic.now
            try receive(index, of: source, due: moment, moment)
        }
        return crew?.idle.isEmpty == true ? end : now
    }

    private func receive(
        _ index: UInt64,
        of source: Int,
        due: Int64,
        _ now: Int64
    ) throws(LoadError) {
        let target = sources[source].stream.target
        switch sources[source].stream.work {
        case .single(let kind, _):
            let origin = Errand.Origin.arrival(source: source, index: index)
            let errand = Errand(
                origin: origin,
                kind: kind,
                due: due,
                noticed: now,
                isScheduled: crew == nil
            )
            try admit(errand, to: target)
        case .visit(let make):
            let run = VisitRun(make(index), target: target, due: due, noticed: now)
            guard visits.count < mostWaiting else {
                capped += 1
                return giveUp(run, .unsent, now)
            }
            run.index = index
            run.isScheduled = crew == nil
            visits[ObjectIdentifier(run)] = run
            try pump(run)
        }
    }

    /// Does what a visit wants until it waits. Whoever stops a run waits for no visit's end.
    private func pump(_ run: VisitRun) throws(LoadError) {
        while !isStopped() {
            switch run.visit.next() {
            case .send(let ticket, let kind):
                let origin = Errand.Origin.visit(run, ticket: ticket)
                let noticed = Monotonic.now
                let errand = Errand(
                    origin: origin,
                    kind: kind,
                    due: run.readyAt,
                    noticed: noticed,
                    isScheduled: run.isScheduled
                )
                try admit(errand, to: run.target)
            case .wait: return
            case .end:
                visits[ObjectIdentifier(run)] = nil
                crew?.rest(after: run.index)
                return
            case .pause where isDraining && !run.visit.isAwaited: return leave(run)
            case .pause(let duration):
                return pauses.insert(run, until: Monotonic.now + duration.nanoseconds)
            case .reached(let kind, let outcome): reach(kind, outcome, run, at: run.readyAt)
            }
        }
    }

    private func reach(_ kind: UInt16, _ outcome: Outcome, _ run: VisitRun, at moment: Int64) {
        begun += 1
        record.reach(kind, outcome, run, at: moment)
    }

    /// Lets a visit be that only pauses when its step is over.
    private func leave(_ run: VisitRun) {
        visits[ObjectIdentifier(run)] = nil
    }

    private func admit(_ errand: Errand, to target: Int) throws(LoadError) {
        let lane = lanes[target]
        begun += 1
        if let transfer = try lane.borrow() { return start(errand, on: transfer) }
        guard lane.waiting.count < mostWaiting else {
            capped += 1
            record.leave(errand)
            return tell(errand, (.unsent, 0))
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
        // Nobody had wanted it before it could be sent.
        if crew != nil, case .arrival = errand.origin { transfer.errand?.due = now }
        inFlight.change(by: 1, at: now)
        multi.add(transfer)
    }

    // MARK: Ends

    /// Takes what has ended, starts what waited for it, and lets visits go on.
    private func finish() throws(LoadError) {
        while let (transfer, code) = multi.ended() {
            let now = Monotonic.now
            let result = record.end(transfer, code, at: now)
            let errand = transfer.errand
            let lane = transfer.lane
            retire(transfer, now)
            if !isStopped(), let next = lane.waiting.popFirst(), let free = try lane.borrow() {
                start(next, on: free)
            }
            guard let errand else { continue }
            tell(errand, result)
            if case .visit(let run, _) = errand.origin {
                run.readyAt = now
                run.isScheduled = false
                try pump(run)
            }
        }
    }

    private func retire(_ transfer: Transfer, _ now: Int64) {
        multi.remove(transfer)
        transfer.errand = nil
        inFlight.change(by: -1, at: now)
        transfer.lane.giveBack(transfer, at: now)
    }

    private func tell(_ errand: Errand, _ result: (outcome: Outcome, status: Int)) {
        switch errand.origin {
        case .arrival(_, let index): crew?.rest(after: index)
        case .visit(let run, let ticket):
            run.visit.ended(ticket, result.outcome, status: result.status)
        }
    }
}
