import Basics
import Federation
import GlobalIndex
import HTTPServer
import OrthancClient
import OrthancModel
import Telemetry

/// `/tools/metrics-prometheus`: Orthanc's own names over the union, and ours per store.
enum MetricsRoutes {
    static var all: [Route] {
        [
            Route(
                .get,
                "/tools/metrics-prometheus",
                .gateway,
                "Orthanc's own names over the union, and ours for each store.",
                failure: .partial,
                gives: .text,
                answer: metrics
            )
        ]
    }

    private static func metrics(_ context: RequestContext, _ shard: Shard) async throws -> Response
    {
        var text = PrometheusText(milliseconds: WallClock.unixMilliseconds())
        guard shard.control.switches.givesMetrics else { return prometheus(text) }
        if let totals = try? await shard.federation.totals() {
            text.add("orthanc_count_patients", totals.patients)
            text.add("orthanc_count_studies", totals.studies)
            text.add("orthanc_count_series", totals.series)
            text.add("orthanc_count_instances", totals.instances)
            text.add("orthanc_disk_size_mb", Int(totals.bytes >> 20))
            text.add("orthanc_uncompressed_size_mb", Int(totals.bytes >> 20))
        }
        for store in shard.federation.snapshot.stores {
            let name = ["store": store.name.description] as KeyValuePairs
            text.add("isengard_store_up", name, store.health.isUp ? 1 : 0)
            text.add("isengard_store_imported", name, store.isImported ? 1 : 0)
            text.add("isengard_store_lag_seconds", name, store.ageSeconds ?? -1)
            text.add(
                "isengard_store_latency_seconds",
                name,
                store.health.latency?.seconds ?? 0
            )
        }
        for counters in try await shard.control.shardCounters() { counters.add(to: &text) }
        return prometheus(text)
    }

    private static func prometheus(_ text: PrometheusText) -> Response {
        Response(
            headers: [("Content-Type", "text/plain; version=0.0.4")],
            body: .bytes(text.bytes)
        )
    }
}

/// What one shard has counted, at one moment.
struct ShardCounters: Sendable {
    let shard: Int
    let answersByClass: [Int]
    let openConnections: Int
    let refusals: Int
    let stores: [StoreCounters]

    func add(to text: inout PrometheusText) {
        let number = String(shard)
        for (index, count) in answersByClass.enumerated() where index > 0 {
            text.add(
                "isengard_answers_total",
                ["shard": number, "class": "\(index)xx"],
                count
            )
        }
        text.add("isengard_connections", ["shard": number], openConnections)
        text.add("isengard_refusals_total", ["shard": number], refusals)
        for store in stores { store.add(to: &text, shard: number) }
    }
}

/// How one shard has used one store, at one moment.
struct StoreCounters: Sendable {
    let name: StoreName
    let limit: Int
    let busySeconds: Double
    let queuedSeconds: Double

    init(_ store: Store) {
        name = store.name
        limit = store.maximumRequests
        (busySeconds, queuedSeconds) = store.usage()
    }

    func add(to text: inout PrometheusText, shard: String) {
        let labels = ["store": name.description, "shard": shard] as KeyValuePairs
        text.add("isengard_store_requests_limit", labels, limit)
        text.add("isengard_store_busy_seconds_total", labels, busySeconds)
        text.add("isengard_store_queued_seconds_total", labels, queuedSeconds)
    }
}
