@testable import LoadModel

extension ModalityMix {
    /// The same with at most about `limit` images in a series, for tests that must be quick.
    func limited(toImagesPerSeries limit: Int) -> ModalityMix {
        var rows = rows
        for place in rows.indices {
            rows[place].components = rows[place].components.map { $0.limited(to: limit) }
        }
        return ModalityMix(trusted: name, rows)
    }
}

extension SeriesComponent {
    fileprivate func limited(to limit: Int) -> SeriesComponent {
        var limited = self
        switch images {
        case .perSeries(let count): limited.images = .perSeries(count.limited(to: limit))
        case .perStudy(let count):
            let most = limit * Int(series.mean.rounded())
            limited.images = .perStudy(count.limited(to: max(1, most)))
        }
        return limited
    }
}
