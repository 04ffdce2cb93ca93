/// A value representation, as DICOM PS3.5 section 6.2 names them.
package enum VR: String, Sendable, CaseIterable {
    case AE, AS, AT, CS, DA, DS, DT, FD, FL, IS, LO, LT, OB, OD, OF, OL, OV, OW, PN, SH, SL, SQ
    case SS, ST, SV, TM, UC, UI, UL, UN, UR, US, UT, UV

    /// Whether a search value may hold `*` and `?`. Source: PS3.4 C.2.2.2.4, and Orthanc, which
    /// refuses them on any other.
    package var allowsWildcards: Bool {
        switch self {
        case .AE, .CS, .LO, .LT, .PN, .SH, .ST, .UC, .UR, .UT: true
        default: false
        }
    }

    /// Whether a search value may be a range, `a-b`. Source: PS3.4 C.2.2.2.5.
    package var allowsRanges: Bool {
        switch self {
        case .DA, .DT, .TM: true
        default: false
        }
    }

    /// Whether explicit VR writes this one's length in two bytes. Source: PS3.5 section 7.1.2.
    var hasShortLength: Bool {
        switch self {
        case .AE, .AS, .AT, .CS, .DA, .DS, .DT, .FD, .FL, .IS, .LO, .LT, .PN, .SH, .SL, .SS, .ST,
            .TM, .UI, .UL, .US:
            true
        default: false
        }
    }
}
