internal import Basics
internal import CCurl
internal import LoadModel

/// The metrics of one server, in the text form of Prometheus.
///
/// Answers are hostile: they have a limit in size and time, redirects are not followed.
final class MetricsSource: ResourceSource {
    let name: String
    let every: Duration
    private let server: String
    private let easy: EasyHandle
    private let handle: TargetHandle
    private let names = MetricRule.names()
    fileprivate var answer: [UInt8] = []

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
        let url = settings.base
        handle = TargetHandle(settings)
        easy = try EasyHandle()
        handle.configure(easy)
        easy.set(CURLOPT_HTTPGET, 1)
        easy.set(CURLOPT_URL, url)
        // A look in between must find the server as it is, whatever it does with idle connections.
        easy.set(CURLOPT_FORBID_REUSE, 1)
        easy.set(CURLOPT_WRITEFUNCTION, onMetrics)
        easy.set(CURLOPT_WRITEDATA, pointer: Unmanaged.passUnretained(self).toOpaque())
    }

    func look() throws(LookError) -> [Sighting] {
        answer.removeAll(keepingCapacity: true)
        let code = curl_easy_perform(easy.raw)
        guard answer.count <= MetricsText.limitBytes else {
            throw LookError("the answer is larger than 4 MiB")
        }
        guard code == CURLE_OK else { throw LookError(Self.text(code)) }
        let status = easy.number(CURLINFO_RESPONSE_CODE)
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

    private static func text(_ code: CURLcode) -> String {
        code == CURLE_OPERATION_TIMEDOUT
            ? "no answer within \(Observatory.patience)"
            : String(cString: curl_easy_strerror(code))
    }
}

/// Stops the transfer once the answer is larger than it may be.
private func onMetrics(
    _ data: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let data, let context else { return 0 }
    let source = Unmanaged<MetricsSource>.fromOpaque(context).takeUnretainedValue()
    let bytes = UnsafeRawBufferPointer(start: data, count: size * count)
    source.answer.append(contentsOf: bytes)
    return source.answer.count <= MetricsText.limitBytes ? size * count : 0
}
