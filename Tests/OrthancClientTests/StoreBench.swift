import Basics
import EventLoop
import HTTPClient
import OrthancClient
import OrthancModel
import Testing

/// A loop on which a test asks one store.
enum StoreBench {
    static func run(
        url: String,
        user: String? = nil,
        password: String? = nil,
        configure: @escaping @Sendable (inout StoreConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (Store) async throws -> Void
    ) async throws {
        let loop = try EventLoop(name: "test")
        try loop.start()
        defer {
            loop.stop()
            loop.join()
        }
        let outcome: Result<Void, any Error> = await withUnsafeContinuation { continuation in
            loop.post {
                loop.spawn {
                    do {
                        var configuration = StoreConfiguration(name: StoreName("test")!, url: url)
                        configuration.username = user
                        configuration.password = password.map { Secret($0) }
                        configuration.connect = .seconds(10)
                        configure(&configuration)
                        let transport = try Transport(loop: loop)
                        defer { transport.close() }
                        let store = try Store(configuration, on: transport, loop: loop, loops: 1)
                        continuation.resume(returning: .success(try await body(store)))
                    } catch {
                        continuation.resume(returning: .failure(error))
                    }
                }
            }
        }
        try outcome.get()
    }
}

/// A channel that holds all of `bytes` already.
func channel(of bytes: [UInt8]) -> ByteChannel {
    let channel = ByteChannel(capacity: max(1, bytes.count))
    channel.write(bytes)
    channel.finish()
    return channel
}

/// What the failing call threw.
func failure<Value>(
    of call: () async throws(StoreError) -> Value
) async throws -> StoreError {
    do {
        _ = try await call()
    } catch {
        return error
    }
    throw Unexpected("the call succeeded")
}

struct Unexpected: Error {
    let what: String
    init(_ what: String) { self.what = what }
}

/// `#expect` for what the macro can't take apart: typed errors, mutating calls.
func check(
    _ condition: Bool,
    _ comment: Comment? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(condition, comment, sourceLocation: sourceLocation)
}
