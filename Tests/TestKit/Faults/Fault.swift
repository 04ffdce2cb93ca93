/// What a `FaultProxy` does to the bytes between a client and its server.
package enum Fault: Sendable, Equatable {
    /// Nothing: all bytes pass.
    case pass
    /// Connections are accepted; no byte goes either way, those under way stop too.
    case pause
    /// Nobody listens.
    case refuse
    /// Connections are accepted, read once and reset (RST); those under way are reset at once.
    case reset
    /// The answer comes at this rate.
    case slow(bytesPerSecond: Int)
    /// Each piece of the answer comes this much later.
    case latency(Duration)
    /// An answer that isn't HTTP; the server is not asked.
    case garbage
    /// The answer's head passes, then this many bytes of its body, then the connection ends.
    case truncated(afterBodyBytes: Int)
    /// A status line and headers without end; the server is not asked.
    case endlessHeaders
    /// A body of this many bytes, all of them blanks, announced correctly; the server is not asked.
    case hugeAnswer(bytes: Int64)
    /// So many bytes of any answer pass from now on, then the connection ends.
    case cut(afterBytes: Int)
    /// The answer's Content-Length is off by this much: more than there is, or less.
    case wrongLength(by: Int)
    /// The request reaches the server, which acts; its answer is dropped and the connection ends.
    case swallowReply

    /// What is sent in place of the server's answer.
    var invention: Invention? {
        switch self {
        case .garbage: .garbage
        case .endlessHeaders: .endlessHeaders
        case .hugeAnswer(let bytes): .blanks(bytes)
        default: nil
        }
    }

    enum Invention {
        case garbage, endlessHeaders
        case blanks(Int64)
    }
}
