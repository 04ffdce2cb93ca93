import Basics
import Glibc
import Testing

@testable import Access

extension PasswordHash.Cost {
    /// The least that Argon2 allows.
    static let tiny = Self(memoryKiB: 8, passes: 1, lanes: 1)
}

/// A well-formed salt and hash.
private let tail = "$c29tZXNhbHQ$MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE"

@Suite struct PasswordHashTests {
    @Test("a hash verifies its own password and no other")
    func verifies() throws {
        let hash = try PasswordHash.make(Secret("gehéim"), cost: .tiny)
        #expect(hash.verify(Secret("gehéim")))
        for wrong in ["", "gehéim ", "Gehéim", "gehéi"] { #expect(!hash.verify(Secret(wrong))) }
        let again = try PasswordHash(encoded: hash.encoded)
        #expect(again.verify(Secret("gehéim")))
        #expect(again.cost == .tiny)
    }

    @Test("two hashes of one password differ")
    func salted() throws {
        let first = try PasswordHash.make(Secret("x"), cost: .tiny)
        let second = try PasswordHash.make(Secret("x"), cost: .tiny)
        #expect(first.encoded != second.encoded)
    }

    @Test("a hash of the reference program is understood")
    func reference() throws {
        // From the reference implementation's src/test.c.
        let encoded =
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ"
            + "$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
        let hash = try PasswordHash(encoded: Secret(encoded))
        #expect(hash.verify(Secret("password")))
        #expect(!hash.verify(Secret("passwort")))
    }

    @Test("the standard cost is 64 MiB, three passes, one lane")
    func standardCost() throws {
        let hash = try PasswordHash.make(Secret("x"))
        #expect(hash.encoded.reveal.hasPrefix("$argon2id$v=19$m=65536,t=3,p=1$"))
        #expect(hash.verify(Secret("x")))
    }

    @Test(
        "what is not an Argon2id hash of bearable cost is refused, without repeating it",
        arguments: [
            "", "secret", "$2b$12$abcdefghijklmnopqrstuu", "$argon2i$v=19$m=8,t=1,p=1$c29tZXNhbHQ$",
            "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$short",
            "$argon2id$v=16$m=8,t=1,p=1\(tail)", "$argon2id$v=19$m=99999999,t=1,p=1\(tail)",
            "$argon2id$v=19$m=8,t=9999,p=1\(tail)", "$argon2id$v=19$m=8,t=1,p=4000000000\(tail)",
            "$argon2id$v=19$m=8,t=1\(tail)", "$argon2id$v=19$m=7,t=1,p=1\(tail)",
            "$argon2id$v=19$m=8,t=0,p=1\(tail)", "$argon2id$v=19$m=8,t=1,p=0\(tail)",
        ]
    )
    func refused(encoded: String) {
        let error = #expect(throws: AccessError.self) {
            try PasswordHash(encoded: Secret(encoded))
        }
        #expect(error?.kind == .malformedHash)
        #expect(encoded.isEmpty || error.map { !"\($0)".contains(encoded) } == true)
    }

    @Test("a decoy costs what the real one does, and no password opens it")
    func decoy() throws {
        let decoy = PasswordHash.decoy(cost: .standard)
        #expect(try PasswordHash(encoded: decoy.encoded).cost == .standard)
        let real = try PasswordHash.make(Secret("x"))
        // Equal parameters make equal work; the time tells that it is really done. CPU of this
        // thread, which others' load stretches least.
        let fake = threadTime { _ = decoy.verify(Secret("x")) }
        let genuine = threadTime { _ = real.verify(Secret("x")) }
        #expect(fake > genuine / 4 && fake < genuine * 4, "\(fake) against \(genuine) s")
        #expect(!decoy.verify(Secret("")))
    }
}

/// Least CPU seconds of three runs.
private func threadTime(_ body: () -> Void) -> Double {
    func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    return (0..<3).map { _ in
        let start = now()
        body()
        return now() - start
    }.min() ?? 0
}
