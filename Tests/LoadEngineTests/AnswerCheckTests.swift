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
}
