@testable import LoadEngine
import LoadModel
import Testing

@Suite struct BodyReaderTests {
    private func readAll(_ body: Request.Body, room size: Int) -> [UInt8] {
        var reader = BodyReader()
        var all: [UInt8] = []
        var room = [UInt8](repeating: 0, count: size)
        while true {
            let count = room.withUnsafeMutableBytes { reader.read(body, into: $0) }
            if count == 0 { return all }
            all += room[..<count]
        }
    }

    private func instance() throws -> InstanceBody {
        let recipe = try CorpusRecipe(seed: 1, scale: .small)
        var body = InstanceBody()
        let study = recipe.study(3000)
        TemplateLibrary(recipe).encoder(study, series: 0).encode(0, into: &body)
        return body
    }

    @Test("a body is read whole, whatever room libcurl gives", arguments: [1, 7, 1000, 1 << 20])
    func whole(size: Int) throws {
        let instance = try instance()
        let text = Array("--x\r\n".utf8)
        #expect(readAll(.none, room: size).isEmpty)
        #expect(readAll(.bytes(text), room: size) == text)
        #expect(readAll(.instance(instance), room: size) == instance.bytes)
        let parts = Request.Body.parts([
            .bytes(text), .instance(instance), .bytes([]), .bytes(text), .instance(instance),
        ])
        let whole = text + instance.bytes + text + instance.bytes
        #expect(readAll(parts, room: size) == whole)
        #expect(parts.count == whole.count)
    }

    @Test("an instance is compared byte by byte", arguments: [1, 13, 4096])
    func compared(size: Int) throws {
        let instance = try instance()
        func judge(_ answer: [UInt8]) -> Bool {
            var check = AnswerCheck()
            check.begin(.instance(instance))
            var rest = answer[...]
            while !rest.isEmpty {
                Array(rest.prefix(size)).withUnsafeBytes { check.take($0) }
                rest = rest.dropFirst(size)
            }
            return check.isCorrect
        }
        let bytes = instance.bytes
        #expect(judge(bytes))
        #expect(!judge(Array(bytes.dropLast())))
        #expect(!judge(bytes + [0]))
        for place in [0, 200, bytes.count / 2, bytes.count - 1] {
            var spoiled = bytes
            spoiled[place] ^= 1
            #expect(!judge(spoiled))
        }
    }
}
