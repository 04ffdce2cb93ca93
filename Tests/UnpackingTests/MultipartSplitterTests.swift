import Testing
import Unpacking

@Suite struct MultipartSplitterTests {
    private let body = Array(
        ("--xyz\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\none\r\n--x\r\n"
            + "--xyz\r\n\r\n\r\n--xyz--\r\n").utf8
    )

    private func parts(_ pieceLength: Int) throws -> [[UInt8]] {
        var splitter = try #require(MultipartSplitter(boundary: "xyz"))
        var result: [[UInt8]] = []
        var open: [UInt8] = []
        for start in stride(from: 0, to: body.count, by: pieceLength) {
            let piece = Array(body[start..<min(start + pieceLength, body.count)])
            for event in try splitter.feed(piece) {
                switch event {
                case .partBegan: open = []
                case .bytes(let bytes): open += bytes
                case .partEnded: result.append(open)
                case .bodyEnded: break
                }
            }
        }
        try splitter.finish()
        return result
    }

    @Test("parts come out the same however the body is cut", arguments: [1, 2, 3, 7, 1000])
    func anyPieces(length: Int) throws {
        #expect(try parts(length) == [Array("one\r\n--x".utf8), []])
    }

    @Test("a body without its closing delimiter is malformed")
    func cut() throws {
        var splitter = try #require(MultipartSplitter(boundary: "xyz"))
        _ = try splitter.feed(Array(body.dropLast(10)))
        #expect(throws: MultipartSplitter.Problem.malformed) { try splitter.finish() }
    }

    @Test("endless part headers are refused")
    func endlessHeaders() throws {
        var splitter = try #require(MultipartSplitter(boundary: "xyz"))
        _ = try splitter.feed(Array("--xyz\r\n".utf8))
        #expect(throws: MultipartSplitter.Problem.headersTooLong) {
            _ = try splitter.feed([UInt8](repeating: 0x41, count: 20_000))
        }
    }

    @Test("the boundary is read from the content type, quoted or not")
    func boundary() {
        #expect(MultipartSplitter.boundary(of: "multipart/form-data; boundary=ab") == "ab")
        #expect(MultipartSplitter.boundary(of: "Multipart/Form-Data; x=1; Boundary=\"ab\"") == "ab")
        #expect(MultipartSplitter.boundary(of: "application/dicom") == nil)
    }
}
