/// Where a secret is to be found; a scenario never holds the secret itself.
package enum SecretReference: Sendable, Equatable {
    /// `env:NAME`: an environment variable.
    case environment(String)
    /// `file:PATH`: the first line of a file.
    case file(String)

    package init?(_ text: String) {
        if text.hasPrefix("env:") {
            let name = text.dropFirst(4)
            guard !name.isEmpty, name.utf8.allSatisfy(Self.isVariable) else { return nil }
            self = .environment(String(name))
        } else if text.hasPrefix("file:"), text.utf8.count > 5 {
            self = .file(String(text.dropFirst(5)))
        } else {
            return nil
        }
    }

    private static func isVariable(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
