import LoadEngine
import LoadModel
import LoadReport

/// Tells everybody who listens how a run goes: the console, Prometheus, a log of intervals.
final class RunTeller {
    private var watch: RunWatch
    private let console: ConsoleLog?
    private let lines: ProgressLines?
    private let server: MetricsServer?
    private let page: PrometheusText
    private var log: LiveHistogramLog?

    init(_ scenario: Scenario, _ outputs: LiveOutputs) throws {
        watch = RunWatch(scenario)
        lines = outputs.jsonLines ? ProgressLines() : nil
        console = outputs.jsonLines || outputs.quiet ? nil : ConsoleLog()
        let limits = scenario.clauses.flatMap(\.bounds).map(\.limit)
        page = PrometheusText(limits: limits.map { UInt64(max(0, $0 / .microseconds(1))) })
        server = try outputs.server()
        if let address = server?.address {
            let host = address.host.contains(":") ? "[\(address.host)]" : address.host
            Console.complain("metrics at http://\(host):\(address.port)/metrics")
        }
    }

    func tell(_ event: LoadRun.Event) {
        watch.follow(event)
        console?.tell(event, watch)
        lines?.tell(event, watch)
        log?.take(event)
        if let server, case .running(_, let elapsed, let result) = event {
            server.publish(page.text(watch.figures(result, elapsed)))
        }
    }

    func tell(_ verdict: RunVerdict) {
        if let lines { return lines.tell(verdict) }
        Console.say(verdict.sentence)
        for reason in verdict.reasons { Console.say("  \(reason)") }
    }

    /// Writes what is measured to `path` as it goes on, until ``forget()``.
    ///
    /// - Parameter begun: As in ``HistogramLog/init(begun:)``.
    func keep(in path: String?, _ begun: String) throws {
        if let path { log = try LiveHistogramLog(path, begun: begun) }
    }

    /// The results are safe: nobody needs the log of the run any more.
    func forget() {
        log?.remove()
        log = nil
    }

    func end() { server?.stop() }
}
