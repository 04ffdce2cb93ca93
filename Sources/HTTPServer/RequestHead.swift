/// A request head that passed the gate: canonical, ready to be routed.
package struct RequestHead: Sendable {
    /// After the method override, which is evaluated and stripped.
    package let method: Method
    /// Decoded segments without empty ones; none for `/`. No segment is `.` or `..` or holds `/`,
    /// `\` or a control character.
    package let path: [String]
    /// Decoded, in order, `_method` stripped.
    package let query: [QueryItem]
    package let headers: HeaderList
    /// The peer's numeric address, without port. A proxy's, behind a proxy.
    package let remoteAddress: String
    /// The client speaks HTTP/1.0: an answer of unknown length ends with the connection.
    package let isHTTP10: Bool

    package init(
        method: Method,
        path: [String],
        query: [QueryItem] = [],
        headers: HeaderList = HeaderList([]),
        remoteAddress: String = "",
        isHTTP10: Bool = false
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.remoteAddress = remoteAddress
        self.isHTTP10 = isHTTP10
    }

    /// The first query item of that name.
    package func query(_ name: String) -> QueryItem? { query.first { $0.name == name } }
}

/// One `name=value` of a query; value nil when there is no `=`.
package struct QueryItem: Sendable, Equatable {
    package let name: String
    package let value: String?

    package init(_ name: String, _ value: String? = nil) {
        self.name = name
        self.value = value
    }
}
