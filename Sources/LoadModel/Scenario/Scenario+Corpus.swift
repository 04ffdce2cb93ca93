extension Scenario {
    /// The synthetic studies that are preloaded and uploaded.
    package struct Corpus: Sendable, Equatable {
        package enum Pixels: String, Sendable, CaseIterable {
            /// A few kilobytes an instance: loads the database, not the disk.
            case small
            /// As large as what modalities send.
            case full
        }

        package struct Preload: Sendable, Equatable {
            /// What a target must hold before the load begins, known-answer sets included.
            package var studies: Int
            /// Not more than this, whatever the studies sum up to.
            package var limitBytes: Int?
            /// Names of targets that are filled.
            package var targets: [String]
        }

        /// What differs from the mix for one modality; nil: nothing.
        package struct Override: Sendable, Equatable {
            package var modality: String
            /// Of all studies; the other modalities share the rest as they did.
            package var share: Double?
            /// Mean numbers in a study.
            package var series: Double?
            package var images: Double?
            /// Of one instance, in full size.
            package var imageBytes: Double?
        }

        package var seed: UInt64
        /// Name of a mix that ships, or path of a mix file beside the scenario.
        package var mix: String
        package var overrides: [Override]
        package var pixels: Pixels
        /// Part of all uploads that the target has already.
        package var resend: Double
        /// Part of all studies that are legal but rare: foreign scripts, missing dates, long texts.
        package var edges: Double
        package var preload: Preload
        /// What stands in the mix file, once somebody has read it.
        package var learned: MixFile?

        /// Whether ``mix`` is the path of a file.
        package var namesMixFile: Bool { Self.isMixFile(mix) }

        static func isMixFile(_ text: String) -> Bool {
            text.hasSuffix(".yaml") || text.hasSuffix(".yml")
        }
    }

    /// How many studies a hospital makes, and how they crowd.
    package struct Demand: Sendable, Equatable {
        package var studiesPerYear: Double
        package var workingDays: Int
        /// The busiest hour's part of a working day's studies.
        package var busyHourShare: Double
        /// Of the studies, from one year to the next; nil: nobody said.
        package var growth: Double?

        /// Studies a second in the busy hour of a working day.
        package var busyHourRate: Double {
            studiesPerYear / Double(workingDays) * busyHourShare / 3600
        }
    }
}
