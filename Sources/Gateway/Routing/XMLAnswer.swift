import Basics
import EventLoop
import JSONText

/// JSON answers as XML, for who asks for that.
enum XMLAnswer {
    /// Whether an `Accept` asks for XML, read as Orthanc does: cut at semicolons and not at
    /// commas, case counts, the last word wins.
    ///
    /// Source: live Orthancs 1.10.1 and 1.12.7.
    static func isWanted(_ accept: String?) -> Bool {
        guard let accept, accept.contains("application/xml") else { return false }
        let asked = accept.split(separator: ";").last {
            $0 == "application/xml" || $0 == "application/json"
        }
        return asked == "application/xml"
    }

    /// The same answer as XML, when it is JSON; any other one stays as it is.
    static func made(of response: Response, on loop: EventLoop) -> Response {
        guard let type = response.headers.firstIndex(where: { $0.0 == "Content-Type" }),
            response.headers[type].1 == Response.jsonType
        else { return response }
        var result = response
        result.headers[type].1 = "application/xml; charset=utf-8"
        switch response.body {
        case .bytes(let bytes):
            var converter = XMLText()
            result.body = .bytes(converter.feed(bytes))
        case .channel(let channel, _):
            result.body = .channel(converted(channel, on: loop), length: nil)
        }
        return result
    }

    private static func converted(_ json: ByteChannel, on loop: EventLoop) -> ByteChannel {
        let xml = ByteChannel(capacity: json.capacity)
        loop.spawn {
            var converter = XMLText()
            while let piece = await json.nextPiece() {
                guard await xml.writeAll(converter.feed(piece)) else { return json.abandon() }
            }
            if json.end == .complete { xml.finish() } else { xml.fail() }
        }
        return xml
    }
}
