/// What is awkward in a study although the standard allows it.
package enum EdgeCase: Hashable, Sendable, CaseIterable {
    /// PatientName of length zero (type 2: PS3.3 C.7.1.1).
    case emptyName
    /// Blanks inside PatientID, two of them side by side.
    case blanksInPatientID
    /// All UIDs of 64 characters.
    case longUIDs
    /// Private elements of several kinds.
    case privateElements
    /// A sequence in a sequence in a sequence.
    case nestedSequences
    /// Odd lengths in texts and bytes, each padded by the rule of its VR.
    case oddLengths

    static let ofPatients: [EdgeCase] = [.emptyName, .blanksInPatientID]
    static let ofStudies: [EdgeCase] = [
        .longUIDs, .privateElements, .nestedSequences, .oddLengths,
    ]

    static func drawn(
        from cases: [EdgeCase],
        _ share: Double,
        _ random: inout CorpusRandom
    ) -> EdgeCase? {
        let (isEdge, which) = (random.chance(share), random.below(cases.count))
        return isEdge ? cases[which] : nil
    }
}
