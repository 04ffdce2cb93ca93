import Basics
import Glibc
import JSONText
import LocalServers

/// Three real Orthancs with data, and a gateway over them; all of it ends with this.
final class DemoStage {
    static let names = ["radiology", "cardiology", "research"]

    let folder: String
    let stores: [LocalOrthanc]
    let gateway: GatewayChild
    let holdings: Holdings
    // Last, so that the servers have ended when the folder goes.
    private let temporary: TemporaryFolder?

    /// Starts everything and returns when the gateway knows all that the stores hold.
    ///
    /// - Parameters:
    ///   - folder: Made if missing and kept; nil is a temporary one, removed with the stage.
    ///   - port: Of the gateway; 0 lets the kernel choose.
    /// - Throws: `DemoError` or `LocalServerError`, one line each.
    init(folder wanted: String?, port: UInt16, wish: StopWish) throws {
        temporary = wanted == nil ? try TemporaryFolder(named: "isengard-demo") : nil
        folder = try SmallFile.folder(wanted ?? temporary?.path ?? "")
        Console.say("demo    everything is in \(folder)")
        stores = try Self.startStores(in: folder, wish)
        holdings = try Self.fill(stores, wish)
        try SmallFile.write(
            Self.configuration(folder, port, stores),
            to: "\(folder)/isengard.yaml"
        )
        gateway = try GatewayChild(
            configuration: "\(folder)/isengard.yaml",
            logFile: "\(folder)/gateway.log",
            wish: wish
        )
        Console.say("demo    gateway listens on \(gateway.url), log \(gateway.logFile)")
        do {
            try waitForImport(wish)
        } catch {
            stop()
            throw error
        }
    }

    /// Ends the gateway first, so that it never sees its stores go.
    func stop() {
        for store in stores { store.resume() }
        gateway.stop()
        // Orthanc takes seconds to stop; data that nobody will see again needs no goodbye.
        for store in stores { if temporary == nil { store.stop() } else { store.kill() } }
    }

    func client(of store: Int) -> LoopbackClient { LoopbackClient(port: stores[store].port) }

    // MARK: Starting

    private static func startStores(in folder: String, _ wish: StopWish) throws -> [LocalOrthanc] {
        try names.map { name in
            try wish.check("start \(name)")
            var settings = LocalOrthanc.Settings(name: name, folder: "\(folder)/\(name)")
            settings.stableAgeSeconds = 1
            let store = try LocalOrthanc(settings)
            Console.say("demo    \(name): Orthanc \(store.version) at \(store.url)")
            return store
        }
    }

    private static func fill(_ stores: [LocalOrthanc], _ wish: StopWish) throws -> Holdings {
        var holdings = Holdings()
        for (number, store) in stores.enumerated() {
            let client = LoopbackClient(port: store.port)
            for instance in holdings.synthetic(for: number) {
                try wish.check("fill \(names[number])")
                let reply = try client.post("/instances", instance.bytes)
                guard reply.status == 200,
                    let deposit = Deposit(
                        reply.json,
                        store: number,
                        place: instance.place,
                        bytes: instance.bytes
                    )
                else {
                    throw DemoError(
                        .server,
                        doing: "fill \(names[number])",
                        "status \(reply.status)"
                    )
                }
                holdings.add(deposit)
            }
            for file in Holdings.real(for: number) {
                try wish.check("fill \(names[number])")
                guard let bytes = SmallFile.read(file) else { continue }
                // Some of these files are broken on purpose: Orthanc's word decides.
                let reply = try client.post("/instances", bytes)
                guard reply.status == 200, reply.json["Status"]?.string == "Success",
                    let deposit = Deposit(reply.json, store: number, place: nil, bytes: bytes)
                else { continue }
                holdings.add(deposit)
            }
            let count = holdings.deposits.count { $0.store == number }
            Console.say("demo    \(names[number]): \(count) instances uploaded")
        }
        return holdings
    }

    private static func configuration(
        _ folder: String,
        _ port: UInt16,
        _ stores: [LocalOrthanc]
    ) -> String {
        var lines = [
            "name: Isengard demo",
            "data: \(quoted("\(folder)/gateway"))",
            "index: embedded",
            "listen:",
            "  port: \(port)",
            "stores:",
        ]
        for (name, store) in zip(names, stores) {
            lines += ["  - name: \(name)", "    url: \(store.url)"]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A YAML text between single quotes. Source: YAML 1.2.2, section 7.3.2.
    private static func quoted(_ text: String) -> String {
        let doubled = text.split(separator: "'", omittingEmptySubsequences: false)
        return "'" + doubled.joined(separator: "''") + "'"
    }

    private func waitForImport(_ wish: StopWish) throws {
        let action = "wait until the gateway knows all stores"
        let deadline = Deadline.after(.seconds(120))
        while deadline.instant > Instant.now {
            try wish.check(action)
            if let status = gateway.exitStatus {
                throw DemoError(
                    .server,
                    doing: action,
                    "the gateway ended (\(status)), see \(gateway.logFile)"
                )
            }
            let states = try gateway.client.get("/stores?expand").json.array ?? []
            if states.count == stores.count, states.allSatisfy(Self.isImported) {
                Console.say("demo    the index knows all stores")
                return
            }
            usleep(100_000)
        }
        throw DemoError(.server, doing: action, "not done after two minutes")
    }

    private static func isImported(_ state: JSONValue) -> Bool {
        state["IsImported"]?.boolean == true && (state["LagSeconds"]?.integer ?? .max) < 3
    }
}
