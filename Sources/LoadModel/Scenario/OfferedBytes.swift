/// About how many bytes work moves, both ways, by the means of a mix.
struct OfferedBytes {
    let mix: ModalityMix

    /// Of one operation or session; nil where it moves little, or nobody knows.
    func of(_ entry: Scenario.Traffic, in scenario: Scenario) -> Double? {
        switch entry.work {
        case .operation(let operation):
            Self.bytes(of: operation.kind.name, study(of: operation.modality))
        case .session(let name): session(scenario.session(named: name)?.steps ?? [])
        }
    }

    /// Means of a study.
    private struct Study {
        let bytes: Double
        let series: Double
        let instances: Double
        let frames: Double
    }

    private func study(of modality: String?) -> Study {
        guard let row = modality.flatMap(mix.row) else {
            return Study(
                bytes: mix.meanBytes,
                series: mix.meanSeries,
                instances: mix.meanInstances,
                frames: mix.meanFrames
            )
        }
        return Study(
            bytes: row.meanBytes,
            series: row.meanSeries,
            instances: row.meanInstances,
            frames: row.meanFrames
        )
    }

    /// Of previews: 8 bits of a pixel's 16, and half of these as PNG; of archives: half of the
    /// files, as DEFLATE makes them. Our guesses.
    private static func bytes(of kind: String, _ study: Study) -> Double? {
        switch kind {
        case "upload", "file": study.bytes / max(1, study.instances)
        case "upload.study", "stow.study": study.bytes
        case "frame": study.bytes / max(1, study.frames)
        case "preview": study.bytes / max(1, study.frames) / 4
        case "archive": study.bytes / 2
        default: nil
        }
    }

    // MARK: Sessions

    /// Of the images of a session; what else it asks is little beside them.
    private func session(_ steps: [Scenario.Step]) -> Double? {
        let sizes = steps.compactMap { bytes(of: $0, in: steps) }
        return sizes.isEmpty ? nil : sizes.reduce(0, +)
    }

    private func bytes(of step: Scenario.Step, in steps: [Scenario.Step]) -> Double? {
        switch step.action {
        case .images(let images): bytes(of: images, study(of: nil))
        case .prior(let prior):
            session(prior.steps.map { steps[$0] }).map { $0 * prior.probability }
        case .search, .metadata, .think: nil
        }
    }

    private func bytes(of images: Scenario.Images, _ study: Study) -> Double? {
        let kind =
            switch images.form {
            case .files: "file"
            case .frames: "frame"
            case .previews: "preview"
            }
        let count = images.pick == .firstOfEachSeries ? study.series : study.instances
        return Self.bytes(of: kind, study).map { $0 * count * min(1, images.share.mean) }
    }
}
