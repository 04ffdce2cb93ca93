import OrthancModel
import Testing

@testable import OrthancClient

@Suite("Reading a list of ids as it arrives")
struct IDListScannerTests {
    private static let ids = (0..<5).map { OrthancID(hashing: [[UInt8($0)]]) }
    private static let text =
        "[\n   " + ids.map { "\"\($0)\"" }.joined(separator: ",\n   ") + "\n]\n"

    private func scan(_ pieces: [[UInt8]]) throws -> ([OrthancID], Bool) {
        var scanner = IDListScanner()
        var found: [OrthancID] = []
        for piece in pieces { try scanner.feed(piece, into: &found) }
        return (found, scanner.isComplete)
    }

    @Test("Wherever the pieces are cut, the ids are the same", arguments: [1, 2, 7, 44, 47, 1000])
    func pieces(size: Int) throws {
        let bytes = Array(Self.text.utf8)
        let pieces = stride(from: 0, to: bytes.count, by: size).map {
            Array(bytes[$0..<min($0 + size, bytes.count)])
        }
        let (found, isComplete) = try scan(pieces)
        #expect(found == Self.ids && isComplete)
    }

    @Test("A list that is cut anywhere is not complete")
    func cut() throws {
        let bytes = Array(Self.text.utf8)
        for length in 0..<(bytes.count - 2) {
            let (found, isComplete) = try scan([Array(bytes[..<length])])
            #expect(!isComplete && found.count <= Self.ids.count)
        }
    }

    @Test("An empty list is a list")
    func empty() throws {
        #expect(try scan([Array(" [ ] ".utf8)]).1)
    }

    @Test(
        "Anything else is refused where it starts",
        arguments: [
            ("{}", 0), ("[1]", 1), ("[\"x\"]", 2), ("[]]", 2), ("[,", 1), ("[null]", 1),
            ("[\"00000000-00000000-00000000-00000000-0000000G\"]", 45),
            ("[\"00000000-00000000-00000000-00000000-0000000A\"]", 45),
            ("[\"00000000-00000000-00000000-00000000-00000000x", 46),
            ("[\"000000000", 10), ("[\"0000\\u0030", 6),
        ]
    )
    func refusals(text: String, offset: Int) {
        #expect(throws: IDListScanner.Fault(offset: offset)) { try scan([Array(text.utf8)]) }
    }

    @Test("A comma must be followed by an id")
    func trailingComma() {
        let text = "[\"\(Self.ids[0])\",]"
        #expect(throws: IDListScanner.Fault(offset: text.utf8.count - 1)) {
            try scan([Array(text.utf8)])
        }
    }
}

@Suite("A resource's tags as the index keeps them")
struct CompactTests {
    @Test(
        "White space between tokens goes, that inside values stays",
        arguments: [
            ("{}", "{}"), (" { \n\t} ", "{}"), (#"{"a" : "b c"}"#, #"{"a":"b c"}"#),
            (#"{"a" : "\" : \\" , "b":[ 1 , 2 ]}"#, #"{"a":"\" : \\","b":[1,2]}"#),
        ]
    )
    func compact(text: String, expected: String) {
        let bytes = StoreResource.compact(ArraySlice(text.utf8))
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }
}
