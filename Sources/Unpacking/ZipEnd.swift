import Glibc

/// What the end of a ZIP archive says about its directory, read before libzip makes room for it.
///
/// Every record that libzip might take for the end is looked at. Source: PKWARE, APPNOTE.TXT 6.3,
/// sections 4.3.14 to 4.3.16.
enum ZipEnd {
    /// 10,000 members with names of some hundred bytes.
    static let directoryLimitBytes = 8 << 20

    /// Whether no end announces more members, or a longer directory, than a reader takes.
    static func isModest(_ file: SpoolFile, members: Int) -> Bool {
        let tail = read(file, at: max(0, file.count - (65_535 + 22 + 76)), count: 65_535 + 22 + 76)
        for start in tail.indices.dropLast(21) where tail.little(start, 4) == 0x0605_4B50 {
            guard tail.little(start + 10, 2) <= members || tail.little(start + 10, 2) == 0xFFFF,
                tail.little(start + 12, 4) <= directoryLimitBytes
                    || tail.little(start + 12, 4) == 0xFFFF_FFFF,
                isModestZip64(before: start, tail, file, members: members)
            else { return false }
        }
        return true
    }

    private static func isModestZip64(
        before end: Int,
        _ tail: [UInt8],
        _ file: SpoolFile,
        members: Int
    ) -> Bool {
        guard end >= 20, tail.little(end - 20, 4) == 0x0706_4B50 else { return true }
        let offset = tail.little(end - 12, 8)
        guard offset <= UInt64(file.count) else { return true }
        let record = read(file, at: Int(offset), count: 56)
        guard record.count == 56, record.little(0, 4) == 0x0606_4B50 else { return true }
        return record.little(32, 8) <= members && record.little(40, 8) <= directoryLimitBytes
    }

    private static func read(_ file: SpoolFile, at offset: Int, count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, pread(file.descriptor, buffer.baseAddress, count, off_t(offset)))
        }
    }
}

extension [UInt8] {
    /// A little-endian number; what lies beyond the end counts as zero.
    fileprivate func little(_ offset: Int, _ count: Int) -> UInt64 {
        (0..<count).reduce(0) { number, place in
            let position = offset + place
            guard position < self.count else { return number }
            return number | UInt64(self[position]) << UInt64(8 * place)
        }
    }
}
