internal import Basics
internal import OrthancModel

/// What tells apart two people, or two examinations, that share one Orthanc identifier.
///
/// Four lanes of 16 bits, one a tag, each a digest of the folded value. Holders whose lanes differ
/// disagree on that tag. Two different values share a lane once in 65,536.
enum Identity {
    private static func keywords(_ level: Level) -> [String] {
        let person = ["PatientName", "PatientBirthDate", "PatientSex"]
        return level == .study ? person + ["AccessionNumber"] : person
    }

    /// - Parameter folded: Folded values by keyword: the patient's tags, and the level's own.
    static func digest(_ folded: [String: String], _ level: Level) -> Int64 {
        var lanes: UInt64 = 0
        for (lane, keyword) in keywords(level).enumerated() {
            guard let value = folded[keyword], !value.isEmpty else { continue }
            let digest = Digest.sha1(Array(value.utf8))
            lanes |= (UInt64(digest[0]) << 8 | UInt64(digest[1])) << UInt64(16 * lane)
        }
        return Int64(bitPattern: lanes)
    }

    /// Keywords whose lanes are set in `differing`. The patient without a PatientID is always
    /// several people.
    static func conflicts(_ differing: Int64, _ level: Level, _ id: OrthancID) -> [String] {
        let isNobody = level == .patient && id == .emptyPatient
        guard differing != 0 || isNobody else { return [] }
        let bits = UInt64(bitPattern: differing)
        let differ = keywords(level).enumerated().compactMap { lane, keyword in
            bits >> UInt64(16 * lane) & 0xFFFF == 0 ? nil : keyword
        }
        return (isNobody ? ["PatientID"] : []) + differ
    }
}
