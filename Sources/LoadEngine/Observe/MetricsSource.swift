internal import LoadModel

/// The metrics of one server, in the text form of Prometheus.
///
/// Answers are hostile: they have a limit in size and time, redirects are not followed.
final class MetricsSource: ResourceSource {
    let name: String
    let every: Duration
    private let server: String
    private let reader: AnswerReader
    private let names = MetricRule.names()

    /// - Parameters:
    ///   - settings: Whose `base` is the whole URL.
    ///   - server: Stands before the names of parts that say not whose they are.
    init(
        _ settings: TargetSettings,
        server: String,
        every: Duration
    ) throws(LoadError) {
        self.server = server
        self.every = every
        name = "metrics of \(server)"
        var settings = settings
        settings.timeout = Observatory.patience
        // A look in between must find the server as it is, whatever it does with idle connections.
        reader = try AnswerReader(
            settings,
            name: name,
            limitBytes: MetricsText.limitBytes,
            keepsConnection: false
        )
    }

    func look() throws(LookError) -> [Sighting] {
        let (status, answer) = try reader.ask()
        guard status == 200 else { throw LookError("answered with status \(status)") }
        let samples: [MetricSample]
        do {
            samples = try MetricsText(keeping: names).read(answer)
        } catch {
            throw LookError("the answer is no Prometheus text: \(error)")
        }
        let sightings = MetricRule.sightings(samples, server: server)
        guard !sightings.isEmpty else { throw LookError("has no metric that is known here") }
        return sightings
    }
}
