/// Ways in which clients wrap DICOM files, written here by hand so that the product's own readers
/// can't be wrong alike.
enum Envelope {
    /// A ZIP archive of stored files. Source: PKWARE, APPNOTE.TXT 6.3.
    static func zip(_ files: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for (name, bytes) in files {
            let offset = UInt32(archive.count)
            let sizes =
                little(crc32(bytes)) + little(UInt32(bytes.count)) + little(UInt32(bytes.count))
            let common: [UInt8] =
                [20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0] + sizes + little(UInt16(name.utf8.count))
                + [0, 0]
            archive += [0x50, 0x4b, 3, 4] + common + Array(name.utf8) + bytes
            directory += [0x50, 0x4b, 1, 2, 20, 0] + common + [UInt8](repeating: 0, count: 10)
            directory += little(offset) + Array(name.utf8)
        }
        let count = little(UInt16(files.count))
        let end =
            [0x50, 0x4b, 5, 6, 0, 0, 0, 0] + count + count + little(UInt32(directory.count))
            + little(UInt32(archive.count)) + [0, 0]
        return archive + directory + end
    }

    /// Stored blocks in a gzip frame. Source: RFC 1952; RFC 1951, section 3.2.4.
    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
        var rest = bytes[...]
        repeat {
            let block = rest.prefix(65535)
            rest = rest.dropFirst(block.count)
            let length = UInt16(block.count)
            result += [rest.isEmpty ? 1 : 0] + little(length) + little(~length) + block
        } while !rest.isEmpty
        return result + little(crc32(bytes)) + little(UInt32(bytes.count))
    }

    /// A form as browsers send it. Source: RFC 7578.
    static func form(_ files: [[UInt8]], boundary: String) -> [UInt8] {
        var body: [UInt8] = []
        for (number, bytes) in files.enumerated() {
            body += Array(
                """
                --\(boundary)\r
                Content-Disposition: form-data; name="file"; filename="\(number).dcm"\r
                Content-Type: application/octet-stream\r
                \r

                """.utf8
            )
            body += bytes + [13, 10]
        }
        return body + Array("--\(boundary)--\r\n".utf8)
    }

    /// HTTP chunks of a size that divides nothing evenly. Source: RFC 9112, section 7.1.
    static func chunks(_ bytes: [UInt8], size: Int = 777) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(size)
            rest = rest.dropFirst(piece.count)
            result += Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + [13, 10]
        }
        return result + Array("0\r\n\r\n".utf8)
    }

    private static func crc32(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in
                sum & 1 == 1 ? (sum >> 1) ^ 0xedb8_8320 : sum >> 1
            }
        }
    }

    private static func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}
