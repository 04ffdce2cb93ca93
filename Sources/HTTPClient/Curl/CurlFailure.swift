import CCurl
import Glibc

/// What a libcurl result means for whoever asked.
enum CurlFailure {
    static func kind(
        of code: CURLcode,
        _ handle: EasyHandle,
        hasHead: Bool
    ) -> (kind: TransferError.Kind, cause: String) {
        let text = String(cString: curl_easy_strerror(code))
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: return (.resolveFailed, text)
        case CURLE_COULDNT_CONNECT: return (.connectFailed, systemText(handle) ?? text)
        case CURLE_OUT_OF_MEMORY: return (.outOfMemory, text)
        case CURLE_PARTIAL_FILE: return (.truncated, text)
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_SEND_FAIL_REWIND:
            return (hasHead ? .truncated : .connectionLost, systemText(handle) ?? text)
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING,
            CURLE_WRITE_ERROR:
            return (.malformed, text)
        case CURLE_ABORTED_BY_CALLBACK: return (.cancelled, text)
        default: return isTLS(code) ? (.tls, text) : (.other(code.rawValue), text)
        }
    }

    private static func isTLS(_ code: CURLcode) -> Bool {
        switch code {
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ENGINE_NOTFOUND,
            CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_SHUTDOWN_FAILED, CURLE_SSL_CRL_BADFILE,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_CLIENTCERT:
            true
        default: false
        }
    }

    private static func systemText(_ handle: EasyHandle) -> String? {
        let code = handle.systemError
        return code == 0 ? nil : String(cString: strerror(code))
    }
}
