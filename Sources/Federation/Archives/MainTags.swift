import JSONText

/// The main tags of a resource as the index keeps them, by name.
struct MainTags {
    private let root: JSONElement?

    init(_ text: [UInt8]?) { root = text.flatMap { try? JSONDocument($0).root } }

    /// nil when the tag is missing or is no string.
    subscript(name: String) -> String? { root?[name]?.string }
}
