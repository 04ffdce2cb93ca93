import Basics
import Testing

@Suite("A checksum")
struct ChecksumTests {
    @Test("is given to who asked for it, however many ask at once")
    func many() async {
        await withTaskGroup(of: Bool.self) { group in
            for length in 0..<100 {
                group.addTask {
                    let body = body(length * 977)
                    return await ChecksumThread.shared.md5(of: body) == alone(body)
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    @Test("of nothing is the standard's")
    func known() async {
        #expect(
            await ChecksumThread.shared.md5(of: body(0)).hexadecimal
                == "d41d8cd98f00b204e9800998ecf8427e"
        )
    }
}

/// A body that has ended, of any bytes.
private func body(_ length: Int) -> ByteChannel {
    let body = ByteChannel(capacity: max(1, length))
    body.write((0..<length).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ length) })
    body.finish()
    return body
}

/// What libcrypto says.
private func alone(_ body: ByteChannel) -> [UInt8] {
    let digest = RunningMD5()
    digest?.update(body, from: 0)
    return digest?.finish() ?? []
}
