import Testing

@testable import HTTPClient

@Suite("Reading an answer's head")
struct HeadParserTests {
    private func parse(_ lines: [String]) -> (HeadParser, HeadParser.Step) {
        var parser = HeadParser()
        parser.reset()
        var step = HeadParser.Step.more
        for line in lines {
            step = Array(line.utf8).withUnsafeBytes { parser.take($0) }
            if case .refused = step { break }
        }
        return (parser, step)
    }

    @Test("Names are found whatever their case, values without blanks around them")
    func lookup() {
        let (parser, step) = parse([
            "HTTP/1.1 200 OK\r\n", "Content-Type: \t text/plain  \r\n", "A:1\r\n", "a: 2\r\n",
            "Empty:\r\n", "\r\n",
        ])
        #expect(step == .complete)
        #expect(parser.headers["content-TYPE"] == "text/plain")
        #expect(parser.headers.values("A") == ["1", "2"])
        #expect(parser.headers["empty"] == "")
        #expect(parser.headers["Conten"] == nil)
        #expect(parser.headers.fields.map(\.name) == ["Content-Type", "A", "a", "Empty"])
        #expect(parser.headers.select(["A", "Content-Type"]).map(\.1) == ["text/plain", "1", "2"])
    }

    @Test(
        "What no honest server sends is refused",
        arguments: [
            ["HTTP/2 200\r\n"], ["HTTP/1.1 2x0 OK\r\n"], ["HTTP/1.1 099 Low\r\n"],
            ["ICY 200 OK\r\n"],
            ["HTTP/1.1 200 OK\r\n", "no colon\r\n"],
            ["HTTP/1.1 200 OK\r\n", "A: 1\r\n", " folded: 2\r\n"],
            ["HTTP/1.1 200 OK\r\n", "Bad Name: 1\r\n"],
            ["HTTP/1.1 200 OK\r\n", ": 1\r\n"],
            ["HTTP/1.1 200 OK\r\n", "A: b\rc\r\n"],
            ["HTTP/1.1 200 OK\r\n", "A: b\u{0}c\r\n"],
            ["HTTP/1.1 200 OK\r\n", "Content-Length: 1\r\n", "content-length: 2\r\n"],
            ["HTTP/1.1 200 OK\r\n", "Content-Length: -1\r\n"],
            ["HTTP/1.1 200 OK\r\n", "Content-Length: 9999999999999999999\r\n"],
            ["HTTP/1.1 200 OK\r\n", "Content-Length: 1, 1\r\n"],
            ["HTTP/1.1 200 OK\r\n", "Transfer-Encoding: gzip\r\n"],
            ["HTTP/1.1 200 OK\r\n", "Transfer-Encoding: chunked, chunked\r\n"],
            [
                "HTTP/1.1 200 OK\r\n", "Content-Length: 1\r\n", "Transfer-Encoding: chunked\r\n",
                "\r\n",
            ],
            ["\r\n"],
        ]
    )
    func refusals(lines: [String]) {
        let (_, step) = parse(lines)
        guard case .refused = step else {
            Issue.record("taken: \(lines)")
            return
        }
    }

    @Test("Headers, bytes and interim answers are limited")
    func limits() {
        let ok = "HTTP/1.1 200 OK\r\n"
        let many = (0...HeadParser.maxHeaders).map { "X-\($0): 1\r\n" }
        #expect(parse([ok] + many).1 == .refused("too many headers"))
        #expect(parse([ok] + many.dropLast() + ["\r\n"]).1 == .complete)
        let long = "X: \(String(repeating: "a", count: 700))\r\n"
        #expect(
            parse([ok] + Array(repeating: long, count: 99)).1
                == .refused("more than 65536 head bytes")
        )
        let interim = ["HTTP/1.1 103 Early\r\n", "Link: x\r\n", "\r\n"]
        #expect(parse((0..<8).flatMap { _ in interim } + [ok, "\r\n"]).1 == .complete)
        let endless = parse((0..<9).flatMap { _ in interim })
        #expect(endless.1 == .refused("too many interim answers"))
    }

    @Test("An interim answer leaves nothing behind")
    func interim() {
        let (parser, step) = parse([
            "HTTP/1.1 103 Early\r\n", "Content-Length: 9\r\n", "A: 1\r\n", "\r\n",
            "HTTP/1.1 201 Made\r\n", "Content-Length: 3\r\n", "\r\n",
        ])
        #expect(step == .complete)
        #expect(parser.status == 201 && parser.contentLength == 3 && parser.headers["A"] == nil)
    }
}
