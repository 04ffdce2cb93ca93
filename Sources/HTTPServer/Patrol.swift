internal import Basics
internal import EventLoop
import Glibc

/// Ends what takes too long, and has the clients of waiting requests watched.
///
/// A walk over all connections a few times a second, so that a request itself pays for no timer:
/// 10,000 idle connections cost it about 0.1 ms.
final class Patrol: TimerTarget {
    private enum Tag: Int {
        case sweep, hangUp, accept, drain
    }

    private struct Suspect {
        let connection: ServerConnection
        let serial: UInt32
    }

    private unowned(unsafe) let server: HTTPServer
    private let deadlines: ServerDeadlines
    private let interval: Duration
    private var isOver = false
    private var timers: [TimerToken?] = [nil, nil, nil, nil]
    /// Requests that began to wait since the last look, and those before.
    private var young: [Suspect] = []
    private var old: [Suspect] = []

    init(_ server: HTTPServer) {
        self.server = server
        deadlines = server.configuration.deadlines
        let shortest =
            [
                deadlines.head, deadlines.idle, deadlines.bodyWindow, deadlines.writeStall,
                deadlines.handler ?? deadlines.idle,
            ].min() ?? .seconds(1)
        interval = min(.milliseconds(500), max(.milliseconds(10), shortest / 5))
    }

    func begin() { set(.sweep, after: interval) }

    func end() {
        isOver = true
        for timer in timers { if let timer { server.loop.cancel(timer) } }
        young = []
        old = []
    }

    func retryAccepting() { set(.accept, after: .milliseconds(100)) }

    func endDrain(after limit: Duration) { set(.drain, after: limit) }

    /// `connection` has begun to wait for its answer or its reader.
    func note(_ connection: ServerConnection) {
        young.append(Suspect(connection: connection, serial: connection.serial))
        if timers[Tag.hangUp.rawValue] == nil { set(.hangUp, after: deadlines.hangUpWatch) }
    }

    func timerFired(tag: Int) {
        guard !isOver, let tag = Tag(rawValue: tag) else { return }
        timers[tag.rawValue] = nil
        switch tag {
        case .sweep:
            sweep()
            set(.sweep, after: interval)
        case .hangUp: watchOldest()
        case .accept: server.watchListener()
        case .drain: server.drainIsOver()
        }
    }

    private func set(_ tag: Tag, after delay: Duration) {
        guard !isOver else { return }
        let timer = server.loop.schedule(after: delay, target: self, tag: tag.rawValue)
        timers[tag.rawValue] = timer
    }

    private func watchOldest() {
        for suspect in old where suspect.connection.serial == suspect.serial {
            if suspect.connection.isSuspended { suspect.connection.watchForHangUp() }
        }
        old.removeAll(keepingCapacity: true)
        swap(&old, &young)
        if !old.isEmpty { set(.hangUp, after: deadlines.hangUpWatch) }
    }

    // MARK: The sweep

    private func sweep() {
        let now = server.loop.now
        for connection in server.connections { inspect(connection, now) }
    }

    private func inspect(_ connection: ServerConnection, _ now: Instant) {
        let age = connection.since.duration(to: now)
        switch connection.phase {
        case .idle where !connection.isFresh:
            if age > deadlines.idle { end(connection, \.idleClosed) }
        case .idle, .head:
            if age > deadlines.head { end(connection, \.slowHeads) }
        case .offered, .waiting:
            if isTooOld(connection, age) { expire(connection) }
        case .receiving:
            inspectUpload(connection, now)
        case .answering:
            inspectAnswer(connection, now)
        }
    }

    private func isTooOld(_ connection: ServerConnection, _ age: Duration) -> Bool {
        guard let limit = connection.exchange?.patience ?? deadlines.handler else { return false }
        return age > limit
    }

    private func inspectUpload(_ connection: ServerConnection, _ now: Instant) {
        if connection.isSuspended {
            let age = connection.since.duration(to: now)
            if isTooOld(connection, age) { expire(connection) }
        } else if connection.windowStart.duration(to: now) > deadlines.bodyWindow {
            if connection.windowBytes < deadlines.bodyWindowBytes {
                end(connection, \.slowBodies)
            } else {
                connection.windowStart = now
                connection.windowBytes = 0
            }
        }
    }

    private func inspectAnswer(_ connection: ServerConnection, _ now: Instant) {
        let age = connection.since.duration(to: now)
        if connection.isSuspended {
            if isTooOld(connection, age) { expire(connection) }
            return
        }
        guard age > interval else { return }
        let acknowledged = connection.acknowledgedByClient()
        if acknowledged != connection.acknowledgedBytes {
            connection.acknowledgedBytes = acknowledged
            connection.since = now
        } else if age > deadlines.writeStall {
            end(connection, \.stalledAnswers)
        }
    }

    private func expire(_ connection: ServerConnection) {
        server.counters.handlerDeadlines += 1
        connection.handlerIsTooLate()
    }

    private func end(
        _ connection: ServerConnection,
        _ counter: WritableKeyPath<ServerCounters, Int>
    ) {
        server.counters[keyPath: counter] += 1
        connection.cut()
    }
}
