/// Why and how a request is answered without its handler.
package struct Refusal: Sendable, Equatable {
    /// A rule that the request broke. Closed, so that it can label a counter.
    ///
    /// The order is the table by which the gate judges: of several broken rules the first counts.
    /// Each has its test in ``HeadSurvey`` (up to `expectation`) or ``RequestTarget``.
    package enum Reason: Int, Sendable, CaseIterable {
        case targetTooLong, tooManyHeaders, headersTooLarge, hiddenBytes, version, methodName
        case headerName, headerValue, hostMissing, hostRepeated, hostMalformed
        case contentLengthRepeated, contentLengthBesideTransferEncoding, transferEncoding
        case contentLengthMalformed, bodyTooLarge, upgrade, expectation
        case methodOverride
        case targetForm, targetCharacter, targetEncoding, dotSegment, forbiddenCharacter
        case method
        /// libmicrohttpd answered by itself, before the gate saw the head.
        case malformedHead
        /// The handler took longer than its deadline.
        case handlerDeadline
    }

    package let status: Int
    package let reason: Reason
    /// The connection ends after the answer, because its framing can't be trusted.
    package let closes: Bool

    init(_ reason: Reason) { self.init(status: reason.status, reason: reason) }

    package init(status: Int, reason: Reason, closes: Bool = true) {
        self.status = status
        self.reason = reason
        self.closes = closes
    }
}

extension Refusal.Reason {
    var status: Int {
        switch self {
        case .version: 505
        case .targetTooLong: 414
        case .tooManyHeaders, .headersTooLarge: 431
        case .bodyTooLarge: 413
        case .expectation: 417
        case .handlerDeadline: 503
        default: 400
        }
    }
}

/// A small answer, whole.
package struct PlainAnswer: Sendable {
    package var headers: [(String, String)]
    package var bytes: [UInt8]

    package init(headers: [(String, String)] = [], bytes: [UInt8] = []) {
        self.headers = headers
        self.bytes = bytes
    }
}

/// Gives a refusal its body. Called on the loop.
package typealias RefusalWriter = @Sendable (Refusal) -> PlainAnswer
