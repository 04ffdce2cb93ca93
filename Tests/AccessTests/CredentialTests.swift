import Basics
import Testing

@testable import Access

@Suite struct CredentialTests {
    @Test(
        "base64 is decoded with and without padding",
        arguments: [
            ("", ""), ("Zg==", "f"), ("Zg", "f"), ("Zm8=", "fo"), ("Zm8", "fo"), ("Zm9v", "foo"),
            ("Zm9vYmE=", "fooba"), ("Zm9vYmFy", "foobar"),
        ]
    )
    func base64(encoded: String, plain: String) {
        #expect(Base64.decode(encoded.utf8) == Array(plain.utf8))
        let unpadded = encoded.filter { $0 != "=" }
        #expect(Base64.encodeUnpadded(Array(plain.utf8)) == unpadded)
    }

    @Test("base64 of every byte and length comes back")
    func everyByte() {
        for length in 0...300 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ length) }
            #expect(Base64.decode(Base64.encodeUnpadded(bytes).utf8) == bytes)
        }
    }

    @Test(
        "what is not base64 is refused",
        arguments: [
            "Z", "Zg=", "Zg===", "Zm9v====", "Zg==Zg==", "Z!==", "Zm 9v", "Zh==", "Zm9=", "=", "é",
        ]
    )
    func badBase64(encoded: String) {
        #expect(Base64.decode(encoded.utf8) == nil)
    }

    @Test("name and password are read from a Basic header; the password may hold colons")
    func basic() {
        // alice:pass:wörd
        let credentials = BasicCredentials(header: "Basic YWxpY2U6cGFzczp3w7ZyZA==")
        #expect(credentials?.name == "alice")
        #expect(credentials?.password == Secret("pass:wörd"))
        #expect(BasicCredentials(header: "bAsIc  Og==")?.name == "")
    }

    @Test(
        "anything else is no credentials",
        arguments: [
            "", "Basic", "Basic ", "Bearer YTpi", "Basic YWxpY2U=", "Basic ÿ", "Basic gIA6gIA=",
            "Basic AGE6Yg==", "BasicYTpi",
        ]
    )
    func notBasic(header: String) {
        #expect(BasicCredentials(header: header) == nil)
    }

    @Test("an endless header is not looked at")
    func endless() {
        let header = "Basic " + Base64.encodeUnpadded(Array(repeating: 0x3a, count: 5000))
        #expect(BasicCredentials(header: header) == nil)
    }

    @Test("the digest in memory is all of the header under the key of the process")
    func digest() {
        let key = CredentialDigest.Key(bytes: (0..<32).map { UInt8($0) })
        let other = CredentialDigest.Key()
        let digest = CredentialDigest(header: "Basic YTpi", key: key)
        #expect(digest == CredentialDigest(header: "Basic YTpi", key: key))
        #expect(digest != CredentialDigest(header: "Basic YTpj", key: key))
        #expect(digest != CredentialDigest(header: "Basic YTpi", key: other))
    }
}
