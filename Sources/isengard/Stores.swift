import ArgumentParser
import Glibc
import JSONText

/// `isengard stores`: what a running gateway says of its stores, one line each.
struct Stores: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the stores of a gateway on this machine: state, lag, what they owe.",
        discussion: """
            Asks GET /stores?expand. With --user, the password is read from the variable \
            ISENGARD_PASSWORD. Ends with 69 when the gateway does not answer.
            """
    )

    @Option(name: .shortAndLong, help: "The gateway's port on 127.0.0.1.")
    var port: UInt16 = 8042

    @Option(name: .shortAndLong, help: "An administrator's name.")
    var user: String?

    func run() throws {
        let reply = try CommandFailure.catching {
            try LoopbackClient(port: port).get("/stores?expand", headers)
        }
        guard reply.status == 200, let stores = reply.json.array else {
            Console.complain("isengard: the gateway answers with status \(reply.status)")
            throw ExitCode(69)
        }
        Console.say(
            Self.line(["STORE", "HEALTH", "STATE", "SYNC", "LAG", "OWED", "OLDEST", "KINDS"])
        )
        for store in stores { Console.say(Self.line(of: store)) }
    }

    private var headers: [String] {
        guard let user else { return [] }
        let password = unsafe getenv("ISENGARD_PASSWORD").map { unsafe String(cString: $0) } ?? ""
        return ["Authorization: Basic " + Self.base64("\(user):\(password)")]
    }

    private static func line(of store: JSONValue) -> String {
        let owed = store["Owed"]
        let kinds = (owed?["Kinds"]?.object ?? JSONObject()).map { name, count in
            "\(name)=\(count.integer ?? 0)"
        }
        return line([
            store["Name"]?.string ?? "?", store["Health"]?.string ?? "?",
            store["State"]?.string ?? "?", store["Synchronisation"]?.string ?? "?",
            seconds(store["LagSeconds"]), "\(owed?["Count"]?.integer ?? 0)",
            seconds(owed?["OldestSeconds"]), kinds.isEmpty ? "-" : kinds.joined(separator: ","),
        ])
    }

    private static func seconds(_ value: JSONValue?) -> String {
        value?.integer.map { "\($0)s" } ?? "-"
    }

    private static func line(_ cells: [String]) -> String {
        zip(cells, [24, 8, 12, 22, 8, 8, 10, 0]).map { cell, width in
            cell + String(repeating: " ", count: max(1, width - cell.count))
        }.joined().trimmed
    }

    private static func base64(_ text: String) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let bytes = Array(text.utf8)
        var result = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start...].prefix(3)
            let number = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                let isData = place <= group.count
                result.append(isData ? digits[number >> (18 - 6 * place) & 63] : "=")
            }
        }
        return result
    }
}

extension String {
    /// Without blanks at its end.
    fileprivate var trimmed: String {
        var text = self
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }
}
