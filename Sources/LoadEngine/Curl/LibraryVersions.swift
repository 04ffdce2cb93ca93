internal import CCurl

/// Versions of what the engine is built on.
package enum LibraryVersions {
    /// Such as `libcurl/7.88.1 …`.
    package static var curl: String {
        curl_version().map { String(cString: $0) } ?? "libcurl"
    }
}
