import Glibc
package import Logging

/// Log lines as JSON objects, one a line, on standard error.
///
/// Keys: `time` (Unix seconds), `level`, `module`, `message`, and the metadata. Control bytes are
/// escaped, so a hostile value cannot forge a line. A line is one `write(2)`; what the pipe does
/// not take is lost rather than waited for.
package struct JSONLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    private let label: String
    private let threshold: LogThreshold

    package init(label: String, threshold: LogThreshold = LogThreshold(.info)) {
        self.label = label
        self.threshold = threshold
    }

    /// The threshold's, which all loggers of the process share.
    package var logLevel: Logger.Level {
        get { threshold.current }
        nonmutating set { threshold.current = newValue }
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var line = "{\"time\":\(Self.time()),\"level\":\"\(event.level)\",\"module\":\"\(label)\""
        line += ",\"message\":" + Self.quoted(event.message.description)
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            line += "," + Self.quoted(key) + ":" + Self.quoted(value.description)
        }
        line += "}\n"
        let bytes = Array(line.utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    private static func time() -> String {
        var now = timespec()
        _ = unsafe clock_gettime(CLOCK_REALTIME, &now)
        let milliseconds = String(now.tv_nsec / 1_000_000 + 1000).dropFirst()
        return "\(now.tv_sec).\(milliseconds)"
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7f:
                result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
