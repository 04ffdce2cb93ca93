/// Text that whoever wrote the scenario may have chosen, made harmless for a kind of output.
package enum EscapedText {
    /// For XML and HTML, as text and within quotes.
    ///
    /// What XML 1.0 can't hold, and what turns the direction of the text around it, becomes U+FFFD.
    static func markup(_ text: String) -> String {
        var output = ""
        output.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "'": output += "&#39;"
            case "\n", "\t": output.unicodeScalars.append(scalar)
            default: output.unicodeScalars.append(isHarmless(scalar) ? scalar : "\u{FFFD}")
            }
        }
        return output
    }

    /// For one line of Markdown, a cell of a table too: nothing in it is a mark, a link, a mention
    /// or a tag.
    static func markdown(_ text: String) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "@": output += "&#64;"
            case "\\", "`", "*", "_", "[", "]", "#", "!", "|", "~":
                output += "\\"
                output.unicodeScalars.append(scalar)
            default: output.unicodeScalars.append(isPrinted(scalar) ? scalar : " ")
            }
        }
        return output
    }

    /// For one line of a terminal or a log: nothing in it moves the cursor.
    package static func line(_ text: String) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            output.unicodeScalars.append(isPrinted(scalar) ? scalar : " ")
        }
        return output
    }

    /// The same for several lines: each of them is harmless, and they stay apart.
    package static func lines(_ text: String) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            output.unicodeScalars.append(scalar == "\n" || isPrinted(scalar) ? scalar : " ")
        }
        return output
    }

    /// As much of `text` as fits into so many characters; what was cut ends with an ellipsis.
    static func cut(_ text: String, to most: Int) -> String {
        guard text.unicodeScalars.count > most else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(most - 1))) + "…"
    }

    private static func isPrinted(_ scalar: Unicode.Scalar) -> Bool {
        isHarmless(scalar) && scalar.value != 0x2028 && scalar.value != 0x2029
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: false
        default: true
        }
    }
}
