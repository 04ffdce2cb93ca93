@testable import LoadModel
import Testing

@Suite struct CorpusUIDTests {
    private static func uid(_ number: Int, isLong: Bool = false) -> CorpusUID {
        CorpusUID(hash: CorpusRandom.hash(1, 2, 3, 4, UInt64(number)), isLong: isLong)
    }

    @Test("a UID is 2.25 and the decimal of a version 8 UUID, 44 characters in all")
    func hasForm() throws {
        for number in 0..<500 {
            let uid = Self.uid(number)
            let parts = uid.description.split(separator: ".")
            try #require(parts.count == 3 && parts[0] == "2" && parts[1] == "25")
            #expect(uid.description.utf8.count == 44 && uid.count == 44)
            #expect(UInt128(parts[2]) == uid.number)
            #expect(uid.number >> 76 & 15 == 8 && uid.number >> 62 & 3 == 2)
        }
    }

    @Test("a long UID has 64 characters and no component with a leading zero")
    func canBeLong() {
        for number in 0..<500 {
            let text = Self.uid(number, isLong: true).description
            #expect(text.utf8.count == 64)
            #expect(text.split(separator: ".").allSatisfy { $0 == "0" || $0.first != "0" })
        }
    }

    @Test("UIDs differ when any number differs")
    func differs() {
        let hashes = (0..<5).flatMap { place in
            (0..<200).map { value in
                var numbers = [UInt64](repeating: 1000, count: 5)
                numbers[place] = UInt64(value)
                return CorpusRandom.hash(
                    numbers[0],
                    numbers[1],
                    numbers[2],
                    numbers[3],
                    numbers[4]
                )
            }
        }
        #expect(Set(hashes.map { CorpusUID(hash: $0) }).count == 1000)
    }
}
