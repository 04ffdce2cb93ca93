import Glibc

/// An account of this machine.
package struct SystemUser: Sendable, Equatable {
    package let name: String
    package let id: UInt32
    package let group: UInt32

    /// The account of that name; nil if there is none.
    package init?(named name: String) {
        guard let entry = unsafe getpwnam(name) else { return nil }
        self.name = name
        id = unsafe entry.pointee.pw_uid
        group = unsafe entry.pointee.pw_gid
    }

    package static var isRoot: Bool { geteuid() == 0 }

    /// Whom servers that refuse root run as: nil when we aren't root, else `postgres` or `nobody`.
    package static func unprivileged() throws(LocalServerError) -> Self? {
        guard isRoot else { return nil }
        guard let user = Self(named: "postgres") ?? Self(named: "nobody") else {
            throw LocalServerError(
                .notInstalled,
                doing: "find an unprivileged user",
                "no postgres, no nobody"
            )
        }
        return user
    }
}
