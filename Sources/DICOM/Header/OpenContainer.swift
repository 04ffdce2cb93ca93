/// A sequence or an item that has begun and not ended.
struct OpenContainer {
    enum Kind {
        /// Holds items of elements.
        case sequence
        /// Holds pieces of compressed pixels, which are not looked into.
        case fragments
        case item
    }

    let kind: Kind
    /// How elements within are written.
    let encoding: Encoding
    /// Offset one past its last byte; nil when a delimiter ends it.
    let end: Int?
}

/// How elements are written.
struct Encoding: Equatable {
    var isImplicit: Bool
    var isBigEndian: Bool

    static let explicitLittle = Encoding(isImplicit: false, isBigEndian: false)
    static let implicitLittle = Encoding(isImplicit: true, isBigEndian: false)
}
