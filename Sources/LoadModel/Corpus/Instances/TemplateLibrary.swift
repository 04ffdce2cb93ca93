/// The templates of a recipe, one for each format; in full size some 55 MB.
package struct TemplateLibrary: Sendable {
    private let templates: [ImageFormat: InstanceTemplate]

    /// Makes all pixels that the recipe can ask for.
    package init(_ recipe: CorpusRecipe, syntax: TransferSyntax = .explicitLittleEndian) {
        var templates: [ImageFormat: InstanceTemplate] = [:]
        for format in Self.formats(of: recipe) where templates[format] == nil {
            templates[format] = InstanceTemplate(format, syntax: syntax)
        }
        self.templates = templates
    }

    /// Makes the files of one series.
    ///
    /// - Parameters:
    ///   - study: Of the recipe that the library was made for.
    ///   - series: A position in the study's series.
    package func encoder(_ study: StudyPlan, series: Int) -> SeriesEncoder {
        guard let template = templates[study.series[series].format] else {
            preconditionFailure("no template for \(study.series[series].format)")
        }
        return SeriesEncoder(study, series: series, template)
    }

    private static func formats(of recipe: CorpusRecipe) -> [ImageFormat] {
        recipe.mix.rows.flatMap(\.components).flatMap { component in
            let packing = component.packed
            let packed = packing.map { packing in
                component.formats.map { $0.packed(as: packing.sopClass) }
            }
            return component.formats + (packed ?? [])
        }
    }
}
