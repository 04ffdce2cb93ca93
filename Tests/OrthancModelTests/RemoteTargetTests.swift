import JSONText
import OrthancModel
import Testing

@Suite struct RemoteTargetTests {
    private static func target(_ text: String) throws -> RemoteTarget? {
        RemoteTarget(try JSONValue(Array(text.utf8)))
    }

    @Test(
        "settings of one server in all forms lead to one target",
        arguments: [
            (#"["A","h",104]"#, #"{"AET":"A","Host":"h","Port":104,"AllowEcho":true}"#),
            (#"["A","h","104","Generic"]"#, #"["A","h",104]"#),
            (#"["http://h:1/"]"#, #"{"Url":"http://h:1/","Username":"u"}"#),
            (#"["http://h:1","u","p"]"#, #"{"Url":"http://h:1/"}"#),
        ]
    )
    func same(one: String, other: String) throws {
        let target = try #require(try Self.target(one))
        #expect(try Self.target(other) == target)
    }

    @Test(
        "another name, host, port or URL is another target",
        arguments: [
            (#"["A","h",104]"#, #"["A","h",105]"#), (#"["A","h",104]"#, #"["B","h",104]"#),
            (#"["A","h",104]"#, #"["A","g",104]"#), (#"["http://h:1/"]"#, #"["http://h:2/"]"#),
        ]
    )
    func different(one: String, other: String) throws {
        #expect(try Self.target(one) != Self.target(other))
    }

    @Test("what leads nowhere is no target", arguments: ["{}", "[]", "3", #"{"AET":"A"}"#])
    func nowhere(text: String) {
        let value = try? JSONValue(Array(text.utf8))
        #expect(value.flatMap { RemoteTarget($0) } == nil)
    }
}
