/// What operators call one Orthanc server: 1 to 40 of `a`–`z`, `0`–`9` and `-`.
package struct StoreName: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let description: String

    /// Nil when the text is not such a name.
    package init?(_ text: String) {
        guard (1...40).contains(text.utf8.count) else { return nil }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"):
                continue
            default: return nil
            }
        }
        description = text
    }

    package static func < (left: StoreName, right: StoreName) -> Bool {
        left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
    }
}
