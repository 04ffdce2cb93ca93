import Access
import Basics
import EventLoop
import HTTPServer

/// Who is asking, decided on the loop; only a password not seen lately leaves it for a moment.
struct Gatekeeper: Sendable {
    enum Outcome: Sendable {
        case admitted(Principal)
        case challenged
        /// Seconds until another try makes sense.
        case busy(retryAfter: Int)
    }

    private let doorkeeper: Doorkeeper?
    private let verifier: PasswordVerifier?

    /// - Parameter users: Empty: everybody is the local administrator.
    init(users: [User]) {
        doorkeeper = users.isEmpty ? nil : Doorkeeper(users: users)
        verifier = doorkeeper.map { PasswordVerifier($0) }
    }

    func identify(_ head: RequestHead, on loop: EventLoop) async -> Outcome {
        guard let doorkeeper, let verifier else { return .admitted(.local) }
        let verdict = doorkeeper.consider(
            authorization: head.headers.first("Authorization"),
            address: head.remoteAddress,
            now: loop.now
        )
        guard case .unverified(let attempt) = verdict else { return Self.outcome(verdict) }
        return await withCheckedContinuation { waiter in
            let isQueued = verifier.verify(attempt) { verdict in
                loop.post { waiter.resume(returning: Self.outcome(verdict)) }
            }
            if !isQueued { waiter.resume(returning: .busy(retryAfter: 1)) }
        }
    }

    private static func outcome(_ verdict: Doorkeeper.Verdict) -> Outcome {
        switch verdict {
        case .admitted(let principal): .admitted(principal)
        case .throttled(let pause): .busy(retryAfter: max(1, Int(pause.seconds.rounded(.up))))
        case .challenged, .unverified: .challenged
        }
    }
}
