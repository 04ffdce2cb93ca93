internal import Basics
import Glibc

/// Where a secret is to be found; a configuration never holds the secret itself.
///
/// `env:NAME` is an environment variable; `file:PATH` the first line of a file.
enum SecretReference {
    enum Problem: Error { case form, missing(String), unreadable(String), empty }

    static func resolve(_ reference: String) throws(Problem) -> Secret {
        let value: String
        if reference.hasPrefix("env:") {
            let name = String(reference.dropFirst(4))
            guard let found = unsafe getenv(name) else { throw .missing(name) }
            value = unsafe String(cString: found)
        } else if reference.hasPrefix("file:") {
            value = try firstLine(of: String(reference.dropFirst(5)))
        } else {
            throw .form
        }
        guard !value.isEmpty else { throw .empty }
        return Secret(value)
    }

    /// Whether a caller of the API may name it: a file below `folder`, or a variable whose name
    /// begins with `ISENGARD_STORE_`. No other secret of this machine is sent where they want.
    static func isForStores(_ reference: String, below folder: String) -> Bool {
        guard reference.hasPrefix("file:") else {
            return reference.hasPrefix("env:ISENGARD_STORE_")
        }
        return reference.hasPrefix("file:\(folder)/")
            && !reference.split(separator: "/").contains("..")
    }

    private static func firstLine(of path: String) throws(Problem) -> String {
        guard let text = TextFile.read(path, limitBytes: 1 << 20) else { throw .unreadable(path) }
        return String(text.prefix { $0 != "\n" && $0 != "\r\n" && $0 != "\r" })
    }
}

extension ConfigurationMap {
    /// Follows the secret reference of `key`.
    mutating func secret(_ key: String) throws(ConfigurationError) -> Secret? {
        guard let reference = try text(key) else { return nil }
        return try resolve(reference, for: key)
    }

    /// Follows `reference`, which stands under `key`.
    func resolve(_ reference: String, for key: String) throws(ConfigurationError) -> Secret {
        do {
            return try SecretReference.resolve(reference)
        } catch {
            switch error {
            case .form:
                throw fault(key, "must be env:NAME or file:PATH; a secret never stands here itself")
            case .missing(let name):
                throw fault(key, "environment variable \(name) is not set")
            case .unreadable(let path):
                throw fault(key, "cannot read \(path)")
            case .empty:
                throw fault(key, "the secret is empty")
            }
        }
    }
}
