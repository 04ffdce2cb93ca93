/// Why the demo can't go on, in one line.
struct DemoError: Error, CustomStringConvertible {
    enum Kind {
        /// Ctrl-C or SIGTERM came while starting.
        case interrupted
        /// A server didn't do what it must.
        case server
        case system
    }

    let kind: Kind
    let action: String
    let cause: String

    init(_ kind: Kind, doing action: String, _ cause: String) {
        self.kind = kind
        self.action = action
        self.cause = cause
    }

    var description: String { "\(action): \(cause)" }
}
