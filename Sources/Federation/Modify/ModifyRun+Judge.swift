import Basics
import EventLoop
import GlobalIndex
import Journal
import JSONText
import OrthancClient
import OrthancModel

extension ModifyRun {
    /// How long the index may take to show what was made, until the store is asked once more.
    private static var readTime: Duration { .seconds(10) }

    /// Decides what has become of the group in hand, and does what follows.
    ///
    /// A store that dies and starts again runs the job on from where it was last written down:
    /// Orthanc 1.10.1 then says Success with some sources done twice, 1.12 and newer may say
    /// Failure with code 0 and leave what was done. So only what is there counts.
    func judge(_ part: JobPart, _ ended: StoreJob?) async throws(JobStop) {
        let sources = try await job.read { reader throws(IndexError) in
            try await reader.sources(of: self.claim.job, number: self.progress.current)
        }
        let finder = ResultFinder(job, request, part, sources, splitUID: progress.splitUID)
        let ledger = try await finder.ledger()
        let failed = request.isPermissive ? ended?.failedInstances ?? 0 : 0
        var verdict = ledger.verdict(allowing: failed)
        if verdict == .complete, isInterrupted, failed == 0, !request.fixesSeries {
            // Begun again, Orthanc may have forgotten which new series stands for an old one.
            let isWhole = try await finder.keepsSeries(ledger.results)
            if !isWhole { verdict = .wrong(missing: 0, surplus: 0) }
        }
        if verdict == .complete, job.wish != .cancel {
            return try await accept(part, ledger.made, finder, ended)
        }
        let results = request.isFixed ? [] : ledger.results
        if job.wish == .cancel { try await undo((part.store, results), .canceled) }
        if let ended, ended.state == .failure, ended.errorCode != 0 {
            let error = OrthancStatus(rawValue: ended.errorCode) ?? .internalError
            try await undo((part.store, results), .failed(error, details: ended.errorDetails))
        }
        guard progress.attempts < ModifyProgress.mostAttempts else {
            let details = leftover(verdict, sources.count)
            try await undo((part.store, results), .failed(.internalError, details: details))
            return
        }
        job.note("a store did not do a job whole; it is done anew", count: results.count)
        try await job.remove(results, of: subject, at: part.store)
        progress.part = nil
        try await save()
    }

    /// The group is done.
    private func accept(
        _ part: JobPart,
        _ results: [JobResult],
        _ finder: ResultFinder,
        _ ended: StoreJob?
    ) async throws(JobStop) {
        let content = try await finder.content(job.content, results.map(\.id))
        progress.contents.append(content)
        progress.completions.append(ended?.completionTime ?? "")
        progress.current += 1
        progress.part = nil
        progress.attempts = 0
        let checkpoint = progress.json
        try await job.write { writer in
            _ = try await writer.saveJob(self.claim, checkpoint: checkpoint)
            for start in stride(from: 0, to: results.count, by: 10_000) {
                let chunk = Array(results[start..<min(start + 10_000, results.count)])
                try await writer.addResults(chunk, at: part.store, of: self.claim)
            }
        }
        try await save(content: self.content)
    }

    private func leftover(_ verdict: ResultLedger.Verdict, _ count: Int) -> String {
        guard case .wrong(let missing, let surplus) = verdict else { return "" }
        let what =
            "The store did not do it whole: of \(count) instances \(missing) have no result, "
            + "\(surplus) results are surplus, or series came apart"
        return request.isFixed
            ? what + "; the others were changed in place and stay as they are"
            : what + "; all results were removed"
    }

    /// Removes what was made so far and ends the job.
    func undo(
        _ unfinished: (store: StoreKey, results: [OrthancID])?,
        _ end: JobStop
    ) async throws(JobStop) {
        if let unfinished {
            try await job.remove(unfinished.results, of: subject, at: unfinished.store)
        }
        if !request.isFixed {
            let done = try await job.read { reader throws(IndexError) in
                try await reader.results(of: self.claim.job)
            }
            for (store, results) in Dictionary(grouping: done, by: \.store) {
                try await job.remove(results.map(\.id), of: subject, at: store)
            }
        }
        throw end
    }

    // MARK: Afterwards

    /// Waits until the index shows what was made.
    func awaitIndex() async throws(JobStop) {
        var last: [StoreKey: Int64] = [:]
        for key in Set(progress.groups.map(\.store)) {
            let store = try job.need(key)
            do { last[key] = try await store.lastChange() } catch { throw .wait(.seconds(1)) }
        }
        var rest = Duration.milliseconds(5)
        for (key, sequence) in last {
            let begun = job.loop.now
            while try await !hasRead(key, sequence) {
                let isLate = begun.duration(to: job.loop.now) > Self.readTime
                guard job.store(key) != nil, !isLate else { throw .wait(.seconds(1)) }
                kind.poke(key)
                try await job.pause(rest)
                rest = min(rest * 2, .milliseconds(250))
            }
        }
    }

