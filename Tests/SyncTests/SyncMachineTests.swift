import OrthancModel
import Sync
import Testing

@Suite("Following one store, simulated")
struct SyncMachineTests {
    private func expectConverged(
        _ simulation: inout Simulation,
        after settling: Duration = .seconds(400)
    ) {
        simulation.faults = .init(changes: 0)
        simulation.run(for: settling)
        let lost = simulation.database.instances.subtracting(simulation.copies)
        let left = simulation.copies.subtracting(simulation.database.instances)
        #expect(
            simulation.violations.isEmpty && lost.isEmpty && left.isEmpty
                && simulation.standing.phase == .following && simulation.machine.alarm == nil,
            """
            seed \(simulation.seed): \(simulation.violations), lacks \(lost.count), \
            keeps \(left.count), \(simulation.standing.phase), \(simulation.story)
            """
        )
    }

    @Test(
        "uploads, overwriting, deletions and cleared feeds end in the same set",
        arguments: 0..<12
    )
    func following(seed: UInt64) {
        var simulation = Simulation(seed: seed, contents: 60...100)
        simulation.run(for: .seconds(60))
        expectConverged(&simulation)
        #expect(simulation.breaks.isEmpty, "seed \(seed): \(simulation.breaks)")
    }

    @Test("failures before and after each action change nothing in the end", arguments: 0..<12)
    func failing(seed: UInt64) {
        var simulation = Simulation(seed: seed, faults: .init(changes: 10, failures: 5))
        for _ in 0..<6 { simulation.run(for: .seconds(15), restarted: true) }
        expectConverged(&simulation)
    }

    @Test("swapped databases are noticed and nothing is removed in haste", arguments: 0..<24)
    func swapping(seed: UInt64) {
        let faults = Simulation.Faults(changes: 5, swaps: 0.05, failures: 1)
        var simulation = Simulation(seed: seed, faults: faults)
        for _ in 0..<4 { simulation.run(for: .seconds(150), restarted: true) }
        expectConverged(&simulation)
    }

    @Test("a database that comes back within the grace time has lost nothing", arguments: 0..<4)
    func swappedBack(seed: UInt64) {
        var simulation = followed(seed)
        let known = simulation.database
        var other = simulation.fresh()
        for _ in 0..<30 { other.upload(simulation.anyPlace(in: 77)) }
        other.skip(to: 9000)
        simulation.restart(with: other)
        simulation.run(for: .seconds(30))
        #expect(simulation.breaks == [.replaced])
        #expect(simulation.machine.alarm == .databaseChanged(.replaced))
        simulation.restart(with: known)
        expectConverged(&simulation)
        #expect(simulation.removals == 0 && simulation.standing.epoch == 1, "seed \(seed)")
    }

    @Test("a database whose feed goes on beyond the known one is noticed", arguments: 0..<8)
    func overtaken(seed: UInt64) {
        var simulation = followed(seed)
        simulation.restart(with: simulation.fuller())
        simulation.run(for: .seconds(50))
        #expect(simulation.breaks == [.replaced] && simulation.removals == 0, "seed \(seed)")
        expectConverged(&simulation)
        #expect(simulation.standing.epoch == 2, "seed \(seed)")
    }

    @Test("an empty database is called wiped and believed after the grace time", arguments: 0..<4)
    func wiped(seed: UInt64) {
        var simulation = followed(seed)
        simulation.restart(with: simulation.fresh())
        simulation.run(for: .seconds(50))
        #expect(simulation.breaks == [.wiped] && simulation.removals == 0, "seed \(seed)")
        expectConverged(&simulation)
        #expect(simulation.copies.isEmpty && simulation.standing.epoch == 2, "seed \(seed)")
    }

    @Test("an older state is called restored; only what it lacks goes", arguments: 0..<4)
    func restored(seed: UInt64) {
        var simulation = followed(seed)
        let backup = simulation.database
        for _ in 0..<20 { simulation.database.upload(simulation.anyPlace()) }
        simulation.run(for: .seconds(10))
        simulation.restart(with: backup)
        simulation.run(for: .seconds(50))
        #expect(simulation.breaks == [.restored] && simulation.removals == 0, "seed \(seed)")
        expectConverged(&simulation)
        #expect(simulation.copies == backup.instances && simulation.standing.epoch == 2)
    }

    @Test("a mass of deletions is held back for the grace time, a few are not", arguments: 0..<4)
    func masses(seed: UInt64) {
        var simulation = followed(seed)
        let places = simulation.database.places
        simulation.database.delete(Array(places.prefix(3)))
        simulation.run(for: .seconds(30))
        #expect(simulation.removals == 3, "seed \(seed)")
        simulation.database.delete(Array(places.dropFirst(3).prefix(20)))
        simulation.run(for: .seconds(45))
        #expect(simulation.machine.alarm == .massMissing(20) && simulation.removals == 3)
        simulation.database.delete(Array(places.dropFirst(23).prefix(2)))
        simulation.run(for: .seconds(30))
        expectConverged(&simulation)
        #expect(simulation.removals == 25, "seed \(seed)")
    }

    /// A store of 60 and more instances that is imported and quiet.
    private func followed(_ seed: UInt64) -> Simulation {
        var simulation = Simulation(seed: seed, faults: .init(changes: 0), contents: 80...120)
        simulation.run(for: .seconds(10))
        #expect(simulation.copies == simulation.database.instances)
        return simulation
    }
}
