import Basics
import EventLoop
import GlobalIndex

/// Keeps this gateway's leases: asks PostgreSQL what a ``LeaseMachine`` says.
///
/// How many gateways there are is told by leases too: each keeps one of a few numbered slots, and
/// a slot that can't be had is somebody else's.
///
/// `@unchecked Sendable`: confined to its loop's thread.
final class LeaseKeeper: @unchecked Sendable {
    /// Most gateways told apart; with more, the shares are larger than they could be.
    private static let slots = 8
    private static let tick = Duration.milliseconds(1000)
    private static let ticksPerCensus = 15
    private static let slotPrefix = "gateway:"

    private let loop: EventLoop
    private let leases: IndexLeases
    private let holder: String
    private let heard: (LeaseMachine.Action) -> Void
    private var machine = LeaseMachine()
    private var slot: Lease?
    private var slotRenewedAt: Instant?
    private var gateways = 1
    private var isStopped = false
    var wanted: [String] = []

    /// - Parameter heard: Gets every ``LeaseMachine/Action/start(_:)`` and
    ///   ``LeaseMachine/Action/stop(_:)``.
    init(
        loop: EventLoop,
        leases: IndexLeases,
        holder: String,
        heard: @escaping (LeaseMachine.Action) -> Void
    ) {
        self.loop = loop
        self.leases = leases
        self.holder = holder
        self.heard = heard
    }

    /// Runs until ``stop()``; gives everything back at the end.
    func run() async {
        await withDiscardingTaskGroup { group in
            var ticks = 0
            while !isStopped, !Task.isCancelled {
                for action in machine.tick(wanted: wanted, gateways: gateways, at: now) {
                    group.addTask { await self.perform(action) }
                }
                if ticks % Self.ticksPerCensus == 0 { group.addTask { await self.count() } }
                ticks += 1
                try? await loop.sleep(for: Self.tick)
            }
            for action in machine.close() { await perform(action) }
            if let slot { try? await leases.release(slot) }
        }
    }

    func stop() { isStopped = true }

    /// The work under a lease ended by itself.
    func ended(_ lease: Lease) async {
        for action in machine.ended(lease) { await perform(action) }
    }

    private var now: Instant { Instant.now }

    private func perform(_ action: LeaseMachine.Action) async {
        let askedAt = now
        switch action {
        case .start, .stop: heard(action)
        case .release(let lease): try? await leases.release(lease)
        case .acquire(let name):
            let lease = try? await leases.acquire(name, holder: holder)
            for next in machine.acquired(name, lease, askedAt: askedAt) { heard(next) }
        case .renew(let lease):
            var renewal = LeaseMachine.Renewal.unknown
            if let isKept = try? await leases.renew(lease) { renewal = isKept ? .kept : .lost }
            for next in machine.renewed(lease, renewal, askedAt: askedAt) { heard(next) }
        }
    }

    // MARK: How many gateways

    private func count() async {
        do throws(IndexError) {
            if let mine = slot, try await !leases.renew(mine) { slot = nil }
            var others = 0
            for number in 1...Self.slots where slot?.name != "\(Self.slotPrefix)\(number)" {
                let name = "\(Self.slotPrefix)\(number)"
                guard let free = try await leases.acquire(name, holder: holder) else {
                    others += 1
                    continue
                }
                if slot == nil { slot = free } else { try await leases.release(free) }
            }
            gateways = others + 1
        } catch {
            // Without an answer the last count stands.
        }
    }
}
