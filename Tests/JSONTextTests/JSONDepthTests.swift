import JSONText
import Testing

@Suite struct JSONDepthTests {
    @Test(
        "text that leads deep is no text for a store",
        arguments: [
            String(repeating: "[", count: 101), String(repeating: "{\"a\":", count: 101),
            "\"\\\"\"" + String(repeating: "[", count: 101),
        ]
    )
    func deep(text: String) {
        #expect(!JSONDepth.isHarmless(Array(text.utf8)))
    }

    @Test(
        "brackets in strings, and flat text of any length, lead nowhere",
        arguments: [
            "", "x", String(repeating: "[],", count: 1000), String(repeating: "[", count: 100),
            "\"" + String(repeating: "[", count: 500) + "\"", "\"\\\"" + "[[[\"",
        ]
    )
    func flat(text: String) {
        #expect(JSONDepth.isHarmless(Array(text.utf8)))
    }
}
