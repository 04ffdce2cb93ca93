internal import Basics
internal import LoadModel

/// Fills a target with the studies of a corpus that it lacks: asks for the last instance of each,
/// and uploads the study when the answer is 404. Some studies at once, whatever the target's pace.
///
/// The instances of a study are sent one after the other, so whoever has the last has all.
final class Preload: Visit {
    struct Kinds {
        let asked: UInt16
        let uploaded: UInt16
    }

    /// What one place of the pipeline does next, and how often that has failed.
    private struct Work {
        enum Step {
            case ask
            case upload(series: Int, instance: Int)
        }

        let study: StudyPlan
        var step: Step
        var failures = 0
    }

    let owed: [UInt16] = []
    private let shelf: Shelf
    private let parallel: Int
    private let kinds: Kinds
    private let progress: Locked<PreloadProgress>
    private var begun = 0
    private var tickets: [Int: Work] = [:]
    private var ready: [Work] = []
    private var ticket = 0

    /// One request is tried so often: a target that is filled for hours is busy at times.
    private static let tries = 5

    init(_ shelf: Shelf, parallel: Int, kinds: Kinds, progress: Locked<PreloadProgress>) {
        self.shelf = shelf
        self.parallel = parallel
        self.kinds = kinds
        self.progress = progress
    }

    func next() -> VisitAction {
        let hasFailed = progress.withLock { $0.failure != nil }
        if !hasFailed, tickets.count < parallel, let work = take() {
            ticket += 1
            tickets[ticket] = work
            switch work.step {
            case .ask: return .send(ticket: ticket, kind: kinds.asked)
            case .upload: return .send(ticket: ticket, kind: kinds.uploaded)
            }
        }
        return tickets.isEmpty ? .end : .wait
    }

    private func take() -> Work? {
        if let work = ready.popLast() { return work }
        guard begun < shelf.studies else { return nil }
        begun += 1
        return Work(study: shelf.recipe.study(begun - 1), step: .ask)
    }

    func fill(_ ticket: Int, _ request: inout Request) {
        guard let work = tickets[ticket] else { return }
        switch work.step {
        case .ask:
            let series = work.study.series.count - 1
            let instance = work.study.series[series].instanceCount - 1
            let id = work.study.instanceIdentifier(series: series, instance: instance)
            request.get("/instances/\(id)")
        case .upload(let series, let instance):
            var body = InstanceBody()
            shelf.templates.encoder(work.study, series: series).encode(instance, into: &body)
            request.post("/instances", .dicom, .instance(body))
        }
    }

    func ended(_ ticket: Int, _ outcome: Outcome, status: Int) {
        guard let work = tickets.removeValue(forKey: ticket) else { return }
        switch (work.step, outcome) {
        case (.ask, .correct): finishStudy(wasThere: true)
        case (.ask, _) where status == 404:
            ready.append(Work(study: work.study, step: .upload(series: 0, instance: 0)))
        case (.upload(let series, let instance), .correct): goOn(work.study, series, instance)
        default: tryAgain(work, outcome, status)
        }
    }

    private func goOn(_ study: StudyPlan, _ series: Int, _ instance: Int) {
        progress.withLock { $0.instances += 1 }
        if instance + 1 < study.series[series].instanceCount {
            ready.append(Work(study: study, step: .upload(series: series, instance: instance + 1)))
        } else if series + 1 < study.series.count {
            ready.append(Work(study: study, step: .upload(series: series + 1, instance: 0)))
        } else {
            finishStudy(wasThere: false)
        }
    }

    private func finishStudy(wasThere: Bool) {
        progress.withLock { progress in
            progress.done += 1
            if wasThere { progress.found += 1 }
        }
    }

    private func tryAgain(_ work: Work, _ outcome: Outcome, _ status: Int) {
        var work = work
        work.failures += 1
        let isHopeless = outcome == .refused || work.failures == Self.tries
        guard isHopeless else { return ready.append(work) }
        let what = status > 0 ? "status \(status)" : outcome.name
        progress.withLock { $0.failure = $0.failure ?? what }
    }
}

/// How far a preload is.
package struct PreloadProgress: Sendable, Equatable {
    package var total: Int
    /// Studies that are there.
    package var done = 0
    /// Of these, so many were there before.
    package var found = 0
    package var instances = 0
    /// What ended it.
    package var failure: String?

    package init(total: Int) { self.total = total }
}
