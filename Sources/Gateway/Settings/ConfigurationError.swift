/// Why a configuration cannot be used, in one line: `file:line: key: problem`.
package struct ConfigurationError: Error, CustomStringConvertible {
    package let file: String
    package let line: Int?
    /// Dotted path of the key, such as `stores[2].url`; empty for the whole file.
    package let key: String
    package let problem: String

    package var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return key.isEmpty ? "\(place): \(problem)" : "\(place): \(key): \(problem)"
    }
}
