internal import CCurl

/// Sole owner of one `CURL *`.
///
/// Belongs to its loop's thread. Source: libcurl-thread(3).
struct EasyHandle: ~Copyable {
    let raw: UnsafeMutableRawPointer

    init() throws(LoadError) {
        guard let raw = curl_easy_init() else {
            throw LoadError(.resources, doing: "make a transfer", "libcurl has no memory")
        }
        self.raw = raw
    }

    deinit { curl_easy_cleanup(raw) }

    func set(_ option: CURLoption, _ value: Int) {
        check(shim_curl_set_long(raw, option, value))
    }

    func set(_ option: CURLoption, offset value: Int64) {
        check(shim_curl_set_offset(raw, option, value))
    }

    /// libcurl copies the text.
    func set(_ option: CURLoption, _ text: String?) {
        guard let text else { return check(shim_curl_set_string(raw, option, nil)) }
        check(shim_curl_set_string(raw, option, text))
    }

    func set(_ option: CURLoption, pointer: UnsafeRawPointer?) {
        check(shim_curl_set_pointer(raw, option, pointer))
    }

    func set(_ option: CURLoption, _ callback: @escaping shim_curl_transfer_callback) {
        check(shim_curl_set_transfer(raw, option, callback))
    }

    func set(openSocket callback: @escaping curl_opensocket_callback) {
        check(shim_curl_set_open_socket(raw, callback))
    }

    func set(seek callback: @escaping curl_seek_callback) {
        check(shim_curl_set_seek(raw, callback))
    }

    func set(closeSocket callback: @escaping curl_closesocket_callback) {
        check(shim_curl_set_close_socket(raw, callback))
    }

    func set(beforeRequest callback: @escaping curl_prereq_callback) {
        check(shim_curl_set_before_request(raw, callback))
    }

    /// 0 when libcurl doesn't know.
    func number(_ info: CURLINFO) -> Int {
        var value = 0
        return shim_curl_get_long(raw, info, &value) == CURLE_OK ? value : 0
    }

    /// 0 when libcurl doesn't know.
    func offset(_ info: CURLINFO) -> Int64 {
        var value: Int64 = 0
        return shim_curl_get_offset(raw, info, &value) == CURLE_OK ? value : 0
    }

    /// Options are ours and so are their values: a refusal is a bug, or memory is at an end.
    private func check(_ code: CURLcode) {
        precondition(code == CURLE_OK, "libcurl refuses an option: \(code.rawValue)")
    }
}

/// Sole owner of one list of header lines, which a handle only borrows.
final class HeaderList {
    private(set) var raw: UnsafeMutablePointer<curl_slist>?

    init(_ lines: [String]) {
        for line in lines {
            guard let longer = curl_slist_append(raw, line) else { continue }
            raw = longer
        }
    }

    deinit { curl_slist_free_all(raw) }
}

/// Sole owner of one URL that libcurl has parsed, which handles only borrow and never change.
final class ParsedURL {
    /// nil when there is no memory. Of what is no URL, it holds nothing, and requests fail.
    let raw: OpaquePointer?

    init(_ text: String) {
        raw = curl_url()
        _ = curl_url_set(raw, CURLUPART_URL, text, 0)
    }

    deinit { curl_url_cleanup(raw) }
}
