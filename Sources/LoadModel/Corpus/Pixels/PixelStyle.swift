/// What a kind of image looks like, as far as its compressibility goes.
///
/// Tuned so that lossless methods shrink the pixels two to three times, as they do real images; our
/// choice. Measured in full size: DEFLATE (zlib, level 6) 2.2 to 2.4, JPEG-LS 2.6 to 3.0; at
/// 64 × 64 DEFLATE 1.8 to 2.4.
struct PixelStyle: Hashable, Sendable {
    /// An ellipse in thousandths of the image's sides.
    struct Ellipse: Hashable, Sendable {
        let x: Int
        let y: Int
        let radiusX: Int
        let radiusY: Int
        /// Added to the level of what lies below, in thousandths of the stored range.
        let level: Int
    }

    /// The first is the body; outside of it is air.
    let ellipses: [Ellipse]
    /// Of the air, in thousandths of the stored range.
    let airLevel: Int
    /// Bits of noise in the air; 0 is a plain colour.
    let airNoiseBits: Int
    /// Bits of noise in the body.
    let noiseBits: Int
    /// Of the slow waves in the body, in thousandths of the stored range.
    let waves: Int

    init(_ sopClass: SOPClass) {
        switch sopClass {
        case .ultrasound, .ultrasoundMultiframe: self = Self.ultrasound
        case .angiography, .fluoroscopy: self = Self.angiography
        case .computedRadiography, .digitalXRay: self = Self.projection
        case .mammography, .tomosynthesis: self = Self.breast
        case .nuclearMedicine, .pet: self = Self.nuclear
        default: self = Self.section
        }
    }

    private init(
        _ ellipses: [Ellipse],
        airLevel: Int,
        airNoiseBits: Int,
        noiseBits: Int,
        waves: Int
    ) {
        self.ellipses = ellipses
        self.airLevel = airLevel
        self.airNoiseBits = airNoiseBits
        self.noiseBits = noiseBits
        self.waves = waves
    }

    private static func ellipse(
        _ x: Int,
        _ y: Int,
        _ radiusX: Int,
        _ radiusY: Int,
        _ level: Int
    ) -> Ellipse {
        Ellipse(x: x, y: y, radiusX: radiusX, radiusY: radiusY, level: level)
    }

    private static let section = PixelStyle(
        [
            ellipse(500, 500, 430, 350, 240), ellipse(330, 470, 140, 190, -180),
            ellipse(670, 470, 140, 190, -180), ellipse(500, 720, 60, 60, 120),
            ellipse(520, 500, 90, 110, 20),
        ],
        airLevel: 10,
        airNoiseBits: 3,
        noiseBits: 7,
        waves: 8
    )
    private static let projection = PixelStyle(
        [
            ellipse(500, 520, 450, 480, 350), ellipse(320, 450, 150, 300, -150),
            ellipse(680, 450, 150, 300, -150), ellipse(560, 620, 150, 160, 130),
        ],
        airLevel: 60,
        airNoiseBits: 3,
        noiseBits: 6,
        waves: 4
    )
    private static let breast = PixelStyle(
        [ellipse(0, 500, 720, 460, 300), ellipse(150, 500, 400, 260, 120)],
        airLevel: 5,
        airNoiseBits: 3,
        noiseBits: 7,
        waves: 6
    )
    private static let nuclear = PixelStyle(
        [ellipse(500, 500, 300, 420, 60), ellipse(500, 350, 110, 120, 150)],
        airLevel: 2,
        airNoiseBits: 2,
        noiseBits: 6,
        waves: 10
    )
    private static let ultrasound = PixelStyle(
        [ellipse(500, 80, 460, 860, 260), ellipse(420, 480, 120, 160, -140)],
        airLevel: 0,
        airNoiseBits: 0,
        noiseBits: 4,
        waves: 40
    )
    private static let angiography = PixelStyle(
        [ellipse(500, 500, 490, 490, 450), ellipse(520, 560, 200, 240, 120)],
        airLevel: 0,
        airNoiseBits: 0,
        noiseBits: 4,
        waves: 20
    )
}
