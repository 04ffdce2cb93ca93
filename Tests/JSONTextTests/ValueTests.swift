import JSONText
import Testing

@Suite struct ValueTests {
    @Test("a tree keeps integers and reals apart, and the last of duplicate keys")
    func readsTree() throws {
        let text = #"{"b":[1,2.0,1e2,true,null],"a":"x","a":{"é":-7}}"#
        let value = try JSONValue(Array(text.utf8))
        #expect(
            value == [
                "a": ["é": -7], "b": [1, .real(2), .real(100), true, .null],
            ]
        )
        #expect(value["b"]?.array?[0].integer == 1)
        #expect(value["b"]?.array?[1].integer == nil)
    }

    @Test("integers beyond 64 bits become reals, numbers beyond a double are refused")
    func limitsNumbers() throws {
        #expect(try JSONValue(Array("18446744073709551616".utf8)) == .real(18446744073709551616))
        #expect(throws: JSONError(.numberOutOfRange, at: 1)) {
            try JSONValue(Array("[1e999]".utf8))
        }
    }

    @Test("members stand in the order of their keys' bytes")
    func sortsMembers() {
        let object = JSONObject([("b", 1), ("", 2), ("Z", 3), ("é", 4), ("ba", 5), ("b", 6)])
        #expect(object.map(\.key) == ["", "Z", "b", "ba", "é"])
        #expect(object["b"] == 6)
    }

    @Test("keys that only look alike are different keys")
    func comparesBytes() {
        let composed = "\u{E9}"
        let decomposed = "e\u{301}"
        let object = JSONObject([(composed, 1), (decomposed, 2)])
        #expect(object.count == 2)
        #expect(object[composed] == 1)
        #expect(object[decomposed] == 2)
    }

    @Test("a member is added, replaced and removed by its key")
    func setsMembers() {
        var object = JSONObject()
        object["b"] = 1
        object["a"] = 2
        object["b"] = 3
        #expect(object == JSONObject([("a", 2), ("b", 3)]))
        object["a"] = nil
        #expect(object == JSONObject([("b", 3)]))
        #expect(object["a"] == nil && object["b"] == 3)
        #expect((["x": 1] as JSONValue)["y"] == nil)
    }
}
