import Basics
import Dispatch
import EventLoop
import HTTPServer

/// A server on a loop of its own, closed at the end of the test's body.
final class RunningServer: @unchecked Sendable {
    let loop: EventLoop
    let server: HTTPServer
    var port: UInt16 { server.port }

    private init(_ loop: EventLoop, _ server: HTTPServer) {
        self.loop = loop
        self.server = server
    }

    static func with<Result>(
        _ configuration: ServerConfiguration,
        _ answer: @escaping @Sendable (ServerExchange) -> Void,
        test: (RunningServer) async throws -> Result
    ) async throws -> Result {
        let loop = try EventLoop(name: "test")
        let handler = ClosureHandler(answer)
        let server = try HTTPServer(loop: loop, configuration: configuration, handler: handler)
        let running = RunningServer(loop, server)
        try loop.start()
        running.onLoop { try? server.start() }
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await test(running)) } catch { result = .failure(error) }
        running.onLoop { server.close() }
        loop.stop()
        loop.join()
        return try result.get()
    }

    static func with<Result>(
        _ answer: @escaping @Sendable (ServerExchange) -> Void,
        test: (RunningServer) async throws -> Result
    ) async throws -> Result {
        try await with(patient, answer, test: test)
    }

    /// Waits longer for heads than the tests may take on a busy machine.
    static var patient: ServerConfiguration {
        var configuration = ServerConfiguration()
        configuration.deadlines.head = .seconds(60)
        return configuration
    }

    /// Runs `body` on the loop and waits for it.
    func onLoop<Result: Sendable>(_ body: @escaping @Sendable () -> Result) -> Result {
        let done = DispatchSemaphore(value: 0)
        let box = Locked<Result?>(nil)
        loop.post {
            let result = body()
            box.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        guard let result = box.withLock({ $0 }) else { preconditionFailure("the loop ran it") }
        return result
    }

    var counters: ServerCounters { onLoop { [server] in server.counters } }

    /// Looks again until `condition` holds, at most twenty seconds.
    func eventually(_ condition: @Sendable (ServerCounters) -> Bool) async -> Bool {
        for _ in 0..<2000 {
            if condition(counters) { return true }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    func client(receiveBuffer: Int32? = nil) throws -> RawClient {
        try RawClient(port: port, receiveBuffer: receiveBuffer)
    }
}

private final class ClosureHandler: RequestHandler {
    private let body: @Sendable (ServerExchange) -> Void

    init(_ body: @escaping @Sendable (ServerExchange) -> Void) { self.body = body }

    func handle(_ exchange: ServerExchange) { body(exchange) }
}

/// Answers with what it saw: method, path and the body's size.
func echo(_ exchange: ServerExchange) {
    exchange.loop.spawn {
        let body = (try? await exchange.collectBody(limitBytes: 1 << 20)) ?? []
        let path = exchange.head.path.joined(separator: "/")
        let text = "\(exchange.head.method.rawValue) /\(path) \(body.count)"
        exchange.respond(status: 200, bytes: Array(text.utf8))
    }
}

func get(_ target: String, _ headers: String = "") -> String {
    "GET \(target) HTTP/1.1\r\nHost: x\r\n\(headers)\r\n"
}
