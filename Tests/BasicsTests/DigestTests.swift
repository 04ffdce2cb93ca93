import Basics
import Testing

@Suite("A digest")
struct DigestTests {
    @Test("is that of the standards")
    func vectors() {
        let abc = Array("abc".utf8)
        #expect(Digest.sha1(abc).hexadecimal == "a9993e364706816aba3e25717850c26c9cd0d89d")
        #expect(Digest.sha1([]).hexadecimal == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
        #expect(
            Digest.sha256(abc).hexadecimal
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
    }
}
