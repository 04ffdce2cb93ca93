import Basics
import Testing

@testable import Access

@Suite struct PasswordVerifierTests {
    private let hash: PasswordHash

    init() throws {
        // Some 30 ms, so that work piles up.
        hash = try PasswordHash.make(
            Secret("right"),
            cost: .init(memoryKiB: 16_384, passes: 2, lanes: 1)
        )
    }

    private func attempt(
        _ doorkeeper: Doorkeeper,
        _ password: String,
        from address: String = "a"
    ) throws -> Doorkeeper.Attempt {
        let header = "Basic " + Base64.encodeUnpadded(Array("alice:\(password)".utf8))
        let verdict = doorkeeper.consider(
            authorization: header,
            address: address,
            now: Instant.now
        )
        guard case .unverified(let attempt) = verdict else {
            throw AccessError(.hashingFailed, "prepare", "\(verdict)")
        }
        return attempt
    }

    private func doorkeeper(_ change: (inout Doorkeeper.Limits) -> Void = { _ in }) -> Doorkeeper {
        var limits = Doorkeeper.Limits()
        change(&limits)
        return Doorkeeper(users: [User(name: "alice", hash: hash, role: .user)], limits: limits)
    }

    @Test("the answer comes on another thread, and is then remembered")
    func verifies() async throws {
        let doorkeeper = doorkeeper()
        let verifier = PasswordVerifier(doorkeeper)
        let attempt = try attempt(doorkeeper, "right")
        let verdict = await withCheckedContinuation { continuation in
            #expect(verifier.verify(attempt) { continuation.resume(returning: $0) })
        }
        guard case .admitted(let principal) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(principal.name == "alice")
        #expect(throws: AccessError.self, "not remembered") {
            try self.attempt(doorkeeper, "right")
        }
    }

    @Test("many requests with the same credentials cost one verification")
    func shared() async throws {
        let doorkeeper = doorkeeper()
        let verifier = PasswordVerifier(doorkeeper)
        let attempt = try attempt(doorkeeper, "right")
        let clock = ContinuousClock()
        let one = clock.measure { _ = hash.verify(Secret("right")) }
        let start = clock.now
        let admitted = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        let isTaken = verifier.verify(attempt) { verdict in
                            continuation.resume(returning: verdict != .challenged)
                        }
                        if !isTaken { continuation.resume(returning: false) }
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(admitted == 200)
        #expect(start.duration(to: clock.now) < one * 50)
    }

    @Test("wrong credentials are challenged, one after the other")
    func wrong() async throws {
        let doorkeeper = doorkeeper()
        let verifier = PasswordVerifier(doorkeeper)
        let attempts = try (0..<5).map { try attempt(doorkeeper, "wrong\($0)") }
        let verdicts = await withTaskGroup(of: Doorkeeper.Verdict.self) { group in
            for attempt in attempts {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        #expect(verifier.verify(attempt) { continuation.resume(returning: $0) })
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(verdicts == Array(repeating: .challenged, count: 5))
        #expect(throws: AccessError.self, "not throttled") { try attempt(doorkeeper, "wrong9") }
    }

    @Test("a full queue refuses at once, and so does one address's share of it")
    func full() async throws {
        let doorkeeper = doorkeeper {
            $0.queue = 3
            $0.queuePerAddress = 2
        }
        let verifier = PasswordVerifier(doorkeeper)
        let attempts = try [
            attempt(doorkeeper, "a"), attempt(doorkeeper, "b"), attempt(doorkeeper, "c"),
            attempt(doorkeeper, "d", from: "b"), attempt(doorkeeper, "e", from: "c"),
        ]
        let answers = Locked(0)
        let taken = attempts.map { verifier.verify($0) { _ in answers.withLock { $0 += 1 } } }
        #expect(taken == [true, true, false, true, false])
        // Joins the last one taken, behind all others.
        await withCheckedContinuation { continuation in
            let isTaken = verifier.verify(attempts[3]) { _ in continuation.resume() }
            if !isTaken { continuation.resume() }
        }
        #expect(answers.withLock { $0 } == 3)
    }
}
