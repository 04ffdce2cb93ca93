internal import Basics
package import LoadModel

/// Fills a target with the studies of a corpus that it lacks: asks for each, and uploads it when
/// the answer is 404. Some studies at once, whatever the target's pace.
final class Preload: Visit {
    struct Kinds {
        let asked: UInt16
        let uploaded: UInt16
        let study: UInt16
    }

    private let shelf: Shelf
    private let parallel: Int
    private let kinds: Kinds
    private let progress: Locked<PreloadProgress>
    private var next_ = 0
    private var tickets: [Int: Work] = [:]
    private var ready: [Work] = []
    private var ticket = 0
    private var inFlight = 0

    /// What one place of the pipeline does next.
    private enum Work {
        case ask(study: Int)
        case upload(StudyPlan, series: Int, instance: Int)
    }

    init(_ shelf: Shelf, parallel: Int, kinds: Kinds, progress: Locked<PreloadProgress>) {
        self.shelf = shelf
        self.parallel = parallel
        self.kinds = kinds
        self.progress = progress
    }

    func next() -> VisitAction {
        if progress.withLock({ $0.failure != nil }) { return inFlight > 0 ? .wait : .end }
        guard inFlight < parallel else { return .wait }
        if ready.isEmpty, next_ < shelf.studies {
            ready.append(.ask(study: next_))
            next_ += 1
        }
        guard let work = ready.popLast() else { return inFlight > 0 ? .wait : .end }
        ticket += 1
        tickets[ticket] = work
        inFlight += 1
        switch work {
        case .ask: return .send(ticket: ticket, kind: kinds.asked)
        case .upload: return .send(ticket: ticket, kind: kinds.uploaded)
        }
    }

    func fill(_ ticket: Int, _ request: inout Request) {
        switch tickets[ticket] {
        case .ask(let study):
            request.get("/studies/\(shelf.recipe.study(study).studyIdentifier)")
        case .upload(let study, let series, let instance):
            var body = InstanceBody()
            shelf.templates.encoder(study, series: series).encode(instance, into: &body)
            request.post("/instances", .dicom, .instance(body))
        case nil: break
        }
    }

    func ended(_ ticket: Int, _ outcome: Outcome) {
        inFlight -= 1
        guard let work = tickets.removeValue(forKey: ticket) else { return }
        switch (work, outcome) {
        case (.ask, .correct): finishStudy(wasThere: true)
        case (.ask(let study), .refused):
            ready.append(.upload(shelf.recipe.study(study), series: 0, instance: 0))
        case (.upload(let study, let series, let instance), .correct):
            goOn(study, series, instance)
        case (_, let outcome): fail(outcome)
        }
    }

    private func goOn(_ study: StudyPlan, _ series: Int, _ instance: Int) {
        progress.withLock { $0.instances += 1 }
        if instance + 1 < study.series[series].instanceCount {
            ready.append(.upload(study, series: series, instance: instance + 1))
        } else if series + 1 < study.series.count {
            ready.append(.upload(study, series: series + 1, instance: 0))
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

    private func fail(_ outcome: Outcome) {
        progress.withLock { $0.failure = $0.failure ?? outcome }
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
    package var failure: Outcome?

    package init(total: Int) { self.total = total }
}
