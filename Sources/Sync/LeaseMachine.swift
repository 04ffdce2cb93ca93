package import Basics
package import GlobalIndex

/// Decides which leases one gateway asks for, renews, gives back and gives up.
///
/// A value, ticked about once a second. Leases live 10 s by the database's clock and are renewed
/// every 3 s; by its own clock a holder gives one up after 8 s without an answer, before anybody
/// else can have it. Work is spread: who holds more than its share gives one back, who holds less
/// takes it; a lease that nobody holds is taken by anybody.
package struct LeaseMachine: Sendable {
    package enum Action: Sendable, Equatable {
        case acquire(String)
        case renew(Lease)
        case release(Lease)
        /// Work under this lease may begin.
        case start(Lease)
        /// Work under this lease must end at once.
        case stop(Lease)
    }

    package enum Renewal: Sendable, Equatable {
        case kept
        case lost
        /// No answer; it may have been renewed.
        case unknown
    }

    private struct Holding {
        var lease: Lease
        var since: Instant
        /// When the question was asked that its present life comes from.
        var renewedAt: Instant
        var askedAt: Instant
    }

    static let renewEvery = Duration.seconds(3)
    static let giveUpAfter = Duration.seconds(8)
    /// Between taking a lease and giving it back for balance.
    static let keepFor = Duration.seconds(15)
    /// After giving one back for balance, others come first for so long.
    static let standBack = Duration.seconds(5)

    private var holdings: [String: Holding] = [:]
    private var asking: Set<String> = []
    private var releasedAt: [String: Instant] = [:]

    package init() {}

    /// Names of the leases that stand as far as we know.
    package var held: Set<String> { Set(holdings.keys) }

    /// What to do now.
    ///
    /// - Parameters:
    ///   - wanted: Names of all leases that somebody should hold.
    ///   - gateways: How many gateways share them, this one counted.
    package mutating func tick(
        wanted: [String],
        gateways: Int,
        at now: Instant
    ) -> [Action] {
        var actions = giveUp(except: Set(wanted), now)
        for (name, holding) in holdings where now >= holding.askedAt + Self.renewEvery {
            holdings[name]?.askedAt = now
            actions.append(.renew(holding.lease))
        }
        let share = (wanted.count + gateways - 1) / max(1, gateways)
        if holdings.count > share, let surplus = surplus(now) {
            holdings[surplus.name] = nil
            releasedAt[surplus.name] = now
            actions += [.stop(surplus), .release(surplus)]
        }
        for name in wanted where holdings[name] == nil && !asking.contains(name) {
            if let released = releasedAt[name], now < released + Self.standBack { continue }
            asking.insert(name)
            actions.append(.acquire(name))
        }
        return actions
    }

    /// The answer to ``Action/acquire(_:)``; nil when somebody else has it or nobody answered.
    package mutating func acquired(
        _ name: String,
        _ lease: Lease?,
        askedAt: Instant
    ) -> [Action] {
        asking.remove(name)
        guard let lease else { return [] }
        holdings[name] = Holding(lease: lease, since: askedAt, renewedAt: askedAt, askedAt: askedAt)
        return [.start(lease)]
    }

    /// The answer to ``Action/renew(_:)``.
    package mutating func renewed(
        _ lease: Lease,
        _ renewal: Renewal,
        askedAt: Instant
    ) -> [Action] {
        guard holdings[lease.name]?.lease == lease else { return [] }
        switch renewal {
        case .kept: holdings[lease.name]?.renewedAt = askedAt
        case .unknown: break
        case .lost:
            holdings[lease.name] = nil
            return [.stop(lease)]
        }
        return []
    }

    /// The work under it ended by itself; somebody may begin anew.
    package mutating func ended(_ lease: Lease) -> [Action] {
        guard holdings[lease.name]?.lease == lease else { return [] }
        holdings[lease.name] = nil
        return [.release(lease)]
    }

    /// Gives everything back.
    package mutating func close() -> [Action] {
        defer { holdings = [:] }
        return holdings.values.flatMap { [.stop($0.lease), .release($0.lease)] }
    }

    private mutating func giveUp(
        except wanted: Set<String>,
        _ now: Instant
    ) -> [Action] {
        var actions: [Action] = []
        for (name, holding) in holdings {
            let isOld = now >= holding.renewedAt + Self.giveUpAfter
            guard isOld || !wanted.contains(name) else { continue }
            holdings[name] = nil
            actions.append(.stop(holding.lease))
            if !isOld { actions.append(.release(holding.lease)) }
        }
        return actions
    }

    private func surplus(_ now: Instant) -> Lease? {
        holdings.values.filter { now >= $0.since + Self.keepFor }
            .max { $0.lease.name < $1.lease.name }?.lease
    }
}
