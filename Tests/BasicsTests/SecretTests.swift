import Basics
import Testing

@Suite("A secret")
struct SecretTests {
    @Test("is never printed, however it is asked for")
    func hidden() {
        let secret = Secret("hunter2")
        struct Holder { let secret: Secret }
        var dumped = ""
        dump(Holder(secret: secret), to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), "\([secret])", dumped] {
            #expect(!text.contains("hunter2"))
        }
        #expect(secret.reveal == "hunter2")
    }
}
