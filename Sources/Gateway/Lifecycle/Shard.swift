import Access
import Basics
import EventLoop
import Federation
import GlobalIndex
import HTTPClient
import HTTPServer
import Journal
import Logging
import OrthancClient
import OrthancModel
import Packing

/// One serving loop with all that it owns.
///
/// `@unchecked Sendable`: confined to its loop's thread, but for the immutable `let`s.
final class Shard: @unchecked Sendable {
    let loop: EventLoop
    let settings: GatewaySettings
    let identity: String
    let gatekeeper: Gatekeeper
    let index: ShardIndex
    let federation: Federation
    let interface: InterfaceFiles
    let control: Engine
    let log: Logger
    let spoolFolder: String
    let shelf: ArchiveShelf

    private let transport: Transport
    private let loops: Int
    private var stores: [StoreName: Store] = [:]
    private var server: HTTPServer?
    private(set) var router: Router?

    /// On the shard's loop.
    init(loop: EventLoop, loops: Int, engine: Engine, gatekeeper: Gatekeeper) throws {
        self.loop = loop
        self.loops = loops
        control = engine
        settings = engine.settings
        identity = engine.identity
        spoolFolder = engine.spoolFolder
        shelf = engine.shelf
        log = engine.log
        self.gatekeeper = gatekeeper
        transport = try Transport(loop: loop)
        index = ShardIndex(loop: loop, settings: engine.indexSettings)
        var limits = Federation.Limits()
        limits.stores = settings.limits.answer * 5 / 6
        federation = Federation(loop: loop, index: index, limits: limits) {
            [engine] store, suspects in
            engine.poke(store, suspects: suspects)
        }
        federation.placement = settings.placement
        federation.runJob = { [engine] job in
            try? await engine.loop.ask { await engine.jobs.runNow(job) }
        }
        federation.delegateStore = settings.delegateStore.flatMap { StoreName($0) }
        interface = InterfaceFiles(
            federation,
            from: settings.interfaceStore.flatMap { StoreName($0) }
        )
        index.start()
    }

    /// Binds and begins to serve.
    ///
    /// - Parameter port: 0 lets the kernel choose.
    /// - Returns: The port.
    func serve(port: UInt16, routes: RouteTree<Route>) throws -> UInt16 {
        let router = Router(shard: self, routes: routes)
        let server = try HTTPServer(
            loop: loop,
            configuration: configuration(port),
            handler: router
        )
        try server.start()
        self.router = router
        self.server = server
        return server.port
    }

    var port: UInt16 { server?.port ?? 0 }

    /// What this shard has counted.
    func counted(_ number: Int) -> ShardCounters {
        ShardCounters(
            shard: number,
            answersByClass: router?.counters.byClass ?? [],
            openConnections: server?.counters.openConnections ?? 0,
            refusals: Refusal.Reason.allCases.reduce(0) {
                $0 + (server?.counters.refused($1) ?? 0)
            },
            stores: stores.values.map(StoreCounters.init)
        )
    }

    /// Takes over a newer view of the stores.
    func adopt(_ snapshot: FederationSnapshot) {
        var next: [StoreName: Store] = [:]
        for view in snapshot.stores {
            if let store = stores[view.name], store.configuration == view.configuration {
                next[view.name] = store
            } else {
                next[view.name] = try? Store(
                    view.configuration,
                    on: transport,
                    loop: loop,
                    loops: loops + 1
                )
            }
        }
        for (name, store) in stores where next[name] !== store { store.close() }
        stores = next
        federation.adopt(snapshot, stores: next)
    }

    /// No new connection from now on.
    func stopAccepting() { server?.stopAccepting() }

    /// Finishes what runs, until `deadline`.
    func drain(until deadline: Deadline) async {
        await server?.drain(until: deadline)
        await index.drain(by: deadline)
        server?.close()
        transport.close()
        index.close()
    }

    private func configuration(_ port: UInt16) -> ServerConfiguration {
        let limits = settings.limits
        var result = ServerConfiguration()
        result.address = settings.listen.address
        result.port = port
        result.tls = settings.listen.tls.map {
            TLSIdentity(certificatePEM: $0.certificate, keyPEM: $0.key)
        }
        result.maximumConnections = max(1, limits.connections / loops)
        result.maximumConnectionsPerAddress =
            limits.connectionsPerAddress == 0 ? nil : limits.connectionsPerAddress
        result.limits.bodyBytes = Int64(limits.uploadBytes)
        result.deadlines.head = limits.header
        result.deadlines.idle = limits.idle
        return result
    }
}