    private func hasRead(_ key: StoreKey, _ sequence: Int64) async throws(JobStop) -> Bool {
        let rows = try await job.read { reader throws(IndexError) in try await reader.stores() }
        // A store that is gone shows nothing more; one that is being imported, not yet.
        guard let row = rows.first(where: { $0.key == key }) else { return true }
        guard row.phase == "following", row.cursor >= sequence else { return false }
        // A store that was set back says less than was read of it once.
        let now: Int64
        do { now = try await job.need(key).lastChange() } catch { throw .wait(.seconds(1)) }
        guard now >= row.cursor else { throw .wait(.seconds(1)) }
        return true
    }

    /// Removes the sources if that was asked, and has somebody look again later.
    func settle() async throws(JobStop) {
        guard !progress.isSettled else { return }
        if kind.copies > 1 { try await wantCopies() }
        if !request.keepsSource { try await removeSources() }
        progress.isSettled = true
        let checkpoint = progress.json
        let studies = try await job.read { reader throws(IndexError) in
            try await reader.locks(of: self.claim.job)
        }
        let guards =
            request.isFixed
            ? []
            : progress.groups.indices.map { number in
                GuardedPart(
                    job: claim.job,
                    number: number,
                    store: progress.groups[number].store,
                    splitUID: progress.splitUID,
                    completionTime: progress.completions[number],
                    studies: studies
                )
            }
        try await job.write { writer in
            _ = try await writer.saveJob(self.claim, checkpoint: checkpoint)
            for part in guards { _ = try await writer.addJob(part.newJob(request)) }
        }
    }

    /// Results get as many copies as uploads do.
    private func wantCopies() async throws(JobStop) {
        let results = try await job.read { reader throws(IndexError) in
            try await reader.results(of: self.claim.job).map(\.id)
        }
        for start in stride(from: 0, to: results.count, by: IndexReader.mostIDs) {
            let chunk = Array(results[start...].prefix(IndexReader.mostIDs))
            let above = try await job.read { reader throws(IndexError) in
                try await reader.ancestry(of: chunk)
            }
            let series = above.all.filter { $0.level == .series }.map(\.id)
            try await job.write { writer in
                for id in series { try await writer.addWanted(id) }
            }
        }
    }

    /// Only sources whose results are there go: a store may have lost them since they were seen.
    private func removeSources() async throws(JobStop) {
        try await refuseBereft()
        for number in progress.groups.indices {
            let sources = try await job.read { reader throws(IndexError) in
                try await reader.sources(of: self.claim.job, number: number, leftOnly: true)
            }
            try await job.remove(sources, of: subject, at: nil, areSources: true)
        }
        try await refuseBereft()
    }

    /// Results that are gone make the job fail: whole while no source was removed.
    private func refuseBereft() async throws(JobStop) {
        let now = try await job.read { reader throws(IndexError) in
            try await reader.settlement(of: self.claim.job)
        }
        guard now.bereft > 0 else { return }
        let end = JobStop.failed(
            .internalError,
            details: "The store has lost \(now.bereft) results since; their sources stay"
        )
        guard now.removed > 0 else { return try await undo(nil, end) }
        throw end
    }

    /// Orthanc's Content of the job as a whole.
    var content: [UInt8] {
        guard progress.contents.count > 1 else {
            return JSONValue.object(progress.contents.first ?? JSONObject()).text(.compact)
        }
        return JSONValue.object(JSONObject.joined(progress.contents)).text(.compact)
    }
}

extension StoreJob {
    /// A text of its Content.
    func contentText(_ name: String) -> String? {
        (try? JSONDocument(content).root)?[name]?.string
    }

    fileprivate var failedInstances: Int {
        let root = try? JSONDocument(content).root
        return Int(clamping: root?["FailedInstancesCount"]?.integer ?? 0)
    }
}

extension Int64 {
    /// Stores say any number.
    fileprivate func addingClamped(_ more: Int64) -> Int64 {
        let (sum, isOver) = addingReportingOverflow(more)
        return isOver ? (more < 0 ? .min : .max) : sum
    }
}

extension JSONObject {
    /// Contents of several jobs as one: numbers are added, lists joined.
    static func joined(_ contents: [JSONObject]) -> JSONObject {
        var members: [String: JSONValue] = [:]
        for (name, value) in contents.joined() {
            switch (members[name], value) {
            case (.integer(let sum)?, .integer(let more)):
                members[name] = .integer(sum.addingClamped(more))
            case (.array(let list)?, .array(let more)): members[name] = .array(list + more)
            case (nil, _): members[name] = value
            default: break
            }
        }
        return JSONObject(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }
}
