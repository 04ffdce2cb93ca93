internal import CCurl
import Glibc

/// Networks in CIDR form, IPv4 and IPv6; an IPv4 network also covers its IPv6-mapped addresses.
package struct NetworkList: Sendable, Hashable {
    private struct Network: Hashable {
        let prefix: [UInt8]
        let bits: Int
    }

    private var networks: [Network] = []

    /// Where clouds keep their metadata and where no store lives.
    package static let linkLocal = NetworkList([
        "169.254.0.0/16", "fe80::/10", "fd00:ec2::254/128",
    ])

    /// nil if one of them is not a network.
    package init?(parsing texts: [String]) {
        for text in texts {
            guard let network = Self.parse(text) else { return nil }
            networks.append(network)
        }
    }

    private init(_ known: [String]) { networks = known.compactMap(Self.parse) }

    func contains(_ address: UnsafePointer<sockaddr>) -> Bool {
        guard let bytes = Self.bytes(of: address) else { return false }
        return networks.contains { network in Self.matches(bytes, network) }
    }

    private static func matches(_ bytes: [UInt8], _ network: Network) -> Bool {
        for index in 0..<16 {
            let bits = min(8, network.bits - index * 8)
            guard bits > 0 else { return true }
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> bits)
            guard bytes[index] & mask == network.prefix[index] & mask else { return false }
        }
        return true
    }

    private static func parse(_ text: String) -> Network? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let bits = Int(parts[1]), bits >= 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET6, String(parts[0]), &bytes) == 1 {
            return bits <= 128 ? Network(prefix: bytes, bits: bits) : nil
        }
        var short = [UInt8](repeating: 0, count: 4)
        guard inet_pton(AF_INET, String(parts[0]), &short) == 1, bits <= 32 else { return nil }
        return Network(prefix: mapped(short), bits: bits + 96)
    }

    /// `::ffff:a.b.c.d`
    private static func mapped(_ short: [UInt8]) -> [UInt8] {
        [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF] + short
    }

    private static func bytes(of address: UnsafePointer<sockaddr>) -> [UInt8]? {
        let raw = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            let internet = raw.loadUnaligned(as: sockaddr_in.self)
            return mapped(withUnsafeBytes(of: internet.sin_addr) { [UInt8]($0) })
        case AF_INET6:
            let internet = raw.loadUnaligned(as: sockaddr_in6.self)
            return withUnsafeBytes(of: internet.sin6_addr) { [UInt8]($0) }
        default: return nil
        }
    }
}
