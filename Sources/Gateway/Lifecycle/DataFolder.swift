import Glibc

/// The folder that the configuration names for what must be kept.
struct DataFolder {
    let path: String
    private let file: String

    /// Makes the folder if it is not there.
    init(_ path: String, file: String) throws(ConfigurationError) {
        self.path = path
        self.file = file
        try make(path)
    }

    /// A folder in it, made if it is not there.
    func folder(_ name: String) throws(ConfigurationError) -> String {
        let inner = path + "/" + name
        try make(inner)
        return inner
    }

    private func make(_ path: String) throws(ConfigurationError) {
        guard unsafe mkdir(path, 0o711) != 0, errno != EEXIST else { return }
        let cause = unsafe String(cString: strerror(errno))
        throw ConfigurationError(
            file: file,
            line: nil,
            key: "data",
            problem: "cannot make folder \(path): \(cause)"
        )
    }
}
