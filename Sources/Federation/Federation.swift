internal import DICOM
package import EventLoop
package import GlobalIndex
internal import Journal
package import OrthancClient
package import OrthancModel
package import Placement

/// The federation as one shard sees it: plans a question, asks the index and the stores, merges.
///
/// `@unchecked Sendable`: confined to its loop's thread.
package final class Federation: @unchecked Sendable {
    package struct Limits: Sendable {
        /// Most candidates that a find on tags outside the index may look at.
        package var candidates = 20_000
        /// Candidates asked of the stores at a time.
        package var candidateChunk = 64
        /// Most bytes held back until an upload's place is known.
        package var headerBytes = 4 << 20
        /// How long a holder may take to begin its answer while another one could be asked.
        package var patience: Duration = .seconds(2)
        /// How long a store may take to begin any answer of a poll before it is given up.
        package var silence: Duration = .seconds(3)
        /// How long a poll may take; then whoever hasn't answered is given up.
        package var stores: Duration = .seconds(25)
        /// How long an unknown id is looked for in the stores.
        package var probe: Duration = .seconds(2)
        /// A list's text is sent while it is made once it is longer than this.
        package var wholeBytes = 4 << 20

        package init() {}
    }

    package let loop: EventLoop
    package let index: ShardIndex
    package let limits: Limits
    /// The store of the configuration that acts for all towards other servers.
    package var delegateStore: StoreName?
    /// Tells the engine that a store's copy is not what the index says.
    let poke: @Sendable (StoreName, [OrthancID]) -> Void
    /// Has the engine run a job now, if nobody does, and waits until it no longer does. Set once,
    /// before the first request.
    package var runJob: (@Sendable (String) async -> Void)?
    /// Where new data goes. Set once, before the first request.
    package var placement = PlacementRules() {
        didSet { wantedTags = placement.wantedTags }
    }
    private(set) var wantedTags: Set<Tag> = []
    let negatives = NegativeCache()
    var anchors = ListAnchors()
    private(set) lazy var journal = DeleteJournal(index: index) { [unowned self] key in
        guard let view = snapshot[key], isReachable(view) else { return nil }
        return stores[view.name]
    }
    private(set) lazy var calls = CallJournal(
        index: index,
        order: { [unowned self] in ordered($0).map(\.key) },
        reach: { [unowned self] key in
            guard let view = snapshot[key], isReachable(view) else { return nil }
            return stores[view.name]
        }
    )
    /// Uploads for which the store gave another identifier than our header reader.
    package var misjudgedIdentities = 0
    /// Archives that are being made.
    var openArchives = 0
    /// Archives that could not be made whole, or that nobody wanted any more.
    package var cutArchives = 0

    package private(set) var snapshot = FederationSnapshot.empty
    private var stores: [StoreName: Store] = [:]

    package init(
        loop: EventLoop,
        index: ShardIndex,
        limits: Limits = Limits(),
        poke: @escaping @Sendable (StoreName, [OrthancID]) -> Void
    ) {
        self.loop = loop
        self.index = index
        self.limits = limits
        self.poke = poke
    }

    /// Takes over a newer view of all stores, and this loop's clients for them.
    package func adopt(_ snapshot: FederationSnapshot, stores: [StoreName: Store]) {
        loop.assertCurrent()
        for view in snapshot.stores where view.health.isGood {
            guard let former = self.snapshot[view.name], !former.health.isGood else { continue }
            stores[view.name]?.foundUp()
        }
        self.snapshot = snapshot
        self.stores = stores
    }

    /// This loop's client of a store, if it may be called now.
    package func store(_ name: StoreName) -> Store? { stores[name] }

    /// What an answer of the index lacks now.
    ///
    /// - Throws: `.incomplete` when the caller is strict and it lacks something.
    package func indexProvenance(isStrict: Bool) throws(FederationError) -> Provenance {
        let provenance = snapshot.indexProvenance
        guard !isStrict || provenance.isComplete else {
            throw FederationError(.incomplete, doing: "answer", provenance: provenance)
        }
        return provenance
    }

    /// Holders in the order in which they are asked: healthy first, then priority, then name.
    func ordered(_ keys: [StoreKey]) -> [StoreView] {
        keys.compactMap { snapshot[$0] }.sorted {
            if $0.health.isSuspect != $1.health.isSuspect { return $1.health.isSuspect }
            if $0.configuration.priority != $1.configuration.priority {
                return $0.configuration.priority < $1.configuration.priority
            }
            return $0.name < $1.name
        }
    }

    /// In the order in which all of them are asked at once: who takes longest has the question
    /// before the others' have been written.
    func slowestFirst(_ views: [StoreView]) -> [StoreView] {
        views.sorted { $0.health.latency ?? .zero > $1.health.latency ?? .zero }
    }

    func isReachable(_ view: StoreView) -> Bool {
        guard view.health.isUp, let store = stores[view.name] else { return false }
        return store.admits
    }
}
