@testable import LoadEngine
import Testing

@Suite struct AnswerCheckTests {
    private func judge(
        _ expectation: Request.Expectation,
        _ answer: [UInt8],
        pieces size: Int
    ) -> Bool {
        var check = AnswerCheck()
        check.begin(expectation)
        var rest = answer[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(size))
            piece.withUnsafeBytes { check.take($0) }
            rest = rest.dropFirst(size)
        }
        return check.isCorrect
    }

    @Test(
        "the elements of an array are counted, however it is cut",
        arguments: [
            ("[]", 0), (" [ ] \n", 0), ("[1]", 1), ("[1, 2,3]", 3), (#"["a,b","]"]"#, 2),
            (#"[{"a":[1,2,{"b":"}"}]},[[]],"x\"],["]"#, 3), (#"["\\",1]"#, 2),
        ]
    )
    func elements(text: String, count: Int) {
        for size in 1...text.utf8.count {
            #expect(judge(.elements(count), Array(text.utf8), pieces: size))
            #expect(judge(.elements(nil), Array(text.utf8), pieces: size))
            #expect(!judge(.elements(count + 1), Array(text.utf8), pieces: size))
        }
    }

    @Test(
        "what is not one whole array is wrong",
        arguments: ["", "[", "[1,2", "{}", "1", "[1]]", "[1] 2", #"["a]"#, "[][]"]
    )
    func broken(text: String) {
        #expect(!judge(.elements(nil), Array(text.utf8), pieces: 3))
    }

    @Test("a text is found however it is cut, and only where it stands", arguments: 1...12)
    func found(size: Int) {
        let text = Array("\"Success\"".utf8)
        let good = Array("{ \"Status\" : \"Success\" }".utf8)
        let bad = Array("{ \"Status\" : \"Succes\" }".utf8)
        #expect(judge(.says(text), good, pieces: size))
        #expect(!judge(.says(text), bad, pieces: size))
        #expect(!judge(.saysNot(text), good, pieces: size))
        #expect(judge(.saysNot(text), bad, pieces: size))
        #expect(!judge(.says(text), [], pieces: size))
    }
}
