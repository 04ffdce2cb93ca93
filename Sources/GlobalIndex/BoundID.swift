/// What callers see of an identifier that one store made for something that lives there, such as
/// a job or a query: `s3-6541b16a-bb98-40a5-b7dd-55d8ff3a1d8d`.
///
/// The store's key stands before the store's own UUID, so that the identifier alone leads there
/// and stays valid when the store gets another name.
package struct BoundID: Hashable, Sendable, CustomStringConvertible {
    package let store: StoreKey
    /// The store's own identifier: 36 characters of a lower-case UUID.
    package let local: String

    package init(store: StoreKey, local: String) {
        self.store = store
        self.local = local
    }

    /// - Returns: nil for anything that ``description`` could not have written.
    package init?(_ text: String) {
        guard text.utf8.first == UInt8(ascii: "s"),
            let dash = text.firstIndex(of: "-"),
            let key = Int16(text[text.index(after: text.startIndex)..<dash]), key > 0
        else { return nil }
        let local = text[text.index(after: dash)...]
        guard Self.isUUID(String(local).utf8) else { return nil }
        store = StoreKey(key)
        self.local = String(local)
        guard description == text else { return nil }
    }

    package var description: String { "s\(store.rawValue)-\(local)" }

    /// Whether a text is a UUID as Orthanc and PostgreSQL write one.
    package static func isUUID(_ text: String.UTF8View) -> Bool {
        text.count == 36
            && text.enumerated().allSatisfy { position, byte in
                [8, 13, 18, 23].contains(position)
                    ? byte == UInt8(ascii: "-")
                    : (48...57).contains(byte) || (97...102).contains(byte)
            }
    }
}
