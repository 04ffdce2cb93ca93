package import OrthancModel

/// What somebody may do beyond reading and storing.
package enum Role: Sendable, Hashable {
    case user
    case admin
}

/// Who a request comes from.
package struct Principal: Hashable, Sendable {
    package let name: String
    package let role: Role
    /// What they may see; a predicate of every question asked for them.
    package let scope: Scope

    package var isAdmin: Bool { role == .admin }

    /// Everybody, where no users are configured. Such a gateway listens on loopback only.
    package static let local = Principal(name: "", role: .admin, scope: .everything)
}

/// Somebody who may come in, as configured.
package struct User: Sendable {
    let principal: Principal
    let hash: PasswordHash

    package init(name: String, hash: PasswordHash, role: Role, scope: Scope = .everything) {
        principal = Principal(name: name, role: role, scope: scope)
        self.hash = hash
    }
}
