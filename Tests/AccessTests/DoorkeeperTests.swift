import Basics
import OrthancModel
import Testing

@testable import Access

@Suite struct DoorkeeperTests {
    private let start = Instant.now
    private let scope: Scope

    init() throws { scope = .stores([try #require(StoreName("north"))]) }

    private func doorkeeper(
        _ change: (inout Doorkeeper.Limits) -> Void = { _ in }
    ) throws -> Doorkeeper {
        var limits = Doorkeeper.Limits()
        change(&limits)
        let hash = try PasswordHash.make(Secret("right"), cost: .tiny)
        let alice = User(name: "alice", hash: hash, role: .admin)
        let bob = User(name: "bob", hash: hash, role: .user, scope: scope)
        return Doorkeeper(users: [alice, bob], limits: limits)
    }

    private func header(_ name: String, _ password: String) -> String {
        "Basic " + Base64.encodeUnpadded(Array("\(name):\(password)".utf8))
    }

    /// Asks, and verifies at once if need be.
    private func knock(
        _ doorkeeper: Doorkeeper,
        _ name: String,
        _ password: String,
        from address: String = "10.0.0.1",
        after seconds: Double = 0
    ) -> Doorkeeper.Verdict {
        let now = start.advanced(by: .seconds(seconds))
        let verdict = doorkeeper.consider(
            authorization: header(name, password),
            address: address,
            now: now
        )
        guard case .unverified(let attempt) = verdict else { return verdict }
        return doorkeeper.conclude(attempt, isRight: doorkeeper.isRight(attempt), now: now)
    }

    @Test("without users everybody is the local administrator")
    func nobodyConfigured() {
        let doorkeeper = Doorkeeper(users: [])
        let verdict = doorkeeper.consider(authorization: nil, address: "::1", now: start)
        #expect(verdict == .admitted(.local))
        #expect(Principal.local.isAdmin && Principal.local.scope == .everything)
    }

    @Test("without credentials there is a challenge, and nothing to verify")
    func challenge() throws {
        let doorkeeper = try doorkeeper()
        for header in [nil, "", "Bearer x", "Basic !"] {
            let verdict = doorkeeper.consider(authorization: header, address: "a", now: start)
            #expect(verdict == .challenged)
        }
    }

    @Test("the right password admits with role and scope")
    func admitted() throws {
        let doorkeeper = try doorkeeper()
        let alice = Principal(name: "alice", role: .admin, scope: .everything)
        let bob = Principal(name: "bob", role: .user, scope: scope)
        #expect(knock(doorkeeper, "alice", "right") == .admitted(alice))
        #expect(knock(doorkeeper, "bob", "right") == .admitted(bob))
        #expect(!bob.isAdmin)
    }

    @Test("a wrong password and an unknown name are challenged alike")
    func refused() throws {
        let doorkeeper = try doorkeeper()
        #expect(knock(doorkeeper, "alice", "wrong") == .challenged)
        #expect(knock(doorkeeper, "mallory", "right") == .challenged)
        #expect(knock(doorkeeper, "", "") == .challenged)
    }

    @Test("a verified password is remembered for a minute, for these very credentials")
    func memory() throws {
        let doorkeeper = try doorkeeper()
        _ = knock(doorkeeper, "alice", "right")
        func verdict(_ password: String, _ seconds: Double) -> Doorkeeper.Verdict {
            doorkeeper.consider(
                authorization: header("alice", password),
                address: "elsewhere",
                now: start.advanced(by: .seconds(seconds))
            )
        }
        guard case .admitted = verdict("right", 59.9) else {
            Issue.record("forgotten too early")
            return
        }
        guard case .unverified = verdict("right", 60.1) else {
            Issue.record("remembered too long")
            return
        }
        guard case .unverified = verdict("wrong", 1) else {
            Issue.record("wrong password not verified")
            return
        }
    }

    @Test("after three failures each further one doubles the wait, up to 30 s")
    func backoff() throws {
        let doorkeeper = try doorkeeper()
        for _ in 0..<3 { #expect(knock(doorkeeper, "alice", "wrong") == .challenged) }
        var now = 0.0
        var waits: [Duration] = []
        for _ in 0..<9 {
            #expect(knock(doorkeeper, "alice", "wrong", after: now) == .challenged)
            guard case .throttled(let wait) = knock(doorkeeper, "alice", "wrong", after: now) else {
                Issue.record("not throttled after \(waits.count) waits")
                return
            }
            waits.append(wait)
            now += wait.seconds
        }
        #expect(
            waits.map(\.milliseconds) == [
                500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
            ]
        )
    }

    @Test("a throttled origin is refused even the right password; other addresses are not touched")
    func lockout() throws {
        let doorkeeper = try doorkeeper()
        for _ in 0..<4 { _ = knock(doorkeeper, "alice", "wrong", from: "10.6.6.6") }
        guard case .throttled = knock(doorkeeper, "alice", "right", from: "10.6.6.6") else {
            Issue.record("not throttled")
            return
        }
        guard case .admitted = knock(doorkeeper, "alice", "right", from: "10.0.0.1") else {
            Issue.record("locked out from elsewhere")
            return
        }
        guard case .admitted = knock(doorkeeper, "bob", "right", from: "10.6.6.6") else {
            Issue.record("another user of that address locked out")
            return
        }
    }

    @Test("a success forgives earlier failures")
    func forgiven() throws {
        let doorkeeper = try doorkeeper { $0.memory = .milliseconds(1) }
        for round in 0..<5 {
            let now = Double(round)
            for _ in 0..<3 { #expect(knock(doorkeeper, "bob", "no", after: now) == .challenged) }
            guard case .admitted = knock(doorkeeper, "bob", "right", after: now) else {
                Issue.record("not forgiven in round \(round)")
                return
            }
            #expect(round < 5)
        }
    }

    @Test("an address that guesses names is throttled for all names")
    func guessing() throws {
        let doorkeeper = try doorkeeper()
        let verdicts = (0..<30).map { knock(doorkeeper, "name\($0)", "x", from: "10.6.6.6") }
        #expect(verdicts.prefix(21).allSatisfy { $0 == .challenged })
        #expect(verdicts.dropFirst(21).allSatisfy { $0 != .challenged })
    }

    @Test("memory stays bounded, however many origins fail")
    func bounded() {
        var table = ExpiringTable<Int, Int>(life: .seconds(10), limit: 100)
        for number in 0..<10_000 {
            table.set(number, of: number % 3000, at: start)
            table.set(number, of: -1, at: start)
            #expect(table.count <= 100)
        }
        #expect(table.value(of: -1, at: start) == 9999)
        #expect(table.value(of: 9_999 % 3000, at: start) == 9999)
        #expect(table.value(of: 5, at: start) == nil)
        table.set(0, of: 7, at: start.advanced(by: .seconds(20)))
        #expect(table.count == 1)
    }
}
