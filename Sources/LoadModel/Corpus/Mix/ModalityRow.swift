/// One line of a mix: a kind of study, its share, and what its studies hold.
package struct ModalityRow: Hashable, Sendable {
    /// The modality, or several with a slash between them, as in `CR/DX`.
    package let name: String
    /// Of all studies, 0…1.
    package var share: Double
    /// The first one is what an override of images, series or sizes means.
    package var components: [SeriesComponent]
    /// Where each number comes from, a line each.
    package let basis: [String]

    package init(
        _ name: String,
        share: Double,
        _ components: [SeriesComponent],
        basis: [String]
    ) {
        precondition(!components.isEmpty, "a study of \(name) would hold nothing")
        self.name = name
        self.share = share
        self.components = components
        self.basis = basis
    }

    /// Whether this line is meant by a modality's name, such as `DX` or `CR/DX`.
    package func covers(_ modality: String) -> Bool {
        name == modality || name.split(separator: "/").contains { $0 == modality }
    }

    package var meanSeries: Double { components.reduce(0) { $0 + $1.meanSeries } }
    package var meanInstances: Double { components.reduce(0) { $0 + $1.meanInstances } }
    package var meanFrames: Double { components.reduce(0) { $0 + $1.meanFrames } }
    package var meanBytes: Double { components.reduce(0) { $0 + $1.meanBytes } }
}
