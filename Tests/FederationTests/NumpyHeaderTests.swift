import Testing

@testable import Federation

@Suite struct NumpyHeaderTests {
    private static func header(_ shape: String) -> NumpyHeader? {
        let text = "{'descr': '<u2', 'fortran_order': False, 'shape': (\(shape)), }"
        let length = UInt16(text.utf8.count)
        let head: [UInt8] =
            [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)]
        return NumpyHeader(head + Array(text.utf8))
    }

    @Test("pixels are counted; more than any series has are not believed")
    func pixels() {
        #expect(Self.header("2, 3, 4, 1")?.pixelBytes == 48)
        #expect(Self.header("1, 9223372036854775807, 1, 1")?.pixelBytes == nil)
        #expect(Self.header("1, 4611686018427387903, 1, 1")?.pixelBytes == nil)
        #expect(Self.header("70000, 70000, 70000, 1")?.pixelBytes == nil)
    }
}
