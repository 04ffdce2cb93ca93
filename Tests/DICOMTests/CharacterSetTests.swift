@testable import DICOM
import Testing

@Suite struct CharacterSetTests {
    @Test(
        "text is converted as a live Orthanc converts it",
        arguments: LiveTexts.rows.split(separator: "\n").map(String.init)
    )
    func converts(row: String) throws {
        let parts = row.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        try #require(parts.count == 3)
        let text = CharacterSet(Array(parts[0].utf8)).utf8(hexadecimal(parts[1]))
        #expect(text == Array(parts[2].utf8))
    }

    @Test("without a term, text is Latin-1")
    func hasDefault() {
        #expect(CharacterSet(nil).utf8([0xE9]) == Array("é".utf8))
        #expect(CharacterSet([]).utf8([0xE9]) == Array("é".utf8))
        #expect(CharacterSet(Array("  ".utf8)).utf8([0xE9]) == Array("é".utf8))
    }

    @Test("any bytes become valid UTF-8 under any term")
    func isTotal() {
        let bytes = (0..<1024).map { UInt8($0 * 7 % 256) }
        for term in Set(LiveTexts.rows.split(separator: "\n").map { $0.prefix { $0 != "|" } }) {
            let text = CharacterSet(Array(term.utf8)).utf8(bytes)
            #expect(String(validating: text, as: UTF8.self) != nil, "\(term)")
        }
    }
}
