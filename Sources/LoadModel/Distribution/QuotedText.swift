/// Text as one word of a POSIX shell.
enum ShellWord {
    /// Between single quotes nothing is special but the quote itself.
    static func quoted(_ text: String) -> String {
        let parts = text.split(separator: "'", omittingEmptySubsequences: false)
        return "'" + parts.joined(separator: "'\\''") + "'"
    }
}

/// Text as one scalar of YAML, whatever is in it.
enum YAMLText {
    /// Between double quotes, with escapes for all that isn't printable ASCII.
    ///
    /// - Parameter indent: Spaces before a continued line: text of several lines is shown as such.
    ///
    /// Source: YAML 1.2.2, 5.7 "Escaped Characters" and 7.3.1 "Double-Quoted Style".
    static func quoted(_ text: String, indent: Int = 0) -> String {
        var lines: [String] = []
        var line = ""
        for scalar in text.unicodeScalars {
            // A line that begins with a space would lose it.
            let isFirst = line.isEmpty && !lines.isEmpty
            line += isFirst && scalar == " " ? "\\ " : escaped(scalar)
            guard scalar == "\n", indent > 0 else { continue }
            lines.append(line)
            line = ""
        }
        lines.append(line)
        let gap = "\\\n" + String(repeating: " ", count: indent)
        return "\"" + lines.joined(separator: gap) + "\""
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": "\\\""
        case "\\": "\\\\"
        case "\n": "\\n"
        case "\t": "\\t"
        case " "..."~": String(scalar)
        default: "\\U" + hexadecimal(scalar.value)
        }
    }

    /// Eight digits.
    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
