/// How deep some bytes would lead somebody who reads them as JSON.
package enum JSONDepth {
    /// Deeper text ends an Orthanc: its JSON reader throws where nobody catches.
    ///
    /// Source: 300 brackets end a live Orthanc 1.10.1 and 1.12.7; the limit is far below.
    private static let limit = 100

    /// Whether a store may be given the bytes as JSON, be they JSON or not.
    package static func isHarmless(_ text: [UInt8]) -> Bool {
        var depth = 0
        var isInString = false
        var isEscaped = false
        for byte in text {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == Byte.backslash {
                    isEscaped = true
                } else if byte == Byte.quote {
                    isInString = false
                }
                continue
            }
            switch byte {
            case Byte.quote: isInString = true
            case Byte.openBrace, Byte.openBracket: depth += 1
            case Byte.closeBrace, Byte.closeBracket: depth -= 1
            default: break
            }
            if depth > limit { return false }
        }
        return true
    }
}
