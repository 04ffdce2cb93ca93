package import Basics
internal import OrthancModel

/// Decides who a request comes from, without ever hashing a password itself.
///
/// One for the process, shared by all loops. What a ``PasswordVerifier`` found right is remembered
/// for a minute as a keyed hash, because Orthanc's clients send their password with every request.
package final class Doorkeeper: Sendable {
    package struct Limits: Sendable {
        /// How long a right password is remembered.
        package var memory: Duration = .seconds(60)
        /// Most passwords remembered.
        package var remembered = 4096
        /// Most origins whose failures are counted.
        package var origins = 8192
        /// Most credentials that wait to be verified.
        package var queue = 64
        /// Most of these from one address.
        package var queuePerAddress = 16
        /// Most requests that wait for one verification.
        package var waitersPerAttempt = 1024

        package init() {}
    }

    package enum Verdict: Sendable, Equatable {
        case admitted(Principal)
        /// 401 with a challenge.
        case challenged
        /// Too many failures: try again after this long.
        case throttled(Duration)
        /// The password must be verified first.
        case unverified(Attempt)
    }

    /// Credentials on their way to a verifier.
    package struct Attempt: Sendable, Equatable {
        let digest: CredentialDigest
        let credentials: BasicCredentials
        let address: String
    }

    private struct State: Sendable {
        var remembered: ExpiringTable<CredentialDigest, Principal>
        var failures: FailureTable
    }

    let limits: Limits
    private let users: [String: User]
    private let decoy: PasswordHash
    private let key = CredentialDigest.Key()
    private let state: Locked<State>

    /// - Parameter users: By distinct names. None: everybody is ``Principal/local``.
    package init(users: [User], limits: Limits = Limits()) {
        self.limits = limits
        self.users = Dictionary(users.map { ($0.principal.name, $0) }) { first, _ in first }
        decoy = .decoy(cost: users.first?.hash.cost ?? .standard)
        state = Locked(
            State(
                remembered: ExpiringTable(life: limits.memory, limit: limits.remembered),
                failures: FailureTable(limit: limits.origins)
            )
        )
    }

    /// Judges one request. Takes microseconds.
    ///
    /// - Parameters:
    ///   - authorization: The header's value, if there is one.
    ///   - address: Of the peer, without port.
    package func consider(
        authorization: String?,
        address: String,
        now: Instant
    ) -> Verdict {
        guard !users.isEmpty else { return .admitted(.local) }
        guard let authorization, authorization.utf8.count <= BasicCredentials.limitBytes else {
            return .challenged
        }
        let digest = CredentialDigest(header: authorization, key: key)
        if let known = state.withLock({ $0.remembered.value(of: digest, at: now) }) {
            return .admitted(known)
        }
        guard let credentials = BasicCredentials(header: authorization) else { return .challenged }
        return state.withLock { state in
            let wait = state.failures.wait(name: credentials.name, address: address, at: now)
            if let wait { return .throttled(wait) }
            return .unverified(
                Attempt(digest: digest, credentials: credentials, address: address)
            )
        }
    }

    /// Hashes, for as long with an unknown name as with a known one. Blocks; never on a loop.
    func isRight(_ attempt: Attempt) -> Bool {
        let user = users[attempt.credentials.name]
        let isRight = (user?.hash ?? decoy).verify(attempt.credentials.password)
        return isRight && user != nil
    }

    /// Notes what came out.
    func conclude(
        _ attempt: Attempt,
        isRight: Bool,
        now: Instant
    ) -> Verdict {
        let name = attempt.credentials.name
        guard isRight, let user = users[name] else {
            state.withLock { $0.failures.failed(name: name, address: attempt.address, at: now) }
            return .challenged
        }
        state.withLock { state in
            state.remembered.set(user.principal, of: attempt.digest, at: now)
            state.failures.succeeded(name: name, address: attempt.address)
        }
        return .admitted(user.principal)
    }
}
