/// What a study is of: words for its description.
struct StudySubject: Sendable {
    let bodyPart: String
    let description: String

    /// - Parameter row: The line of the mix, e.g. `CR/DX`.
    init(row: String, _ random: inout CorpusRandom) {
        let parts = Self.parts[row] ?? Self.otherParts
        bodyPart = parts[random.below(parts.count)]
        description = "\(row) \(bodyPart) \(Self.variants[random.below(Self.variants.count)])"
    }

    /// Parts of the body of which there are two.
    static let paired: Set<String> = [
        "HAND", "KNEE", "FOOT", "SHOULDER", "ANKLE", "LEG", "KIDNEY", "BREAST",
    ]

    private static let variants = [
        "ROUTINE", "WITHOUT CONTRAST", "WITH CONTRAST", "FOLLOW UP", "EMERGENCY", "STAGING",
    ]
    private static let otherParts = ["WHOLEBODY", "HEART", "THYROID", "HEAD"]
    /// Terms of BodyPartExamined. Source: DICOM PS3.16, annex L.
    private static let parts = [
        "CR/DX": ["CHEST", "HAND", "KNEE", "FOOT", "PELVIS", "SHOULDER", "CSPINE", "ANKLE"],
        "US": ["ABDOMEN", "HEART", "NECK", "UTERUS", "LEG", "KIDNEY"],
        "CT": ["CHEST", "ABDOMEN", "HEAD", "PELVIS", "NECK", "AORTA"],
        "MR": ["BRAIN", "LSPINE", "KNEE", "LIVER", "SHOULDER", "PROSTATE"],
        "MG": ["BREAST"],
        "XA/RF": ["HEART", "AORTA", "BRAIN", "LEG", "STOMACH"],
    ]
}
