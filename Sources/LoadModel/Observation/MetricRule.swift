/// How known metrics become a part that can be busy. Metrics without a rule are ignored.
package struct MetricRule: Sendable {
    enum Limit: Sendable {
        case fixed(Double, String)
        /// Another metric, and what it counts.
        case metric(String, String)
    }

    /// `%` stands for the label's value.
    let part: String
    /// Names an own part for each value; samples are summed up over all other labels.
    let label: String?
    /// Summed up.
    let used: [String]
    let isTotal: Bool
    /// What the look itself adds.
    var own = 0.0
    let limit: Limit
    var wait: String?
    var measure = Sighting.Measure.share

    /// Orthanc's own, and those of our gateway.
    ///
    /// Sources: Orthanc 1.10.1's `/tools/metrics-prometheus`, which counts the look itself among
    /// its requests; Orthanc Book, "Configuration", HttpThreadsCount and ConcurrentJobs, which are
    /// in no metric: their defaults are taken. docs/operations.md for ours.
    package static let known = [
        MetricRule(
            part: "HTTP threads",
            label: nil,
            used: ["orthanc_rest_api_active_requests"],
            isTotal: false,
            own: 1,
            limit: .fixed(50, "50 threads")
        ),
        MetricRule(
            part: "jobs",
            label: nil,
            used: ["orthanc_jobs_running"],
            isTotal: false,
            limit: .fixed(2, "2 at a time"),
            wait: "orthanc_jobs_pending"
        ),
        MetricRule(
            part: "store % connections",
            label: "store",
            used: ["isengard_store_busy_seconds_total"],
            isTotal: true,
            limit: .metric("isengard_store_requests_limit", "requests"),
            wait: "isengard_store_queued_seconds_total"
        ),
        MetricRule(
            part: "store %",
            label: "store",
            used: ["isengard_store_busy_seconds_total", "isengard_store_queued_seconds_total"],
            isTotal: true,
            limit: .fixed(1, Sighting.lineLimit),
            measure: .line
        ),
    ]

    /// Every metric that a rule of `rules` reads.
    package static func names(_ rules: [MetricRule] = known) -> Set<String> {
        var names: Set<String> = []
        for rule in rules {
            names.formUnion(rule.used)
            if let wait = rule.wait { names.insert(wait) }
            if case .metric(let name, _) = rule.limit { names.insert(name) }
        }
        return names
    }

    /// The parts that `samples` tell of.
    ///
    /// - Parameter server: Stands before names that say of themselves not whose they are.
    package static func sightings(
        _ samples: [MetricSample],
        server: String,
        _ rules: [MetricRule] = known
    ) -> [Sighting] {
        rules.flatMap { $0.sightings(samples, server) }
    }

    private func sightings(_ samples: [MetricSample], _ server: String) -> [Sighting] {
        guard let label else {
            return [sighting(samples, named: server.isEmpty ? part : "\(server) \(part)")]
                .compactMap { $0 }
        }
        var groups: [String: [MetricSample]] = [:]
        for sample in samples {
            guard let value = sample.labels[label], Self.isName(value) else { continue }
            groups[value, default: []].append(sample)
        }
        return groups.sorted { $0.key < $1.key }.compactMap { value, samples in
            let name = part.split(separator: "%", omittingEmptySubsequences: false)
                .joined(separator: value)
            return sighting(samples, named: name)
        }
    }

    private func sighting(_ samples: [MetricSample], named name: String) -> Sighting? {
        let sums = used.compactMap { Self.sum(samples, $0) }
        guard sums.count == used.count, let (capacity, text) = limit(samples) else { return nil }
        let value = max(0, sums.reduce(0, +) - own)
        let wait = wait.flatMap { Self.sum(samples, $0) }
        return Sighting(
            name,
            used: isTotal ? .total(value) : .level(value),
            of: capacity,
            limit: text,
            wait: wait.map { isTotal ? .total($0) : .level($0) },
            measure: measure
        )
    }

    private func limit(_ samples: [MetricSample]) -> (Double, String)? {
        switch limit {
        case .fixed(let value, let text): return (value, text)
        case .metric(let name, let unit):
            guard let value = Self.sum(samples, name), value > 0, value < 1e9 else { return nil }
            return (value, "\(Int(value)) \(unit)")
        }
    }

    /// Nil where there is no such sample, or one of them is no finite number.
    private static func sum(_ samples: [MetricSample], _ name: String) -> Double? {
        let values = samples.filter { $0.name == name }.map(\.value)
        let sum = values.reduce(0, +)
        return values.isEmpty || !sum.isFinite ? nil : sum
    }

    /// A label's value goes into reports: store names alone.
    private static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte) || byte == 0x2d
            }
    }
}
