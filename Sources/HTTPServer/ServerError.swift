import Glibc

/// What a server can't do, or a body that can't be had.
package struct ServerError: Error, Sendable, CustomStringConvertible {
    package enum Kind: Sendable {
        /// The listening address can't be parsed or bound.
        case address
        /// Key or certificate don't fit or can't be read.
        case certificate
        /// libmicrohttpd or the loop has no resources.
        case resources
        /// The body is larger than its reader allows.
        case bodyTooLarge
        /// The client went away or was cut before its body was complete.
        case aborted
    }

    package let kind: Kind
    package let action: String
    /// `errno`, 0 when there is none.
    package let code: Int32

    init(_ kind: Kind, _ action: String, code: Int32 = 0) {
        self.kind = kind
        self.action = action
        self.code = code
    }

    package var description: String {
        code == 0 ? action : "\(action): \(String(cString: strerror(code)))"
    }
}
