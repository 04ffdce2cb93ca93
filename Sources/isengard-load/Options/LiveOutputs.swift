import ArgumentParser
import LoadEngine

/// What tells how a load goes while it does.
struct LiveOutputs: ParsableArguments {
    @Option(
        name: .long,
        help: """
            Let Prometheus read the running figures at this address: 127.0.0.1:9091, [::1]:9091 \
            or a port of 127.0.0.1.
            """
    )
    var metrics: String?

    @Flag(name: .long, help: "Tell the progress as JSON on standard output, one object a line.")
    var jsonLines = false

    @Flag(name: .shortAndLong, help: "Print the verdict only.")
    var quiet = false

    /// Who answers Prometheus; nil if nobody is to.
    func server() throws -> MetricsServer? {
        guard let metrics else { return nil }
        guard let address = ListenAddress(metrics) else {
            throw ValidationError("--metrics \(metrics): expected ADDRESS:PORT or PORT")
        }
        do throws(LoadError) {
            return try MetricsServer(address)
        } catch {
            throw ValidationError("--metrics \(metrics): \(error)")
        }
    }
}
