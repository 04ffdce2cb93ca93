extension ModalityMix {
    /// The mixes that ship with the program, by name.
    ///
    /// - Throws: ``CorpusError`` — `.unknownMix`, with the names that there are.
    package static func named(_ name: String) throws(CorpusError) -> ModalityMix {
        guard name == hospitalGeneral.name else {
            throw CorpusError(
                .unknownMix,
                "there is no mix \(name); there is: \(hospitalGeneral.name)"
            )
        }
        return hospitalGeneral
    }

    /// A general hospital; each number's source stands in the lines' ``ModalityRow/basis``, which
    /// the plan prints.
    ///
    /// Shares are rounded from NHS England, Diagnostic Imaging Dataset, April 2012: X-ray
    /// 1,567,800, ultrasound 503,700, CT 230,495, MR 159,745, fluoroscopy 69,385 of 2,531,125.
    package static let hospitalGeneral = ModalityMix(
        trusted: "hospital-general",
        [radiography, ultrasound, ct, mr, mammography, angiography, nuclear, pet, reports]
    )

    private static let shares = "NHS England, Diagnostic Imaging Dataset, April 2012"

    /// 1,760 × 2,140 × 16 bit are 7.5 MB, 2,200 × 2,500 × 16 bit are 11 MB.
    private static let radiography = ModalityRow(
        "CR/DX",
        share: 0.60,
        [
            SeriesComponent(
                "projection",
                series: .geometric(mean: 1.3, cap: 4),
                images: .perSeries(.uniform(1...3)),
                formats: [
                    ImageFormat(.computedRadiography, rows: 2140, columns: 1760),
                    ImageFormat(.digitalXRay, rows: 2500, columns: 2200),
                ]
            )
        ],
        basis: [
            "share 0.60: X-ray is 62 % of exams - \(shares)",
            "series a study: geometric, mean 1.3; images a series 1-3 - our assumption",
            "CR 1760 x 2140 x 16 bit = 7.5 MB - PACSnet storage calculator",
            "DX 11 MB, here 2200 x 2500 x 16 bit - dcm4chee-arc-light wiki, upload tests; "
                + "CR and DX alike - our assumption",
        ]
    )

    /// A still is 0.9 MB, a clip 9 to 37 MB.
    private static let ultrasound = ModalityRow(
        "US",
        share: 0.19,
        [
            SeriesComponent(
                "stills",
                images: .perStudy(.lognormal(mean: 35, sigma: 0.5, cap: 500)),
                formats: [
                    ImageFormat(
                        .ultrasound,
                        rows: 480,
                        columns: 640,
                        samples: 3,
                        bitsAllocated: 8,
                        bitsStored: 8
                    )
                ]
            ),
            SeriesComponent(
                "clips",
                presence: 0.25,
                images: .perSeries(.uniform(5...60)),
                frames: .uniform(30...120),
                formats: [
                    ImageFormat(
                        .ultrasoundMultiframe,
                        rows: 480,
                        columns: 640,
                        bitsAllocated: 8,
                        bitsStored: 8
                    )
                ]
            ),
        ],
        basis: [
            "share 0.19: ultrasound is 20 % of exams - \(shares)",
            "35 stills, sigma 0.5; 25 % with 5-60 clips of 30-120 frames - our assumption; an echo "
                + "study has 100-500 MB uncompressed - Univ. Aveiro, himage",
            "still 640 x 480 RGB = 0.9 MB; clip 640 x 480 grey = 9-37 MB, about what a JPEG clip "
                + "in colour weighs - our assumption",
        ]
    )

    private static let ct = ModalityRow(
        "CT",
        share: 0.10,
        [
            SeriesComponent(
                "axial",
                series: .lognormal(mean: 2, sigma: 0.5, cap: 20),
                images: .perStudy(.lognormal(mean: 677, sigma: 0.9, cap: 10_000)),
                formats: [ImageFormat(.ct, rows: 512, columns: 512)]
            ),
            SeriesComponent(
                "scout",
                formats: [ImageFormat(.ct, rows: 512, columns: 512)]
            ),
            SeriesComponent("dose report", formats: [ImageFormat(.radiationDoseReport)]),
        ],
        basis: [
            "share 0.10: CT is 9 % of exams - \(shares)",
            "679 images a study with scout and dose report: Mayo Clinic in 2010 (82 in 1999, 342 "
                + "over 12 years) - McDonald et al., Acad Radiol 2015",
            "cap 10,000: one emergency study at Groningen - diagnosticimaging.com",
            "4 series with scout and dose report; sigma 0.9 and 0.5 - our assumption",
            "512 x 512 x 16 bit, 12 stored = 0.5 MB - PACSnet storage calculator",
        ]
    )

    private static let mr = ModalityRow(
        "MR",
        share: 0.06,
        [
            SeriesComponent(
                "sequence",
                series: .lognormal(mean: 8, sigma: 0.4, cap: 60),
                images: .perStudy(.lognormal(mean: 570, sigma: 0.7, cap: 10_000)),
                formats: [
                    ImageFormat(.mr, rows: 256, columns: 256),
                    ImageFormat(.mr, rows: 512, columns: 512),
                ],
                packed: .init(share: 0.10, sopClass: .enhancedMR)
            )
        ],
        basis: [
            "share 0.06: MR is 6 % of exams - \(shares)",
            "570 images a study: Mayo Clinic in 2010 (164 in 1999, 381 over 12 years) - McDonald "
                + "et al., Acad Radiol 2015",
            "8 series; sigma 0.7 and 0.4; 10 % of series are enhanced multi-frame - our assumption",
            "256 and 512 squared x 16 bit, 12 stored = 0.13 and 0.52 MB; up to 513 KB - "
                + "dcm4chee-arc-light wiki, upload tests",
        ]
    )

    /// Views of 8.8 or 14.7 MB, tomosyntheses of 197 to 393 MB.
    private static let mammography = ModalityRow(
        "MG",
        share: 0.02,
        [
            SeriesComponent(
                "view",
                series: .constant(4),
                formats: [
                    ImageFormat(.mammography, rows: 2294, columns: 1914),
                    ImageFormat(.mammography, rows: 3062, columns: 2394),
                ]
            ),
            SeriesComponent(
                "tomosynthesis",
                presence: 0.40,
                series: .uniform(2...4),
                frames: .uniform(50...100),
                formats: [ImageFormat(.tomosynthesis, rows: 1536, columns: 1280)]
            ),
        ],
        basis: [
            "share 0.02 - our assumption (part of X-ray in \(shares))",
            "4 views of 2.5-16 MB - J Digit Imaging, 10.1007/s10278-010-9277-6",
            "tomosynthesis: 50-100 slices, some 450 MB a view uncompressed - Clunie, AuntMinnie "
                + "2013; 1280 x 1536 x 16 bit so that they are 197-393 MB, in 40 % of studies - "
                + "our assumption",
        ]
    )

    private static let angiography = ModalityRow(
        "XA/RF",
        share: 0.02,
        [
            SeriesComponent(
                "run",
                series: .uniform(3...12),
                frames: .uniform(100...600),
                formats: [SOPClass.angiography, .fluoroscopy].map {
                    ImageFormat($0, rows: 512, columns: 512, bitsAllocated: 8, bitsStored: 8)
                }
            )
        ],
        basis: [
            "share 0.02: fluoroscopy is 3 % of exams - \(shares)",
            "512 x 512 x 8 bit; 60 s at 30 frames a second are some 450 MB - International "
                + "angiographic compression study",
            "3-12 runs of 100-600 frames (26-157 MB) - our assumption",
        ]
    )

    private static let nuclear = ModalityRow(
        "NM",
        share: 0.004,
        [
            SeriesComponent(
                "acquisition",
                series: .uniform(1...4),
                frames: .uniform(16...128),
                formats: [ImageFormat(.nuclearMedicine, rows: 128, columns: 128, bitsStored: 16)]
            )
        ],
        basis: ["share 0.004, 1-4 series of 16-128 frames, 128 x 128 x 16 bit - our assumption"]
    )

    private static let pet = ModalityRow(
        "PT",
        share: 0.003,
        [
            SeriesComponent(
                "whole body",
                images: .perStudy(.lognormal(mean: 280, sigma: 0.3, cap: 2000)),
                formats: [ImageFormat(.pet, rows: 168, columns: 168, bitsStored: 16)]
            )
        ],
        basis: ["share 0.003, 280 images, sigma 0.3, 168 x 168 x 16 bit - our assumption"]
    )

    private static let reports = ModalityRow(
        "SR",
        share: 0.003,
        [
            SeriesComponent(
                "report",
                images: .perSeries(.uniform(1...3)),
                formats: [ImageFormat(.basicTextReport)]
            ),
            SeriesComponent("key objects", formats: [ImageFormat(.keyObjectSelection)]),
        ],
        basis: ["share 0.003, 1-3 reports and a list of key objects, no pixels - our assumption"]
    )
}
