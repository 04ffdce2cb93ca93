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

    @Test("an element that is there twice is seen, however the answer is cut", arguments: 1...30)
    func doubled(size: Int) {
        let texts = [
            "[1, 2,1]", #"[ "a","b" , "a" ]"#, #"[{"ID":"x", "b":[1]},{},{"ID":"x","b":[1]}]"#,
        ]
        for text in texts {
            #expect(!judge(.elements(3), Array(text.utf8), pieces: size))
            #expect(!judge(.elements(nil), Array(text.utf8), pieces: size))
            #expect(!judge(.elementsWithin(1...9), Array(text.utf8), pieces: size))
        }
        let others = #"["a b","ab",{"a":"b"},["a","b"],{"a":"c"},12,[12]]"#
        #expect(judge(.elements(7), Array(others.utf8), pieces: size))
    }

    /// An end of central directory with so many members, behind something else.
    private func archive(
        _ members: Int,
        signature: [UInt8] = [0x50, 0x4B, 5, 6],
        comment: String = ""
    ) -> [UInt8] {
        let (low, high) = (UInt8(members & 0xFF), UInt8(members >> 8))
        return Array(repeating: 0x41, count: 50) + signature
            + [0, 0, 0, 0, low, high, low, high] + Array(repeating: 0x42, count: 8)
            + [UInt8(comment.utf8.count), 0] + Array(comment.utf8)
    }

    @Test("a ZIP must have all its members and end as one", arguments: [1, 7, 21, 22, 23, 1000])
    func archives(size: Int) {
        #expect(judge(.archive(members: 3), archive(3), pieces: size))
        #expect(judge(.archive(members: 700), archive(700), pieces: size))
        let named = archive(700, comment: "Created by Orthanc")
        #expect(judge(.archive(members: 700), named, pieces: size))
        #expect(!judge(.archive(members: 700), Array(named.dropLast()), pieces: size))
        #expect(!judge(.archive(members: 3), archive(2), pieces: size))
        #expect(judge(.archive(members: 70_000), archive(0xFFFF), pieces: size))
        let cut = Array(archive(3).dropLast())
        let other = archive(3, signature: [0x50, 0x4B, 1, 2])
        #expect(!judge(.archive(members: 3), cut, pieces: size))
        #expect(!judge(.archive(members: 3), other, pieces: size))
        #expect(!judge(.archive(members: 0), [], pieces: size))
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
