import JSONText
import Testing

@Suite struct ScannerTests {
    @Test(
        "a text that RFC 8259 allows is read",
        arguments: [
            "null", " true ", "false", "0", "-0", "12", "-3.25", "1e5", "1E+05", "2.5e-3", "\"\"",
            "[]", "{}", "[ ]", "{ }", "[1,[2,[3]]]", "{\"a\":{\"b\":[null]}}",
            "\"\\u00e9\\ud83d\\ude00\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\t\r\n {\"\":\"\"}\n",
            "\"é😀\u{7F}\"", "[\"\\u0000\"]",
        ]
    )
    func reads(text: String) throws {
        _ = try JSONDocument(Array(text.utf8))
    }

    @Test(
        "a text that RFC 8259 does not allow is refused as a syntax error",
        arguments: [
            "", " ", "nul", "truex", "tru", "01", "1.", ".5", "-", "+1", "1e", "1e+", "0x10",
            "[1,]",
            "[,1]", "[1 2]", "[", "]", "{", "}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
            "{\"a\":1 \"b\":2}", "[1}", "{\"a\":1]", "\"", "\"\n\"", "\"\\x\"", "\"\\u12\"",
            "\"\\u12g4\"", "\"\\", "1 2", "{} x", "// c\n1", "NaN", "'a'", "[1]]", "\u{FEFF}1",
            "{1:2}", "\"\t\"",
        ]
    )
    func refuses(text: String) {
        let error = #expect(throws: JSONError.self) { try JSONDocument(Array(text.utf8)) }
        #expect(error?.kind == .syntax)
    }

    @Test(
        "half a surrogate pair is refused",
        arguments: [#""\ud800""#, #""\udc00""#, #""\ud800\u0041""#, #""\ud800x""#, #""\ud800\n""#]
    )
    func refusesHalfPairs(text: String) {
        let error = #expect(throws: JSONError.self) { try JSONDocument(Array(text.utf8)) }
        #expect(error?.kind == .notUTF8)
    }

    @Test(
        "bytes that are not UTF-8 are refused",
        arguments: [
            [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80],
        ] as [[UInt8]]
    )
    func refusesBrokenUTF8(bytes: [UInt8]) {
        let error = #expect(throws: JSONError.self) { try JSONDocument([0x22] + bytes + [0x22]) }
        #expect(error?.kind == .notUTF8)
        #expect(error?.offset == 1)
    }

    @Test("containers nest as deep as the limit and no deeper")
    func limitsDepth() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array(String(repeating: "[", count: depth).utf8)
                + Array(String(repeating: "]", count: depth).utf8)
        }
        _ = try JSONDocument(nested(64))
        #expect(throws: JSONError(.tooDeep, at: 64)) { try JSONDocument(nested(65)) }
        #expect(throws: JSONError(.tooDeep, at: 64)) { try JSONDocument(nested(1_000_000)) }
    }

    @Test("a text longer than the limit is refused before it is read")
    func limitsLength() {
        let limits = JSONLimits(bytes: 4)
        #expect(throws: JSONError(.tooLong, at: 4)) {
            try JSONDocument(Array("[1,2]".utf8), limits: limits)
        }
        #expect(throws: Never.self) { try JSONDocument(Array("[12]".utf8), limits: limits) }
    }

    @Test("values and keys are counted against the limit")
    func limitsNodes() {
        let limits = JSONLimits(nodes: 4)
        #expect(throws: Never.self) { try JSONDocument(Array("[1,2,3]".utf8), limits: limits) }
        #expect(throws: JSONError(.tooMany, at: 7)) {
            try JSONDocument(Array("[1,2,3,4]".utf8), limits: limits)
        }
        #expect(throws: JSONError(.tooMany, at: 9)) {
            try JSONDocument(Array("{\"a\":[1],\"b\":2}".utf8), limits: limits)
        }
    }

    @Test("an error says where reading stopped and repeats nothing of the text")
    func errorIsSilent() throws {
        let error = #expect(throws: JSONError.self) {
            try JSONDocument(Array("{\"PatientName\":\"Doe\",}".utf8))
        }
        #expect(error == JSONError(.syntax, at: 21))
        #expect(try #require(error).description == "read JSON: syntax error at byte 21")
    }
}
