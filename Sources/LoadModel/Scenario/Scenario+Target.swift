extension Scenario {
    /// A server under load, and how to speak to it.
    package struct Target: Sendable, Equatable {
        package var name: String
        /// `http://` or `https://`, no user, query or slash at the end.
        package var url: String
        /// To `user:password`, or to a whole header value that begins with `Bearer `.
        package var auth: SecretReference?
        package var tls: TLS
        package var http2: HTTP2
        /// An answer that isn't whole by then is an error.
        package var timeout: Duration
        /// Where DICOMweb begins below ``url``.
        package var dicomWeb: String
    }

    /// Whether HTTP/2 is spoken.
    package enum HTTP2: String, Sendable, CaseIterable {
        /// Over TLS, where the target offers it.
        case auto
        case never
    }

    /// For `https`; paths of PEM files.
    package struct TLS: Sendable, Equatable {
        /// Nil: the system's.
        package var authority: String?
        package var isVerified: Bool
        /// The client's own, both or none.
        package var certificate: String?
        package var key: String?
    }

    /// Something to be read while the load runs, to see which part gets busy.
    package struct Source: Sendable, Equatable {
        package enum Kind: Sendable, Equatable {
            /// Nil `url`: `/tools/metrics-prometheus` of the first target, with its `auth`.
            case orthancMetrics(url: String?, auth: SecretReference?)
            case prometheusText(url: String, auth: SecretReference?)
            /// On this machine.
            case processes([Process])
            case postgres(dsn: SecretReference)
        }

        package enum Process: Sendable, Equatable {
            case id(Int)
            /// Every process that has this name.
            case named(String)
        }

        package var kind: Kind
        package var every: Duration
    }
}

extension Scenario.Target {
    /// One with the usual settings, for what is asked without a scenario.
    ///
    /// - Parameters:
    ///   - url: As ``url(_:)`` gives it.
    ///   - authority: PEM file; nil: the system's.
    package init(name: String, url: String, auth: SecretReference?, authority: String? = nil) {
        self.init(
            name: name,
            url: url,
            auth: auth,
            tls: Scenario.TLS(authority: authority, isVerified: true),
            http2: .never,
            timeout: .seconds(60),
            dicomWeb: "/dicom-web"
        )
    }

    /// `text` without a slash at its end; nil when it isn't `http://HOST` or `https://HOST`, with a
    /// port and a path at most.
    package static func url(_ text: String) -> String? {
        guard let scheme = ["http://", "https://"].first(where: text.hasPrefix) else { return nil }
        let rest = text.dropFirst(scheme.count)
        guard !rest.contains(where: { " ?#@\\\"<>".contains($0) }) else { return nil }
        let host = rest.prefix { $0 != "/" }
        let isNumeric = host.hasPrefix("[")
        guard
            let end = isNumeric
                ? host.firstIndex(of: "]") : host.firstIndex(of: ":") ?? host.endIndex
        else { return nil }
        let port = host[end...].dropFirst(isNumeric ? 1 : 0)
        guard end > host.startIndex, isNumeric || !host.contains("]"), isPort(port) else {
            return nil
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    /// Of ``url``, without port; an IPv6 address has its brackets.
    package var host: String {
        let authority = Self.authority(of: url)
        guard authority.hasPrefix("[") else { return String(authority.prefix { $0 != ":" }) }
        return String(authority.prefix { $0 != "]" }) + "]"
    }

    /// Of ``url``; its scheme's, where it says none.
    package var port: Int {
        let text = Self.authority(of: url).dropFirst(host.count + 1)
        return Int(text) ?? (url.hasPrefix("https:") ? 443 : 80)
    }

    /// Whether it is on this machine: in 127.0.0.0/8, `localhost` or `[::1]`.
    package var isLocal: Bool {
        let bytes = host.split(separator: ".", omittingEmptySubsequences: false)
        guard bytes.count == 4, bytes[0] == "127" else {
            return ["localhost", "[::1]"].contains(host.lowercased())
        }
        return bytes.allSatisfy { UInt8($0) != nil }
    }

    /// `HOST` or `HOST:PORT` of a URL.
    package static func authority(of url: String) -> Substring {
        url.drop { $0 != "/" }.drop { $0 == "/" }.prefix { $0 != "/" }
    }

    /// Whether `text` is nothing or a colon and a port.
    private static func isPort(_ text: Substring) -> Bool {
        guard text.hasPrefix(":"), let port = Int(text.dropFirst()) else { return text.isEmpty }
        return (1...65535).contains(port) && text.dropFirst().allSatisfy(\.isNumber)
    }
}
