import Glibc

/// Making folders that belong to the user whom a server runs as.
enum FolderOwnership {
    /// Makes `path` unless it exists, and gives it to `owner`.
    static func make(
        _ path: String,
        mode: mode_t,
        owner: SystemUser?
    ) throws(LocalServerError) {
        let action = "make \(path)"
        guard unsafe mkdir(path, mode) == 0 || errno == EEXIST else {
            throw LocalServerError(.system, doing: action, systemText(errno))
        }
        guard unsafe chmod(path, mode) == 0 else {
            throw LocalServerError(.system, doing: action, systemText(errno))
        }
        guard let owner else { return }
        guard unsafe chown(path, owner.id, owner.group) == 0 else {
            throw LocalServerError(.system, doing: action, systemText(errno))
        }
    }

    /// The first folder above `path` that `user` may not pass; nil if the way is free.
    ///
    /// Judges by the permission bits of owner and others, so an ACL that grants more is not seen.
    static func obstacle(above path: String, for user: SystemUser) -> String? {
        var folder = ""
        for component in path.split(separator: "/").dropLast() {
            folder += "/" + component
            var status = stat()
            guard unsafe stat(folder, &status) == 0 else { return folder }
            let bit: mode_t = status.st_uid == user.id ? 0o100 : 0o001
            if status.st_mode & bit == 0 { return folder }
        }
        return nil
    }
}
