internal import LoadModel

/// What one user, modality or script does after it has come: requests that depend on each other.
///
/// A visit is asked for its next action whenever it begins, a pause is over or one of its requests
/// has ended. It lives on one loop's thread.
protocol Visit: AnyObject {
    /// What to do next. Asked again at once after `.send` and `.reached`.
    func next() -> VisitAction
    /// Fills the request that it asked to send as `ticket`.
    func fill(_ ticket: Int, _ request: inout Request)
    /// Request `ticket` has ended, with status `status`; 0 when there was no answer.
    func ended(_ ticket: Int, _ outcome: Outcome, status: Int)
    /// The kinds of marks that it has not reached yet: when a step is over before they are, they
    /// count as timed out instead of not at all.
    var owed: [UInt16] { get }
    /// Whether the end of a step waits for its pauses: something that was promised is still to
    /// come. A visit that isn't awaited is left where it is, and what it has not reached counts as
    /// nothing.
    var isAwaited: Bool { get }
}

extension Visit {
    var isAwaited: Bool { !owed.isEmpty }
}

/// What a loop is to do next for a visit.
enum VisitAction: Sendable {
    /// Send one request, of a kind by its position in the step's list of names.
    case send(ticket: Int, kind: UInt16)
    /// Nothing until one of the requests under way has ended.
    case wait
    /// Nothing for this long.
    case pause(Duration)
    /// A mark was reached: its kind, and whether everything until then was well.
    case reached(kind: UInt16, Outcome)
    /// The visit is over.
    case end
}

/// A visit under way on a loop. Confined to its loop's thread.
final class VisitRun {
    let visit: any Visit
    let target: Int
    /// Of the arrival that began it.
    var index: UInt64 = 0
    /// When its arrival was due and seen, in ``Monotonic`` nanoseconds.
    let due: Int64
    let noticed: Int64
    /// When what it does next became due: the end of what it waited for, or of a pause.
    var readyAt: Int64
    /// That moment is one of the schedule: an arrival or a pause's end, not another request's end.
    var isScheduled = true

    init(_ visit: any Visit, target: Int, due: Int64, noticed: Int64) {
        self.visit = visit
        self.target = target
        self.due = due
        self.noticed = noticed
        readyAt = due
    }
}
