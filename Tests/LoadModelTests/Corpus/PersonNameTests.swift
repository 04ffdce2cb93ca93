@testable import LoadModel
import Testing

@Suite struct PersonNameTests {
    @Test("a Japanese name is encoded as the standard's example")
    func encodesJapanese() {
        // PS3.5, H.3.1.
        let name = PersonName(japanese: "Yamada^Tarou=山田^太郎=やまだ^たろう")
        let kanji: [UInt8] = [
            0x1B, 0x24, 0x42, 0x3B, 0x33, 0x45, 0x44, 0x1B, 0x28, 0x42, 0x5E, 0x1B, 0x24, 0x42,
            0x42, 0x40, 0x4F, 0x3A, 0x1B, 0x28, 0x42,
        ]
        let kana: [UInt8] = [
            0x1B, 0x24, 0x42, 0x24, 0x64, 0x24, 0x5E, 0x24, 0x40, 0x1B, 0x28, 0x42, 0x5E, 0x1B,
            0x24, 0x42, 0x24, 0x3F, 0x24, 0x6D, 0x24, 0x26, 0x1B, 0x28, 0x42,
        ]
        #expect(name.bytes == Array("Yamada^Tarou=".utf8) + kanji + Array("=".utf8) + kana)
        #expect(name.characterSet == "\\ISO 2022 IR 87")
    }

    @Test("a Latin name takes one byte a letter")
    func encodesLatin() {
        #expect(
            PersonName(latin: "Müller^Zoë").bytes == [
                0x4D, 0xFC, 0x6C, 0x6C, 0x65, 0x72, 0x5E, 0x5A, 0x6F, 0xEB,
            ]
        )
    }

    @Test(
        "days have their dates and weekdays",
        arguments: [
            (CivilDate(1970, 1, 1), 0, "19700101", 3),
            (CivilDate(2000, 2, 29), 11_016, "20000229", 1),
            (CivilDate(2025, 12, 31), 20_453, "20251231", 2),
            (CivilDate(1933, 3, 1), -13_455, "19330301", 2),
        ]
    )
    func hasDates(date: CivilDate, day: Int, text: String, weekday: Int) {
        #expect(date.day == day)
        #expect(date.description == text)
        #expect(date.weekday == weekday)
    }
}
