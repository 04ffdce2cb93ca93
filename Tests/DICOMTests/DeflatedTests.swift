import DICOM
import Testing

@Suite struct DeflatedTests {
    /// One data set, deflated by zlib in each of the three kinds of blocks.
    static let deflated: [String: String] = [
        "stored": """
        01960069ff0800160055491a00312e322e3834302e31303030382e352e312e342e312e312e320008\
        00180055490a00312e322e332e342e350008006000435302004354080080004c4f1e006161626561\
        61656261616565636161616361616161626162656363636461100020004c4f0200503120000d0055\
        490600312e322e330020000e0055490800312e322e332e340020001300495302003120
        """,
        "fixed": """
        e360106308f5946230d433d2b33031d033343030b0d033d533d4330162a028030783045005175885\
        3150d4142892c0e01cccc4e01cc2c1d0c0e0e32fc7909898949a98989a04c4a9c9898989209c9804\
        144c4e4e4e4914605000aa626208305460e0059ac506310b28ca07e471c04c06f285193c81e61a2a\
        0000
        """,
        "dynamic": """
        4d52cb4a0341101c729045500441c453be60d98d09e49e53405050eff6eb3ffc303fceaaee19e366\
        1f3d959eeeaaea99da43fb3c3fb575decdc7fd32afcbb21ce7c3bcce7b3c40dbd41e91719d19cf40\
        0f40bedae97dd34e1f53fb6e2faf3f1b110d91503c6122c24714a0993902e0a2a6869b3011cd6444\
        c8c51fdc4488b923c40bdbb18377ae2adb11071b3062355c560d7b3d15e7d2b5f3489ce9e490ec48\
        d3ff352443c656bc3bcc4f24654b7579955262494a87607596d6506a966462a5c289e7c69e9b8ee8\
        a5072e4731da93bf288e912ab295969d9d1d125c98e4bd808e4f39af34895fb3180a98ad7f9ea502\
        72e60bd5bde4b14f0a8a0c3ce7da2db231572aa2f6c8295057d2c8417b372d8732d49579a93da256\
        ee28eeccf29a9d56916a013a0cbd7b6bd9c742c6d1f19c507630b98c85b28293b6729f76d23ca73c\
        ed65ca5310d0a276d7b638c39bf6b66edb0d4efa559d74a0b7584de3dc637ddfce38f5ebf617
        """,
    ]

    private func file(_ name: String) throws -> [UInt8] {
        var builder = FileBuilder()
        builder.begin(syntax: "1.2.840.10008.1.2.1.99")
        return builder.bytes + hexadecimal(try #require(Self.deflated[name]))
    }

    @Test("a deflated file is read, however it is cut", arguments: ["stored", "fixed", "dynamic"])
    func reads(name: String) throws {
        let file = try file(name)
        for piece in [1, 3, 100, 65_536] {
            for guardsStructure in [false, true] {
                let reader = read(file, piece: piece, guardsStructure: guardsStructure)
                #expect(reader.state == .done)
                #expect(reader.header?.sopInstanceUID == Array("1.2.3.4.5".utf8))
                #expect(reader.header?.institutionName?.hasPrefix("aabeaaebaaeecaaacaaa") == true)
            }
        }
    }

    @Test("a deflated file that is broken is refused, and never read wrong", arguments: 0..<40)
    func refusesBroken(index: Int) throws {
        var file = try file("dynamic")
        let whole = try #require(read(file).header)
        let start = file.count - hexadecimal(Self.deflated["dynamic"] ?? "").count
        file[start + index * 5] ^= UInt8(1 << (index % 8))
        let (once, again) = (read(file), read(file, piece: 1))
        #expect(once.state == again.state && once.header == again.header)
        if once.header == whole { #expect(once.state == .done) }
    }

    @Test("a deflated file that ends too early is refused")
    func refusesTruncated() throws {
        let file = try file("dynamic")
        #expect(read(file.dropLast(80)).state == .refused(.truncated))
    }

    @Test("a reserved block type and a false length are refused")
    func refusesBadBlocks() {
        var builder = FileBuilder()
        builder.begin(syntax: "1.2.840.10008.1.2.1.99")
        let rest = [UInt8](repeating: 0, count: 16)
        #expect(read(builder.bytes + [0x07] + rest).state == .refused(.badDeflate))
        #expect(read(builder.bytes + [0x01, 5, 0, 5, 0] + rest).state == .refused(.badDeflate))
    }
}

func hexadecimal(_ text: String) -> [UInt8] {
    let digits = text.compactMap { $0.hexDigitValue }
    return stride(from: 0, to: digits.count - 1, by: 2).map { index in
        UInt8(digits[index] << 4 | digits[index + 1])
    }
}
