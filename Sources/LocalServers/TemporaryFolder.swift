import Foundation
import Glibc

/// A new folder for data that nobody will miss; removed with its last reference.
package final class TemporaryFolder: Sendable {
    package let path: String

    /// - Parameters:
    ///   - parent: Where it is made; nil is `$TMPDIR`, else `/tmp`.
    ///   - name: Beginning of its name; the rest is random.
    ///
    /// Others may pass through it but not list it (mode 0711): a server that runs as another user
    /// must reach its own folder inside.
    package init(in parent: String? = nil, named name: String = "isengard") throws(LocalServerError)
    {
        let parent = parent ?? ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        let template = "\(parent)/\(name)-XXXXXX"
        let made = unsafe template.withCString { text -> String? in
            guard let copy = unsafe strdup(text) else { return nil }
            defer { unsafe free(copy) }
            guard unsafe mkdtemp(copy) != nil else { return nil }
            return unsafe String(cString: copy)
        }
        guard let made, unsafe chmod(made, 0o711) == 0 else {
            throw LocalServerError(.system, doing: "make a folder in \(parent)", systemText(errno))
        }
        path = made
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A new folder inside.
    package func folder(_ name: String) throws(LocalServerError) -> String {
        let path = "\(path)/\(name)"
        try FolderOwnership.make(path, mode: 0o711, owner: nil)
        return path
    }
}
