/// What a corpus will hold and weigh, computed from the mix alone, with every step as text.
package struct CorpusPlan: Hashable, Sendable {
    /// How much there is to be.
    package enum Demand: Hashable, Sendable {
        case studies(Int)
        case examsPerYear(Int)
    }

    /// Images a study that a hospital should come to, frames counted.
    ///
    /// One network in Melbourne had 1,145,228,522 images in 4,481,631 studies in 2009–2022, 256 a
    /// study (ARRS 2024, E5527); the band is our choice.
    package static let imagesPerStudyBand = 150.0...300.0
    /// The share of a day's images in the busiest hour. Source: Madigan, SPIE 2165, 1994.
    package static let busyHourShare = 0.101

    package let recipe: CorpusRecipe
    package let demand: Demand

    package init(_ recipe: CorpusRecipe, _ demand: Demand) {
        self.recipe = recipe
        self.demand = demand
    }

    private var mix: ModalityMix { recipe.mix }

    /// Uploads in all, re-sends included: of the corpus, or of a year.
    package var studies: Int {
        switch demand {
        case .studies(let count), .examsPerYear(let count): count
        }
    }

    package var imagesPerStudy: Double { mix.meanFrames }
    package var instancesPerStudy: Double { mix.meanInstances }
    package var seriesPerStudy: Double { mix.meanSeries }
    package var bytesPerStudy: Double { mix.meanBytes }
    package var bytes: Double { bytesPerStudy * Double(studies) }
    package var isWithinBand: Bool { Self.imagesPerStudyBand.contains(imagesPerStudy) }

    // MARK: Text

    /// The whole computation, a line each.
    package var lines: [String] {
        header + mix.rows.flatMap(lines) + sumLines + amountLines + markerLines
    }

    /// Where the numbers come from, a line each.
    package var basisLines: [String] {
        var lines: [String] = []
        for row in mix.rows { lines += row.basis.map { "\(row.name): \($0)" } }
        lines.append(
            """
            patients: 9.1 studies each, negative binomial with dispersion 0.63, fitted to 11 % of \
            exams without and 10.2 with earlier ones; 72 % of earlier ones within a week - Siegel \
            and Reiner, 1998
            """
        )
        lines.append(
            """
            busiest hour: 10.1 % of a day's images - Madigan, SPIE 2165, 1994; weekend 0.35 and \
            0.25 of a weekday, other hours - our assumption
            """
        )
        let (resends, edges) = (Self.percent(recipe.resendShare), Self.percent(recipe.edgeShare))
        lines.append("re-sent studies \(resends), awkward studies \(edges) - our assumption")
        return lines
    }

    private var header: [String] {
        let sum = mix.rows.reduce(0) { $0 + $1.share }
        let lines = [
            "mix \(mix.name), seed \(recipe.seed) (token \(recipe.token)), \(mix.scale)",
            "shares add up to \(PlainNumber(sum, decimals: 3))",
        ]
        return lines + mix.arithmetic
    }

    private func lines(_ row: ModalityRow) -> [String] {
        let summary = """
            \(row.name): \(Self.percent(row.share)) of studies; a study has \
            \(PlainNumber(row.meanSeries)) series, \(PlainNumber(row.meanInstances)) instances, \
            \(PlainNumber(row.meanFrames)) images, \(PlainNumber.bytes(row.meanBytes))
            """
        return [summary] + row.components.map { "  " + line($0) }
    }

    private func line(_ component: SeriesComponent) -> String {
        let (count, level) =
            switch component.images {
            case .perSeries(let count): (count, "series")
            case .perStudy(let count): (count, "study")
            }
        var text = component.label
        if component.presence < 1 { text += " in \(Self.percent(component.presence)) of studies" }
        text += ": series: \(component.series); images a \(level): \(count)"
        if component.frames != .constant(1) { text += "; frames: \(component.frames)" }
        if let packed = component.packed {
            text += "; \(Self.percent(packed.share)) of series as one multi-frame object"
        }
        text += "; " + component.formats.map(\.description).joined(separator: " or ")
        guard component.meanFrameBytes > 0 else { return text }
        return text + " = \(PlainNumber.bytes(component.meanFrameBytes)) a frame"
    }

    private var sumLines: [String] {
        let storage = mix.rows.map { row in
            "\(row.name) \(Self.percent(row.share * row.meanBytes / bytesPerStudy))"
        }
        let instance = PlainNumber.bytes(bytesPerStudy / instancesPerStudy)
        return [
            sum("series a study", \.meanSeries, seriesPerStudy),
            sum("instances a study", \.meanInstances, instancesPerStudy),
            sum("images a study, frames counted", \.meanFrames, imagesPerStudy),
            """
              \(isWithinBand ? "within" : "outside of") 150-300; Melbourne 2009-2022 had \
            1,145,228,522 images / 4,481,631 studies = 256 (ARRS 2024 E5527)
            """,
            sum("MB a study", { $0.meanBytes / 1e6 }, bytesPerStudy / 1e6),
            "share of storage: \(storage.joined(separator: ", "))",
            """
            mean instance: \(PlainNumber.bytes(bytesPerStudy)) / \
            \(PlainNumber(instancesPerStudy)) = \(instance)
            """,
        ]
    }

    private func sum(
        _ name: String,
        _ value: (ModalityRow) -> Double,
        _ total: Double
    ) -> String {
        let terms = mix.rows.map { row in
            "\(PlainNumber(row.share, decimals: 3)) x \(PlainNumber(value(row)))"
        }
        return "\(name): \(terms.joined(separator: " + ")) = \(PlainNumber(total))"
    }

    private var amountLines: [String] {
        switch demand {
        case .studies(let count): corpusLines(count)
        case .examsPerYear(let count): yearLines(count)
        }
    }

    private func corpusLines(_ count: Int) -> [String] {
        let total = Double(count)
        let resends = total * recipe.resendShare
        let perPatient = 1 + PatientBlock.more.mean
        let patients = PlainNumber((total - resends) / perPatient, decimals: 0)
        let instances = PlainNumber(total * instancesPerStudy, decimals: 0)
        return [
            """
            \(PlainNumber(count)) studies x \(PlainNumber(instancesPerStudy)) instances = \
            \(instances)
            """,
            """
            \(PlainNumber(count)) studies x \(PlainNumber.bytes(bytesPerStudy)) = \
            \(PlainNumber.bytes(bytes))
            """,
            """
            of these re-sent: \(PlainNumber(count)) x \(Self.percent(recipe.resendShare)) = \
            \(PlainNumber(resends, decimals: 0))
            """,
            """
            patients in the long run: \(PlainNumber(total - resends, decimals: 0)) studies / \
            \(PlainNumber(perPatient, decimals: 1)) = \(patients); more in a corpus below some \
            thousands, which cuts patients' histories short
            """,
        ]
    }

    private func yearLines(_ count: Int) -> [String] {
        let perDay = Double(count) / 365
        let perHour = perDay * Self.busyHourShare
        let perSecond = perHour * instancesPerStudy / 3600
        return [
            "\(PlainNumber(count)) exams a year / 365 = \(PlainNumber(perDay)) studies a day",
            """
            \(PlainNumber(perDay)) studies a day x \(PlainNumber.bytes(bytesPerStudy)) = \
            \(PlainNumber.bytes(perDay * bytesPerStudy)) a day, \(PlainNumber.bytes(bytes)) a year
            """,
            """
            \(PlainNumber(perDay)) studies a day x \(Self.busyHourShare) = \
            \(PlainNumber(perHour)) studies in the busiest hour
            """,
            """
            \(PlainNumber(perHour)) studies an hour x \(PlainNumber(instancesPerStudy)) instances \
            / 3,600 s = \(PlainNumber(perSecond)) instances a second, \
            \(PlainNumber.bytes(perHour * bytesPerStudy / 3600)) a second
            """,
        ]
    }

    private var markerLines: [String] { MarkerSets.lines(studies, of: recipe) }

    private static func percent(_ share: Double) -> String {
        "\(PlainNumber(share * 100, decimals: 1)) %"
    }
}
