import LoadModel
import Testing

@Suite struct DamagedScenarioTests {
    @Test(
        "a damaged file is read or refused with its place, and never stops the program",
        arguments: LoadTestFiles.scenarios
    )
    func damage(_ file: String) throws {
        let whole = Array(try LoadTestFiles.text(file).utf8)
        let random = CounterRandom(seed: 3, stream: UInt64(whole.count))
        let bytes = Array("0xs%/-:{}[]&*#'\"\n ,.".utf8)
        var refused = 0
        for round in 0..<40 as Range<UInt64> {
            var text = whole
            for hit in 0..<3 as Range<UInt64> {
                let (place, kind) = (random.bits(8 * round + hit), random.bits(8 * round + hit + 4))
                let index = Int(place % UInt64(text.count))
                let byte = bytes[Int(kind >> 2 % UInt64(bytes.count))]
                switch kind & 3 {
                case 0: text.remove(at: index)
                case 1: text.insert(byte, at: index)
                case 2: text[index] = byte
                default: text.removeSubrange(index..<min(text.count, index + 12))
                }
            }
            do {
                let scenario = try ScenarioReader.read(
                    text: String(decoding: text, as: UTF8.self),
                    name: file
                )
                #expect(!Lint(scenario).lines.isEmpty)
            } catch {
                refused += 1
                #expect(!error.problems.isEmpty, "seed 3, round \(round)")
            }
        }
        #expect(refused > 15, "\(refused)")
    }
}
