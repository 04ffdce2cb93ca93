import Foundation

/// A TCP proxy on 127.0.0.1 that can be told at run time to misbehave.
///
/// It stands between a gateway and a store, or between a gateway and PostgreSQL. A fault holds for
/// new connections and, from the next piece of bytes on, for those under way. For protocols in
/// which the client speaks first.
package final class FaultProxy: Sendable {
    private let switchboard = Switchboard()
    private let listener: Listener

    /// - Parameter target: The server's port on 127.0.0.1.
    package init(to target: UInt16) throws {
        let switchboard = switchboard
        listener = try Listener { client in
            let passage = Passage(from: client, to: target, under: switchboard)
            switchboard.enter(passage)
            passage.run()
            switchboard.leave(passage)
        }
    }

    deinit { close() }

    package var port: UInt16 { listener.port }
    package var url: String { "http://127.0.0.1:\(port)" }

    /// Number of connections taken so far.
    package var acceptedConnections: Int { switchboard.accepted }
    package var openConnections: Int { switchboard.passages.count }

    package var fault: Fault { switchboard.fault }

    /// Misbehaves like this from now on.
    package func set(_ fault: Fault) throws {
        if fault == .refuse { listener.close() } else { try listener.open() }
        switchboard.fault = fault
        if fault == .refuse || fault == .reset { cutConnections() }
    }

    /// Resets what is under way, without changing the fault.
    package func cutConnections() {
        for passage in switchboard.passages { passage.cut() }
    }

    /// Ends it for good.
    package func close() {
        listener.close()
        switchboard.fault = .reset
        cutConnections()
    }
}

/// The fault in force and the connections that it holds for.
final class Switchboard: @unchecked Sendable {
    // @unchecked Sendable: the fields are touched only while `condition` is locked.
    private let condition = NSCondition()
    private var current = Fault.pass
    private var open: [ObjectIdentifier: Passage] = [:]
    private var count = 0

    var fault: Fault {
        get { locked { current } }
        set {
            locked {
                current = newValue
                condition.broadcast()
            }
        }
    }

    /// The fault in force, once it isn't `.pause`.
    var unpausedFault: Fault {
        locked {
            while current == .pause { condition.wait() }
            return current
        }
    }

    var accepted: Int { locked { count } }
    var passages: [Passage] { locked { Array(open.values) } }

    func enter(_ passage: Passage) {
        locked {
            count += 1
            open[ObjectIdentifier(passage)] = passage
        }
    }

    func leave(_ passage: Passage) { locked { open[ObjectIdentifier(passage)] = nil } }

    private func locked<Result>(_ body: () -> Result) -> Result {
        condition.lock()
        defer { condition.unlock() }
        return body()
    }
}
