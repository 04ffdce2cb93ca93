import HTTPServer

/// Something that the configuration names can't be had now, in one line.
struct StartError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// Runs `body`; what it throws is said of `key` in the configuration file.
    static func naming<Result>(
        _ key: String,
        in settings: GatewaySettings,
        _ body: () throws -> Result
    ) throws -> Result {
        do {
            return try body()
        } catch let error as ConfigurationError {
            throw error
        } catch let error as ServerError where error.kind == .certificate {
            throw StartError("\(settings.file): listen.tls: \(error)")
        } catch {
            throw StartError("\(settings.file): \(key): \(error)")
        }
    }
}
