/// Where a cluster's unix socket lives: in its own folder, or, as a socket path is at most 107
/// bytes long, in a short one of its own. Only the server's user and root can enter it.
/// Source: unix(7), sun_path.
struct SocketFolder {
    let path: String
    private let short: TemporaryFolder?

    private static let limitBytes = 107

    /// - Parameter port: Part of the socket's name.
    init(in folder: ClusterFolder, port: UInt16) throws(LocalServerError) {
        let own = "\(folder.path)/run"
        if "\(own)/.s.PGSQL.\(port)".utf8.count <= Self.limitBytes {
            short = nil
            path = own
        } else {
            let made = try TemporaryFolder(in: "/tmp")
            short = made
            path = made.path + "/run"
        }
        try FolderOwnership.make(path, mode: 0o700, owner: folder.owner)
    }
}
